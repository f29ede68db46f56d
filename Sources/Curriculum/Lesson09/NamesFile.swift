import Files
import Foundation
import Gradus
import Serialization

/// The file of a network that writes names: its weights, and in the metadata the characters that they are for.
package struct NamesFile {
  let url: URL

  /// W, U and b of the cell, and from its state to scores of characters.
  private static let names = ["w", "u", "b", "head.weight", "head.bias"]
  private static let characters = "characters"

  /// Names a file.
  package init(url: URL) { self.url = url }

  /// Writes the weights in the order of the names, whole or not at all.
  package func save(_ parameters: [Tensor<Double>], _ vocabulary: CharacterVocabulary) throws {
    var file = Safetensors()
    for (name, value) in zip(Self.names, parameters) {
      file.tensors[name] = StoredTensor(value)
    }
    file.metadata[Self.characters] = String(vocabulary.characters)
    try file.write(to: url)
  }

  /// The weights for these characters; throws where the file is not there, or is another one.
  func parameters(_ vocabulary: CharacterVocabulary) throws -> [Tensor<Double>] {
    let path = url.path(percentEncoded: false)
    func other(_ found: String) -> DataError {
      DataError(
        path, expected: "a network of your own functions that writes names", found: found,
        advice: "gradus train names --mine --checkpoint FILE trains one and keeps it")
    }
    guard FileManager.default.fileExists(atPath: path) else { throw other("no such file") }
    let file = try Safetensors(contentsOf: url)
    let stored: [Tensor<Double>] = Self.names.compactMap { file.tensors[$0]?.tensor() }
    let isForThese = file.metadata[Self.characters] == String(vocabulary.characters)
    guard isForThese, stored.count == Self.names.count, stored[1].rank == 2 else {
      throw other(file.tensors.keys.sorted().prefix(3).joined(separator: ", "))
    }
    let (v, h) = (vocabulary.count, stored[1].shape[0])
    let shapes: [Shape] = [[v, h], [h, h], [h], [h, v], [v]]
    guard stored.map(\.shape) == shapes else { throw other("weights of other shapes") }
    guard stored.allSatisfy({ $0.elements.allSatisfy(\.isFinite) }) else {
      throw other("weights that are not finite")
    }
    return stored
  }
}
