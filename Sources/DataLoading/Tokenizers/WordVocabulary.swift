import TensorCore

/// The words of a text that occur often enough, each with its number; all others are the unknown word, number 0.
///
/// A word is a run of letters, digits and apostrophes between them; any other character that is not white space
/// is a word of its own. "It's late!" has the words "It's", "late" and "!".
public struct WordVocabulary: Tokenizer, Equatable {
  /// How the unknown word is written.
  public static let unknown = "<unknown>"

  /// The words by number: the unknown one, and the others in sorted order.
  public let words: [String]
  private let numbers: [String: Int]

  /// The vocabulary of a text.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - least: How often a word has to occur; 1 unless given.
  public init(of text: String, occurringAtLeast least: Int = 1) {
    let counts = Dictionary(Self.words(of: text).map { ($0, 1) }, uniquingKeysWith: +)
    words = [Self.unknown] + counts.filter { $0.value >= least }.keys.sorted()
    numbers = Dictionary(uniqueKeysWithValues: zip(words, words.indices))
  }

  /// V, the number of words, the unknown one among them.
  public var count: Int { words.count }

  /// The numbers of the words of a text, shape [N]; 0 for those that are unknown.
  public func encode(_ text: String) -> Tensor<Int> {
    let tokens = Self.words(of: text).map { numbers[$0] ?? 0 }
    return Tensor(shape: [tokens.count], elements: tokens)
  }

  /// The words of these numbers with a blank between any two. A number that is not in 0 ..< V traps.
  public func decode(
    _ encoded: Tensor<Int>, file: StaticString = #fileID, line: UInt = #line
  ) -> String {
    requireTokens(encoded, file, line)
    return encoded.elements.map { words[$0] }.joined(separator: " ")
  }

  /// The words of a text, as they are cut.
  static func words(of text: String) -> [String] {
    var (words, word): ([String], String) = ([], "")
    for character in text {
      if character.isLetter || character.isNumber || character == "'" && !word.isEmpty {
        word.append(character)
        continue
      }
      close(&word, &words)
      if !character.isWhitespace { words.append(String(character)) }
    }
    close(&word, &words)
    return words
  }

  /// Ends a word. Apostrophes at its end are closing quotes, and words of their own.
  private static func close(_ word: inout String, _ words: inout [String]) {
    let quotes = word.reversed().prefix { $0 == "'" }.count
    word.removeLast(quotes)
    if !word.isEmpty { words.append(word) }
    words += Array(repeating: "'", count: quotes)
    word = ""
  }
}
