import Gradus

/// A model that goes on from a text, a token at a time.
protocol TokenWriter {
  /// The text so far; at least one token.
  var tokens: [Int] { get }
  /// How likely each token is to come next.
  func probabilities(temperature: Double) throws -> [Double]
  /// Adds a token to the text, whoever has chosen it.
  mutating func append(_ token: Int) throws
  /// The same model after another text.
  func restarted(after tokens: [Int]) throws -> Self
}

/// A GPT that goes on from a text.
///
/// Its cache holds keys and values of what it has read. When the context is full, it begins again with the
/// second half: there a token has other neighbors, and other keys.
struct TextWriter: TokenWriter {
  private var model: GPT<Float>
  private var context = Context.inference
  private var cache: GPTCache<Float>? = GPTCache()
  private(set) var tokens: [Int]
  /// Of what comes next, shape [V].
  private(set) var logits = Tensor<Float>([])

  /// Reads the beginning of a text, which has at least one token.
  init(_ model: GPT<Float>, after tokens: [Int]) {
    self.model = model
    self.tokens = tokens
    read(Array(tokens.suffix(model.contextLength)))
  }

  func restarted(after tokens: [Int]) -> TextWriter { TextWriter(model, after: tokens) }

  func probabilities(temperature: Double) -> [Double] {
    TokenSampler(temperature: temperature).probabilities(of: logits)
  }

  mutating func append(_ token: Int) {
    tokens.append(token)
    if cache!.count < model.contextLength {
      read([token])
    } else {
      cache = GPTCache()
      read(Array(tokens.suffix(model.contextLength / 2)))
    }
  }

  private mutating func read(_ unread: [Int]) {
    let all = model.forward(Tensor([unread]), after: &cache, in: &context).value
    logits = all[0, unread.count - 1, 0...]
  }
}
