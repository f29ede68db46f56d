import Files
import TensorCore

/// Two neighboring tokens.
public struct TokenPair: Hashable, Sendable, Comparable {
  /// The token on the left.
  public let first: Int
  /// The token on the right.
  public let second: Int

  /// Makes a pair.
  public init(_ first: Int, _ second: Int) { (self.first, self.second) = (first, second) }

  /// By the first token, then by the second.
  public static func < (left: TokenPair, right: TokenPair) -> Bool {
    (left.first, left.second) < (right.first, right.second)
  }
}

/// Pieces of words as tokens: byte-pair encoding (Sennrich, Haddow and Birch, 2016, *Neural Machine Translation of
/// Rare Words with Subword Units*), on bytes as in GPT-2, so that no text is unknown.
///
/// Tokens 0 ..< 256 are the bytes of UTF-8. Merge m makes token 256 + m of two tokens before it. The special
/// tokens, such as an end of text, come last.
///
/// ```swift
/// let tokenizer = BytePairTokenizer(trainedOn: text, merges: 1000, specialTokens: ["<|end|>"])
/// let tokens = tokenizer.encode("The Queen of Hearts<|end|>")
/// tokenizer.decode(tokens)
/// ```
///
/// *Encoding*: a text is cut into words (the rule of GPT-2, see `TextPieces`). In each, the merge that was learned
/// first is applied first, wherever it fits, from the left to the right, so that of "aaa" the first two are
/// merged. The order of the text plays no role beyond that.
///
/// *Special tokens* are found in the text before all else; of those that begin at the same place, the longest.
/// For text that strangers have written, use a tokenizer without them.
public struct BytePairTokenizer: Tokenizer, Equatable {
  /// The pairs that become one token, in the order in which they were learned.
  public let merges: [TokenPair]
  /// Texts that are one token each.
  public let specialTokens: [String]
  /// The bytes of each token that is not special.
  private let bytes: [[UInt8]]
  /// Which merge makes one token of a pair.
  private let ranks: [TokenPair: Int]

  /// Makes a tokenizer from merges, as those of a file.
  ///
  /// Traps when a merge has a token that no merge before it has made, when two merges are of the same pair, or
  /// a special token is empty or is there twice.
  public init(
    merges: [TokenPair], specialTokens: [String] = [], file: StaticString = #fileID,
    line: UInt = #line
  ) {
    var bytes = (0...255).map { [UInt8($0)] }
    var ranks: [TokenPair: Int] = [:]
    for (rank, pair) in merges.enumerated() {
      require(
        min(pair.first, pair.second) >= 0 && max(pair.first, pair.second) < bytes.count,
        "BytePairTokenizer: merge \(rank) is of tokens \(pair.first) and \(pair.second), but before it there are "
          + "only 0..<\(bytes.count)", file: file, line: line)
      require(
        ranks.updateValue(rank, forKey: pair) == nil,
        "BytePairTokenizer: tokens \(pair.first) and \(pair.second) are merged twice", file: file,
        line: line)
      bytes.append(bytes[pair.first] + bytes[pair.second])
    }
    Self.requireSpecialTokens(specialTokens, file, line)
    self.merges = merges
    self.specialTokens = specialTokens
    self.bytes = bytes
    self.ranks = ranks
  }

  /// Traps when a special token is empty or is there twice.
  static func requireSpecialTokens(
    _ specialTokens: [String], _ file: StaticString, _ line: UInt
  ) {
    require(
      !specialTokens.contains("") && Set(specialTokens).count == specialTokens.count,
      "BytePairTokenizer: expected special tokens that differ and are not empty, found \(specialTokens)",
      file: file, line: line)
  }

  /// V: 256 bytes, the merges, and the special tokens.
  public var count: Int { bytes.count + specialTokens.count }

  /// The number of a special token; nil when there is none of this name.
  public func special(_ token: String) -> Int? {
    specialTokens.firstIndex(of: token).map { bytes.count + $0 }
  }

  /// The tokens of a text, shape [N]. No text is unknown.
  public func encode(_ text: String) -> Tensor<Int> {
    var stream = stream()
    let tokens = stream.read(text) + stream.finish()
    return Tensor(shape: [tokens.count], elements: tokens)
  }

  /// The text of tokens of shape [N].
  ///
  /// Bytes that are no UTF-8 together, as when a token ends within a character, become U+FFFD. A number that
  /// is no token traps.
  public func decode(
    _ encoded: Tensor<Int>, file: StaticString = #fileID, line: UInt = #line
  ) -> String {
    requireTokens(encoded, file, line)
    let all = encoded.elements.flatMap { token in
      token < bytes.count ? bytes[token] : Array(specialTokens[token - bytes.count].utf8)
    }
    return String(decoding: all, as: UTF8.self)
  }

  /// An encoder for a text that comes in parts.
  public func stream() -> BytePairStream { BytePairStream(self) }

  /// The tokens of one word.
  func encode(word: some Sequence<UInt8>) -> [Int] {
    var tokens = word.map(Int.init)
    func rank(at place: Int) -> Int {
      place + 1 < tokens.count
        ? ranks[TokenPair(tokens[place], tokens[place + 1])] ?? .max : .max
    }
    var rankAt = tokens.indices.map(rank)
    while let best = rankAt.min(), best < .max {
      let place = rankAt.firstIndex(of: best)!
      tokens[place] = 256 + best
      tokens.remove(at: place + 1)
      rankAt.remove(at: place + 1)
      rankAt[place] = rank(at: place)
      if place > 0 { rankAt[place - 1] = rank(at: place - 1) }
    }
    return tokens
  }
}
