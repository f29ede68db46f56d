import Foundation
import Gradus

/// A GPT for characters in a file, with all that is needed to use it: the weights, and in the metadata its
/// characters and its size.
struct GPTFile {
  let url: URL

  private static let characters = "characters"

  /// Throws when there is no folder to write it to: better before a long training than after it.
  func requireFolder() throws {
    let folder = url.deletingLastPathComponent().path(percentEncoded: false)
    guard FileManager.default.fileExists(atPath: folder) else {
      throw DataError(
        url.lastPathComponent, expected: "the folder \(folder) to write it to", found: "none")
    }
  }

  /// Writes the weights and the characters that they are for, whole or not at all.
  func save(_ model: GPT<Float>, _ vocabulary: CharacterVocabulary) throws {
    try model.saveWeights(to: url)
    var file = try Safetensors(contentsOf: url)
    file.metadata[Self.characters] = String(vocabulary.characters)
    try file.write(to: url)
  }

  /// The model of this size with the file's weights; throws when they were made for other characters or another
  /// size.
  ///
  /// Weights for another vocabulary may have the right shapes, and would write nonsense.
  func load(_ size: GPTSize, _ vocabulary: CharacterVocabulary) throws -> GPT<Float> {
    let found = try Safetensors(contentsOf: url).metadata[Self.characters]
    guard let found else {
      throw DataError(
        url.lastPathComponent, expected: "the characters that the weights are for", found: "none",
        advice: "a file that gradus try 10 --checkpoint has written has them")
    }
    guard found == String(vocabulary.characters) else {
      throw DataError(
        url.lastPathComponent, expected: "weights for the book's \(vocabulary.count) characters",
        found: "some for \(found.count == vocabulary.count ? "other" : "\(found.count)") characters"
      )
    }
    var generator = RandomGenerator(seed: 0)
    var model = GPT<Float>(vocabulary: vocabulary.count, size, using: &generator)
    try model.loadWeights(from: url)
    return model
  }
}
