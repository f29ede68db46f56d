import Gradus

/// A GPT of the exercises' functions that goes on from a text, with their cache and their sampler.
struct HandmadeWriter: TokenWriter {
  /// How many tokens it was trained to look at.
  static let context = 32

  private let answers: AttendingAnswers
  private let model: SmallGPT
  private var caches: [KeyValues] = []
  private(set) var tokens: [Int]
  /// Of what comes next, shape [V].
  private var logits = Tensor<Double>([])

  /// Reads the beginning of a text, which has at least one token.
  init(_ answers: AttendingAnswers, _ model: SmallGPT, after tokens: [Int]) throws {
    self.answers = answers
    self.model = model
    self.tokens = tokens
    try read(Array(tokens.suffix(Self.context)))
  }

  func restarted(after tokens: [Int]) throws -> HandmadeWriter {
    try HandmadeWriter(answers, model, after: tokens)
  }

  func probabilities(temperature: Double) throws -> [Double] {
    try probabilities(temperature, k: logits.elementCount, p: 1)
  }

  /// The same of the k likeliest alone, and of these of the fewest with a share of p.
  func probabilities(_ temperature: Double, k: Int, p: Double) throws -> [Double] {
    try answers.nextProbabilities(logits, temperature, k, p).elements
  }

  mutating func append(_ token: Int) throws {
    tokens.append(token)
    if let cache = caches.first, cache.keys.shape[2] >= Self.context {
      caches = []
      try read(Array(tokens.suffix(Self.context / 2)))
    } else {
      try read([token])
    }
  }

  private mutating func read(_ unread: [Int]) throws {
    logits = try model.logits(Tensor([unread]), after: &caches)[0, unread.count - 1, 0...]
  }
}
