import TensorCore

/// Turns text into numbers, its tokens, and back: characters, words, or pieces of words.
public protocol Tokenizer: Sendable {
  /// V, the number of different tokens, which are 0 ..< V.
  var count: Int { get }

  /// The tokens of a text, shape [N]; throws a `DataError` that names what the vocabulary does not have.
  func encode(_ text: String) throws -> Tensor<Int>

  /// The text of tokens of shape [N]. A number that is not in 0 ..< V traps.
  func decode(_ encoded: Tensor<Int>, file: StaticString, line: UInt) -> String
}

extension Tokenizer {
  /// The text of tokens of shape [N]. A number that is not in 0 ..< V traps.
  public func decode(
    _ encoded: Tensor<Int>, atFile file: StaticString = #fileID, line: UInt = #line
  ) -> String {
    decode(encoded, file: file, line: line)
  }

  /// Traps when one of the numbers is no token.
  func requireTokens(_ encoded: Tensor<Int>, _ file: StaticString, _ line: UInt) {
    for (index, number) in encoded.elements.enumerated() {
      require(
        number >= 0 && number < count,
        "decode: index \(index) holds \(number), but the vocabulary has numbers 0..<\(count)",
        file: file, line: line)
    }
  }
}

extension CharacterVocabulary: Tokenizer {}
