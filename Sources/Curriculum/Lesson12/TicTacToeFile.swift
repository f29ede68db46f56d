import Files
import Foundation
import Gradus
import Serialization

/// The file of a table that has learned tic-tac-toe: what each move is worth in each position.
package struct TicTacToeFile {
  let url: URL

  private static let values = "values"

  /// Names a file.
  package init(url: URL) { self.url = url }

  /// Writes a table, whole or not at all.
  package func save(_ values: Tensor<Double>) throws {
    var file = Safetensors()
    file.tensors[Self.values] = StoredTensor(values)
    try file.write(to: url)
  }

  /// The table; throws where the file is not there, or is another one.
  func values(for positions: TicTacToePositions) throws -> Tensor<Double> {
    let path = url.path(percentEncoded: false)
    let advice = "gradus train tictactoe --mine --checkpoint \(path) makes one and keeps it there"
    guard FileManager.default.fileExists(atPath: path) else {
      throw DataError(
        path, expected: "a table of your own functions", found: "no such file", advice: advice)
    }
    let file = try Safetensors(contentsOf: url)
    let shape: Shape = [positions.all.count, 9]
    guard let stored = file.tensors[Self.values], file.tensors.count == 1, stored.shape == shape,
      let values: Tensor<Double> = stored.tensor()
    else {
      throw DataError(
        path, expected: "one tensor of the shape \(shape), what each move is worth",
        found: file.tensors.keys.sorted().prefix(3).joined(separator: ", "), advice: advice)
    }
    guard values.elements.allSatisfy({ !$0.isNaN }) else {
      throw DataError(path, .tensor(Self.values), expected: "numbers", found: "NaN")
    }
    return values
  }
}
