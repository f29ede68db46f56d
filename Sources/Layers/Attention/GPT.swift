import Autograd
import TensorCore

/// A language model: tokens [B, T] in, and for each position the logits of the token that comes next out,
/// [B, T, V] (Radford et al., 2018 and 2019, *GPT* and *GPT-2*).
///
/// A table gives each token a vector, positions are added, blocks look back and think, and what they make is
/// compared with the vectors of all tokens. The table is the same at both ends (*tied*; Press and Wolf, 2017): it
/// counts once, is trained by both, and saved once.
///
/// ```swift
/// var model = GPT<Float>(
///   vocabulary: 72, context: 64, width: 64, heads: 4, layers: 4, using: &generator)
/// let loss = softmaxCrossEntropy(logits: model.forward(tokens, in: &context), labels: next)
/// ```
public struct GPT<Scalar: TensorScalar>: Model {
  /// A vector for each token, shape [V, D].
  public var table: Embedding<Scalar>
  /// A vector for each position, shape [C, D]; nil unless positions are learned.
  public var places: Variable<Scalar>?
  /// The blocks, one after the other.
  public internal(set) var blocks: [TransformerBlock<Scalar>]
  /// The norm after the last block.
  public var norm: LayerNorm<Scalar>
  /// C, how many tokens it can look at.
  public let contextLength: Int
  /// How it is told where a token stands.
  public let positions: PositionEncoding
  /// p of the dropout, from 0 to below 1.
  public let dropout: Double

  /// Makes a model with GPT-2's weights at first: normal with a standard deviation of 0.02, and for what is added
  /// to the sum 0.02/√(2·L).
  ///
  /// - Parameters:
  ///   - vocabulary: V, the number of tokens.
  ///   - context: C, how many tokens it can look at.
  ///   - width: D, how many numbers a token is.
  ///   - heads: H, a divisor of D.
  ///   - layers: L, the number of blocks.
  ///   - keyValueHeads: G, a divisor of H; H unless given.
  ///   - hidden: F, the units of a block's hidden layer; 4·D unless given.
  ///   - kind: What the hidden layer does; GELU unless given.
  ///   - positions: How it is told where a token stands; learned vectors unless given.
  ///   - dropout: p of the dropout; none unless given.
  ///   - generator: Where the random numbers come from.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when a count is not positive, or does not divide another as said.
  public init(
    vocabulary: Int, context: Int, width: Int, heads: Int, layers: Int,
    keyValueHeads: Int? = nil, hidden: Int? = nil, kind: FeedForwardKind = .gelu,
    positions: PositionEncoding = .learned, dropout: Double = 0,
    using generator: inout RandomGenerator, file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      vocabulary >= 1 && context >= 1 && layers >= 0,
      "GPT: expected at least 1 token, a context of at least 1, and 0 or more layers, found "
        + "\(vocabulary), \(context) and \(layers)", file: file, line: line)
    let initializer = Initializer.normal(standardDeviation: 0.02)
    table = Embedding(
      vocabulary, width, initializer: initializer, using: &generator, file: file, line: line)
    if positions == .learned {
      places = Variable(
        initializer.tensor(
          Shape([context, width], file: file, line: line), using: &generator, file: file,
          line: line))
    }
    requireMemory(
      for: layers, of: TransformerBlock<Scalar>.self, as: "GPT", file: file, line: line)
    let added = Initializer.normal(
      standardDeviation: 0.02 / Double(2 * Swift.max(layers, 1)).squareRoot())
    blocks = []
    for _ in 0..<layers {
      var block = TransformerBlock<Scalar>(
        width, heads: heads, keyValueHeads: keyValueHeads, hidden: hidden, kind: kind,
        dropout: dropout, isRotary: positions == .rotary, using: &generator, file: file,
        line: line)
      block.visitParameters { name, parameter in
        guard name.path.hasSuffix("weight"), !name.path.hasPrefix("norm") else { return }
        let isAdded = name.path == "linear2.weight" || name.path == "self_attn.out_proj.weight"
        parameter = Variable(
          (isAdded ? added : initializer).tensor(parameter.shape, using: &generator))
      }
      blocks.append(block)
    }
    norm = LayerNorm([width])
    contextLength = context
    self.positions = positions
    self.dropout = dropout
  }

  /// The logits of what comes next at each position; traps when a token is not in 0 ..< V, or there are more
  /// than C.
  public mutating func forward(
    _ tokens: Tensor<Int>, in context: inout Context
  ) -> Variable<Scalar> {
    var none: GPTCache<Scalar>?
    return forward(tokens, after: &none, in: &context)
  }

  /// The same for tokens that go on from what a cache has read, which grows by them; nil for no cache.
  ///
  /// ```swift
  /// var cache: GPTCache<Float>? = GPTCache()
  /// var context = Context.inference
  /// let logits = model.forward(prompt, after: &cache, in: &context)   // [1, T, V]
  /// let next = model.forward(token, after: &cache, in: &context)      // [1, 1, V]: one position's work
  /// ```
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public mutating func forward(
    _ tokens: Tensor<Int>, after cache: inout GPTCache<Scalar>?, in context: inout Context
  ) -> Variable<Scalar> {
    require(
      tokens.rank == 2 && tokens.shape[1] >= 1,
      "\(context.naming("GPT")): expected tokens of shape [B, T] with at least 1 position, found \(tokens.shape)"
    )
    let (start, count) = (cache?.count ?? 0, tokens.shape[1])
    require(
      start + count <= contextLength,
      "\(context.naming("GPT")): expected at most \(contextLength) tokens, its context, found \(start + count)"
    )
    var x = table.forward(tokens, as: "table", in: &context)
    if let places { x = x + places[start..<start + count] }
    if positions == .sinusoidal {
      x = x + Variable(.sinusoidalPositions(count, width: x.shape[2], from: start))
    }
    if context.isTraining, dropout > 0 {
      x = x * Variable(context.dropoutMask(x.shape, dropout))
    }
    for index in blocks.indices {
      var layer = cache?.layer(index)
      x = context.inside("blocks.\(index)") {
        blocks[index].forward(AttentionInput(x, isCausal: true), after: &layer, in: &$0)
      }
      if let layer { cache?.set(layer, at: index) }
    }
    let features = norm.forward(x, as: "norm", in: &context)
    return matmul(features, table.weight, transposeB: true)
  }

  /// The table, the positions, the blocks and the norm.
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    table.visitParameters(as: "table", visit)
    visit("places", &places)
    blocks.visitParameters(as: "blocks", visit)
    norm.visitParameters(as: "norm", visit)
  }
}

/// What a ``GPT`` has read: the keys and values of all its blocks.
///
/// A value: a copy is a text that can be gone on with in two ways.
public struct GPTCache<Scalar: TensorScalar>: Sendable {
  private var layers: [KeyValueCache<Scalar>] = []

  /// A cache of nothing.
  public init() {}

  /// How many tokens it has read.
  public var count: Int { layers.first?.count ?? 0 }

  fileprivate func layer(_ index: Int) -> KeyValueCache<Scalar> {
    index < layers.count ? layers[index] : KeyValueCache()
  }

  fileprivate mutating func set(_ layer: KeyValueCache<Scalar>, at index: Int) {
    if index < layers.count { layers[index] = layer } else { layers.append(layer) }
  }
}
