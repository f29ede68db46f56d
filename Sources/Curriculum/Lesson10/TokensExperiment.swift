import Curriculum
import Gradus

/// What a text is cut into.
enum Cut: String, CaseIterable, Sendable {
  case characters = "characters"
  case merges64 = "64 merges"
  case merges256 = "256 merges"
  case merges1024 = "1024 merges"

  /// A tokenizer that has seen `text`.
  func tokenizer(for text: String) -> any Tokenizer {
    switch self {
    case .characters: CharacterVocabulary(of: text)
    case .merges64: BytePairTokenizer(trainedOn: text, merges: 64)
    case .merges256: BytePairTokenizer(trainedOn: text, merges: 256)
    case .merges1024: BytePairTokenizer(trainedOn: text, merges: 1024)
    }
  }
}

extension AttendingExperiment {
  /// What a GPT makes of a book in tokens of one kind.
  struct TokensResult: Sendable {
    let vocabulary: Int
    let steps: Int
    let charactersPerToken: Double
    /// Nats on the part to choose with.
    let (perToken, perCharacter): (Double, Double)
  }

  /// Trains on eight tenths of a book and measures on the tenth after that.
  ///
  /// There are as many multiplications as in so many steps on characters, whatever the tokens are: with more of
  /// them, a step takes longer, because each position is compared with all.
  func tokens(
    _ cut: Cut, of text: String, steps: Int, _ size: GPTSize, seed: UInt64
  ) throws -> TokensResult {
    let (end, stop) = (text.count * 8 / 10, text.count * 9 / 10)
    let (known, asked) = (String(text.prefix(end)), String(text.prefix(stop).dropFirst(end)))
    // Characters that only occur later would be unknown; merges are learned from what is known.
    let tokenizer = cut.tokenizer(for: cut == .characters ? text : known)
    let (training, heldOut) = (try tokenizer.encode(known), try tokenizer.encode(asked))
    var size = size
    let ofCharacters = size.multiplications(vocabulary: CharacterVocabulary(of: text).count)
    let steps = steps * ofCharacters / size.multiplications(vocabulary: tokenizer.count)
    // Half a step more, so that no rounding takes one away.
    size.epochs =
      (Double(steps) + 0.5) * Double(size.batch * size.context) / Double(training.shape[0])
    let nats = Self.nats(
      of: heldOut, after: training, vocabulary: tokenizer.count, size, seed: seed)
    return TokensResult(
      vocabulary: tokenizer.count, steps: steps,
      charactersPerToken: Double(asked.count) / Double(heldOut.shape[0]),
      perToken: nats / Double(heldOut.shape[0]), perCharacter: nats / Double(asked.count))
  }

  /// Nats of tokens, together, of a GPT that has learned those before them.
  private static func nats(
    of heldOut: Tensor<Int>, after known: Tensor<Int>, vocabulary: Int, _ size: GPTSize,
    seed: UInt64
  ) -> Double {
    var generator = RandomGenerator(seed: seed)
    var model = GPT<Float>(vocabulary: vocabulary, size, using: &generator)
    model.learn(known, size, seed: seed)
    return model.nats(
      of: .concatenate([known, heldOut], along: 0), from: known.shape[0], context: size.context)
  }

  /// Nats per character of a text's last tenth, of a GPT that has learned what comes before it in pieces of words.
  static func lossOnPieces(of text: String, _ size: GPTSize, seed: UInt64) -> Double {
    let end = text.count * 9 / 10
    let (known, asked) = (String(text.prefix(end)), String(text.dropFirst(end)))
    let tokenizer = BytePairTokenizer(trainedOn: known, merges: 256)
    let nats = nats(
      of: tokenizer.encode(asked), after: tokenizer.encode(known), vocabulary: tokenizer.count,
      size, seed: seed)
    return nats / Double(asked.count)
  }
}
