import Files
import TensorCore

/// The distinct characters of a text in sorted order; the index of a character is its number.
///
/// A character is what a reader sees as one: "é" is one character even when it is stored as a
/// letter and an accent.
public struct CharacterVocabulary: Equatable, Sendable {
  /// The characters by number.
  public let characters: [Character]
  private let numbers: [Character: Int]

  /// The vocabulary of all characters in `text`.
  public init(of text: String) {
    characters = Set(text).sorted()
    numbers = Dictionary(uniqueKeysWithValues: zip(characters, characters.indices))
  }

  /// The number of distinct characters.
  public var count: Int { characters.count }

  /// The numbers of the characters of `text`, of shape [number of characters].
  ///
  /// Throws a `DataError` that names the first character that is not in the vocabulary.
  public func encode(_ text: String) throws -> Tensor<Int> {
    var elements: [Int] = []
    for character in text {
      guard let number = numbers[character] else {
        throw DataError(
          "text", .character(elements.count),
          expected: "one of the \(counted(count, "character")) of the vocabulary",
          found: quoted(String(character)))
      }
      elements.append(number)
    }
    return Tensor(shape: [elements.count], elements: elements)
  }

  /// The text whose characters have these numbers. A number that is not in 0..<count traps.
  public func decode(
    _ encoded: Tensor<Int>, file: StaticString = #fileID, line: UInt = #line
  ) -> String {
    var text = ""
    for (index, number) in encoded.elements.enumerated() {
      require(
        characters.indices.contains(number),
        "decode: index \(index) holds \(number), but the vocabulary has numbers 0..<\(count)",
        file: file, line: line)
      text.append(characters[number])
    }
    return text
  }
}
