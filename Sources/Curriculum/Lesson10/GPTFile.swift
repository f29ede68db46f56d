import Foundation
import Gradus

/// A GPT for characters in a file: its weights, and in the metadata the characters that they are for.
package struct GPTFile {
  let url: URL

  private static let characters = "characters"

  /// Names a file.
  package init(url: URL) { self.url = url }

  /// The GPT that `gradus try 10` has kept here; nil where the file says of no characters, and so is of another kind.
  ///
  /// Throws where it is damaged, and where it is a GPT of the exercises' functions.
  package func gpt() throws -> GPT<Float>? {
    let file = try Safetensors(contentsOf: url)
    guard file.metadata[Self.characters] != nil else { return nil }
    guard let table = file.tensors["table.weight"], table.shape.rank == 2, table.shape[0] > 0 else {
      throw DataError(
        url.lastPathComponent, expected: "a GPT of the framework's layers, with a table.weight",
        found: file.tensors["table"] == nil ? "none" : "one of the functions of an exercise",
        advice: "a file that gradus try 10 --checkpoint has written without --mine has one")
    }
    var generator = RandomGenerator(seed: 0)
    var model = GPT<Float>(
      vocabulary: table.shape[0], AttendingExperiment.sizeOfPage(isQuick: false),
      using: &generator)
    try model.loadWeights(from: url)
    return model
  }

  /// Throws when there is no folder to write it to: better before a long training than after it.
  func requireFolder() throws {
    let folder = url.deletingLastPathComponent().path(percentEncoded: false)
    guard FileManager.default.fileExists(atPath: folder) else {
      throw DataError(
        url.lastPathComponent, expected: "the folder \(folder) to write it to", found: "none")
    }
  }

  /// Writes the weights and the characters that they are for, whole or not at all.
  func save(_ model: some Module, _ vocabulary: CharacterVocabulary) throws {
    try model.saveWeights(to: url)
    var file = try Safetensors(contentsOf: url)
    file.metadata[Self.characters] = String(vocabulary.characters)
    try file.write(to: url)
  }

  /// Reads the file's weights into a model; throws when they were made for other characters or another size.
  ///
  /// Weights for another vocabulary may have the right shapes, and would write nonsense.
  func load(into model: inout some Module, _ vocabulary: CharacterVocabulary) throws {
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
    try model.loadWeights(from: url)
  }
}
