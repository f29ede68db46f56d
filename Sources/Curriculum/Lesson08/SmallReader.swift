import Files
import Foundation
import Gradus

/// The layers of the network of `gradus train digits --mine`: from pictures [N, 1, 8, 8] to scores [N, 10].
package func smallReader<Scalar: TensorScalar>(
  dropout: Double, using generator: inout RandomGenerator
) -> Sequential<Scalar> {
  Sequential<Scalar>(
    Conv2D<Scalar>(1, 8, kernel: 3, padding: 1, using: &generator), ReLU(), MaxPool2D(2),
    Conv2D<Scalar>(8, 12, kernel: 3, padding: 1, using: &generator), ReLU(), MaxPool2D(2),
    Flatten(), Dropout(dropout),
    Linear<Scalar>(48, 32, using: &generator), ReLU(), Linear<Scalar>(32, 10, using: &generator))
}

/// The network that `gradus train digits --mine` has kept in a file.
func smallReader(from file: URL) throws -> Sequential<Float> {
  let path = file.path(percentEncoded: false)
  guard FileManager.default.fileExists(atPath: path) else {
    throw DataError(
      path, expected: "a network of your own functions", found: "no such file",
      advice: "gradus train digits --mine --checkpoint \(path) trains one and keeps it there")
  }
  var generator = RandomGenerator(seed: 0)
  var network: Sequential<Float> = smallReader(dropout: 0, using: &generator)
  do {
    try network.loadWeights(from: file)
  } catch let error as DataError where error.place != .whole {
    throw DataError(
      error.source, error.place, expected: error.expected, found: error.found,
      advice: (error.advice.map { $0 + ". " } ?? "")
        + "try 8 plays with what gradus train digits --mine keeps")
  }
  return network
}

extension Sketch {
  /// The picture [1, 1, 8, 8] as the makers of the small digits made theirs: the ink's box, as high or as wide as
  /// the paper, in 8×8 cells, of each of which 4×4 points are counted.
  var small: Tensor<Float> {
    // What the pen leaves at its rim is too faint to count for the box.
    let inked = pixels.indices.filter { pixels[$0] > 0.5 }
    guard !inked.isEmpty else { return .zeros([1, 1, 8, 8]) }
    let (rows, columns) = (inked.map { $0 / Sketch.side }, inked.map { $0 % Sketch.side })
    let (top, bottom) = (rows.min()!, rows.max()! + 1)
    let (left, right) = (columns.min()!, columns.max()! + 1)
    let side = Double(max(bottom - top, right - left))
    let (middleY, middleX) = (Double(top + bottom) / 2, Double(left + right) / 2)
    /// The ink at a point of 32×32.
    func ink(_ y: Int, _ x: Int) -> Float {
      let row = Int((middleY + ((Double(y) + 0.5) / 32 - 0.5) * side).rounded(.down))
      let column = Int((middleX + ((Double(x) + 0.5) / 32 - 0.5) * side).rounded(.down))
      guard 0..<Sketch.side ~= row, 0..<Sketch.side ~= column else { return 0 }
      return pixels[row * Sketch.side + column]
    }
    var cells: [Float] = []
    for row in 0..<8 {
      for column in 0..<8 {
        let points = (0..<16).map { ink(4 * row + $0 / 4, 4 * column + $0 % 4) }
        cells.append(points.reduce(0, +) / 16)
      }
    }
    return Tensor(shape: [1, 1, 8, 8], elements: cells)
  }
}
