import Autograd
import TensorCore

/// What a transformer does at each position by itself: a hidden layer of F units.
public enum FeedForwardKind: String, CaseIterable, Sendable {
  /// W₂·ReLU(W₁·x + b₁) + b₂, as in the first transformer (Vaswani et al., 2017).
  case relu
  /// The same with ``GELU``, as in GPT-2.
  case gelu
  /// W₂·(SiLU(a) ⊙ b) with a and b the two halves of W₁·x (Shazeer, 2020, *GLU Variants Improve Transformer*).
  case swiGLU
}

/// A block of a transformer: a look at the other positions, and a thought about each.
///
///     pre-norm:    x ← x + attention(norm1(x))      x ← x + feedForward(norm2(x))
///     post-norm:   x ← norm1(x + attention(x))      x ← norm2(x + feedForward(x))
///
/// Pre-norm trains without warmup, since the sum x goes through all blocks as it is (Xiong et al., 2020, *On
/// Layer Normalization in the Transformer Architecture*). From [B, T, D] it makes [B, T, D]. Names and layout are
/// those of PyTorch's `nn.TransformerEncoderLayer` with `batch_first=True`.
public struct TransformerBlock<Scalar: TensorScalar>: Model {
  /// The look at other positions: `self_attn`.
  public var attention: MultiHeadAttention<Scalar>
  /// Into the hidden layer: `linear1`.
  public var inner: Linear<Scalar>
  /// Out of the hidden layer: `linear2`.
  public var outer: Linear<Scalar>
  /// The norm of the attention: `norm1`.
  public var attentionNorm: LayerNorm<Scalar>
  /// The norm of the hidden layer: `norm2`.
  public var feedForwardNorm: LayerNorm<Scalar>
  /// What the hidden layer does.
  public let kind: FeedForwardKind
  /// Whether the norms come first.
  public let isPreNorm: Bool
  /// p of the dropout of what is added, from 0 to below 1.
  public let dropout: Double

  /// Makes a block.
  ///
  /// - Parameters:
  ///   - width: D.
  ///   - heads: H, a divisor of D.
  ///   - keyValueHeads: G, a divisor of H; H unless given.
  ///   - hidden: F, the units of the hidden layer; 4·D unless given.
  ///   - kind: What the hidden layer does; GELU unless given.
  ///   - isPreNorm: Whether the norms come first; true unless given.
  ///   - dropout: p of the dropout of weights and of what is added; none unless given.
  ///   - isRotary: Whether queries and keys are turned by their positions; false unless given.
  ///   - generator: Where the random numbers come from.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when a count does not divide another as said.
  public init(
    _ width: Int, heads: Int, keyValueHeads: Int? = nil, hidden: Int? = nil,
    kind: FeedForwardKind = .gelu, isPreNorm: Bool = true, dropout: Double = 0,
    isRotary: Bool = false, using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    attention = MultiHeadAttention(
      width, heads: heads, keyValueHeads: keyValueHeads, dropout: dropout, isRotary: isRotary,
      using: &generator, file: file, line: line)
    let (standard, overflow) = width.multipliedReportingOverflow(by: 4)
    let hidden = hidden ?? (overflow ? .max : standard)
    require(
      hidden >= 1 && hidden <= .max / 2,
      "TransformerBlock: expected at least 1 hidden unit, found \(hidden)", file: file, line: line)
    inner = Linear(
      width, kind == .swiGLU ? 2 * hidden : hidden, initializer: .glorotUniform,
      using: &generator, file: file, line: line)
    outer = Linear(
      hidden, width, initializer: .glorotUniform, using: &generator, file: file, line: line)
    attentionNorm = LayerNorm([width])
    feedForwardNorm = LayerNorm([width])
    self.kind = kind
    self.isPreNorm = isPreNorm
    self.dropout = dropout
  }

  /// The block's output, shape [B, T, D].
  public mutating func forward(
    _ input: AttentionInput<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    var none: KeyValueCache<Scalar>?
    return forward(input, after: &none, in: &context)
  }

  /// The same for positions that go on from what a cache holds; nil for no cache.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public mutating func forward(
    _ input: AttentionInput<Scalar>, after cache: inout KeyValueCache<Scalar>?,
    in context: inout Context
  ) -> Variable<Scalar> {
    var input = input
    let x = input.queries
    if isPreNorm { input.queries = attentionNorm.forward(x, as: "norm1", in: &context) }
    let seen = context.inside("self_attn") { attention.forward(input, after: &cache, in: &$0) }
    var sum = x + dropped(seen, in: &context)
    if isPreNorm {
      let known = feedForwardNorm.forward(sum, as: "norm2", in: &context)
      return sum + dropped(feedForward(known, in: &context), in: &context)
    }
    sum = attentionNorm.forward(sum, as: "norm1", in: &context)
    return feedForwardNorm.forward(
      sum + dropped(feedForward(sum, in: &context), in: &context), as: "norm2", in: &context)
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private mutating func feedForward(
    _ x: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    let a = inner.forward(x, as: "linear1", in: &context)
    let hidden: Variable<Scalar>
    switch kind {
    case .relu: hidden = a.relu()
    case .gelu: hidden = a.gelu()
    case .swiGLU:
      let halves = a.split(into: 2, along: -1)
      hidden = halves[0].silu() * halves[1]
    }
    return outer.forward(hidden, as: "linear2", in: &context)
  }

  private func dropped(
    _ x: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    guard context.isTraining, dropout > 0 else { return x }
    return x * Variable(context.dropoutMask(x.shape, dropout))
  }

  /// All parameters, under PyTorch's names.
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    attention.visitParameters(as: "self_attn", visit)
    inner.visitParameters(as: "linear1", visit)
    outer.visitParameters(as: "linear2", visit)
    attentionNorm.visitParameters(as: "norm1", visit)
    feedForwardNorm.visitParameters(as: "norm2", visit)
  }
}
