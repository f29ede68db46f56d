import TensorCore

/// Encodes a text that comes in parts, such as a file too large for the memory, into the same tokens as the whole.
///
/// It keeps only what may still go on: the last word, and what may be the beginning of a special token. That is
/// at most some thousand characters, whatever the text.
///
/// ```swift
/// var stream = tokenizer.stream()
/// for part in parts { write(stream.read(part)) }
/// write(stream.finish())
/// ```
public struct BytePairStream: Sendable {
  private let tokenizer: BytePairTokenizer
  private(set) var pieces: PieceStream

  init(_ tokenizer: BytePairTokenizer) {
    self.tokenizer = tokenizer
    pieces = PieceStream(specialTokens: tokenizer.specialTokens)
  }

  /// The tokens that are certain after the next part of the text.
  public mutating func read(_ part: String) -> [Int] { encode(pieces.read(part)) }

  /// The rest of the tokens, after the last part.
  public mutating func finish() -> [Int] { encode(pieces.finish()) }

  private func encode(_ pieces: [PieceStream.Piece]) -> [Int] {
    pieces.flatMap { piece in
      switch piece {
      case .word(let bytes): tokenizer.encode(word: bytes)
      case .special(let index): [256 + tokenizer.merges.count + index]
      }
    }
  }
}
