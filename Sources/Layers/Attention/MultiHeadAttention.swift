import Autograd
import TensorCore

/// What attention reads.
public struct AttentionInput<Scalar: TensorScalar>: ModelInput, Sendable {
  /// Who asks, shape [B, Q, D].
  public var queries: Variable<Scalar>
  /// What is looked at, shape [B, M, D]; nil for the queries themselves.
  public var memory: Variable<Scalar>?
  /// Which keys each query may look at, of a shape that broadcasts to [B, H, Q, M]; nil for all.
  public var mask: AttentionMask<Scalar>?
  /// Whether a query may look only at itself and what came before it.
  public var isCausal: Bool

  /// Puts an input together.
  public init(
    _ queries: Variable<Scalar>, memory: Variable<Scalar>? = nil,
    mask: AttentionMask<Scalar>? = nil, isCausal: Bool = false
  ) {
    self.queries = queries
    self.memory = memory
    self.mask = mask
    self.isCausal = isCausal
  }

  /// Sequences that look at all of themselves.
  public init(data: Tensor<Scalar>) { self.init(Variable(data)) }
}

/// Collects the weights of attention layers, [B, H, Q, M] for each by its place in the model, for pictures:
/// set `context[AttentionMaps<Float>.self] = [:]` before the pass, and read it afterward.
public enum AttentionMaps<Scalar: TensorScalar>: ContextKey {
  /// Nil: they are not collected.
  public static var defaultValue: [String: Tensor<Scalar>]? { nil }
}

/// Attention with H heads, each of which looks for something else (Vaswani et al., 2017, *Attention Is All You
/// Need*): queries, keys and values are linear in the input, and so is the output in what the heads bring.
///
/// From [B, Q, D] it makes [B, Q, D]. Names and layout are those of PyTorch's `nn.MultiheadAttention`, with
/// `batch_first=True`: `in_proj_weight` has the rows of queries, keys and values one above the other.
///
/// The input may be a sequence that looks at itself, or queries and another sequence that they look at (*cross*
/// attention), with a mask; see ``AttentionInput``.
public struct MultiHeadAttention<Scalar: TensorScalar>: Model {
  /// H, the number of heads.
  public let heads: Int
  /// G, how many heads have keys and values of their own; H/G neighboring heads share one.
  public let keyValueHeads: Int
  /// p, the probability that a weight is dropped while training.
  public let dropout: Double
  /// Whether queries and keys are turned by their positions; see ``rotated(_:from:base:file:line:)``.
  public let isRotary: Bool
  /// The rows of queries, keys and values, shape [(H + 2·G)·d, D]: `in_proj_weight`.
  public var inputWeight: Variable<Scalar>
  /// What is added to the product, shape [(H + 2·G)·d]; nil for a layer without: `in_proj_bias`.
  public var inputBias: Variable<Scalar>?
  /// From the heads to the output: `out_proj`.
  public var output: Linear<Scalar>

  /// Makes a layer with Glorot's weights and without a bias at first, as PyTorch does.
  ///
  /// - Parameters:
  ///   - width: D, how many numbers a position has. d is D/H.
  ///   - heads: H, a divisor of D.
  ///   - keyValueHeads: G, a divisor of H; H unless given.
  ///   - dropout: p of the dropout of weights, from 0 to below 1; none unless given.
  ///   - hasBias: Whether there are biases; true unless given.
  ///   - isRotary: Whether queries and keys are turned by their positions; false unless given. d must be even.
  ///   - generator: Where the random numbers come from.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when a count does not divide another as said.
  public init(
    _ width: Int, heads: Int, keyValueHeads: Int? = nil, dropout: Double = 0,
    hasBias: Bool = true, isRotary: Bool = false, using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    let groups = keyValueHeads ?? heads
    require(
      width >= 1 && heads >= 1 && width.isMultiple(of: heads),
      "MultiHeadAttention: expected a number of heads that divides the width \(width), found \(heads)",
      file: file, line: line)
    require(
      groups >= 1 && heads.isMultiple(of: groups),
      "MultiHeadAttention: expected a number of key and value heads that divides the \(heads) heads, "
        + "found \(groups)", file: file, line: line)
    require(
      !isRotary || (width / heads).isMultiple(of: 2),
      "MultiHeadAttention: expected heads of an even width, to be turned in pairs, found "
        + "\(width / heads)", file: file, line: line)
    requireNumber(
      dropout, "probability", .belowOne, of: "MultiHeadAttention", file: file, line: line)
    self.heads = heads
    self.keyValueHeads = groups
    self.dropout = dropout
    self.isRotary = isRotary
    let (ofKeys, overflow) = (width / heads * groups).multipliedReportingOverflow(by: 2)
    let (rows, sumOverflow) = width.addingReportingOverflow(ofKeys)
    require(
      !overflow && !sumOverflow,
      "MultiHeadAttention: a width of \(width) has more rows than can be counted", file: file,
      line: line)
    inputWeight = Variable(
      Initializer.glorotUniform.tensor(
        Shape([rows, width], file: file, line: line), using: &generator, file: file, line: line))
    inputBias = hasBias ? Variable(.zeros([rows])) : nil
    output = Linear(
      width, width, hasBias: hasBias, initializer: .glorotUniform, using: &generator, file: file,
      line: line)
  }

  /// D, how many numbers a position has.
  public var width: Int { inputWeight.shape[1] }

  /// What each query takes of the memory, shape [B, Q, D]; traps when the shapes do not fit.
  public mutating func forward(
    _ input: AttentionInput<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    var none: KeyValueCache<Scalar>?
    return forward(input, after: &none, in: &context)
  }

  /// The same for queries that go on from what a cache holds: they look at its keys and values besides their
  /// own, which are added to it. Nil for no cache.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public mutating func forward(
    _ input: AttentionInput<Scalar>, after cache: inout KeyValueCache<Scalar>?,
    in context: inout Context
  ) -> Variable<Scalar> {
    for (name, x) in [("queries", input.queries), ("a memory", input.memory ?? input.queries)] {
      require(
        x.rank == 3 && x.shape[2] == width && x.shape[1] >= 1,
        "\(context.naming(layerName)): expected \(name) of shape [B, T, \(width)] with at least "
          + "1 position, found \(x.shape)")
    }
    require(
      input.memory == nil || input.memory?.shape[0] == input.queries.shape[0],
      "\(context.naming(layerName)): expected a memory for each of \(input.queries.shape[0]) "
        + "sequences, found \(input.memory?.shape ?? [])")
    let brought = attended(input, after: &cache, in: &context)
    return output.forward(brought, as: "out_proj", in: &context)
  }

  /// What the heads bring, side by side, shape [B, Q, H·d].
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func attended(
    _ input: AttentionInput<Scalar>, after cache: inout KeyValueCache<Scalar>?,
    in context: inout Context
  ) -> Variable<Scalar> {
    let isPlain = !(context.isTraining && dropout > 0) && context[AttentionMaps<Scalar>.self] == nil
    var (queries, keys, values): (Variable<Scalar>, Variable<Scalar>, Variable<Scalar>)
    if let memory = input.memory {
      let weights = inputWeight.split(sizes: sizes)
      let biases = inputBias.map { $0.split(sizes: sizes) }
      queries = product(input.queries, weights[0], biases?[0])
      keys = product(memory, weights[1], biases?[1])
      values = product(memory, weights[2], biases?[2])
    } else {
      // Where a sequence looks at itself, queries, keys and values are one product.
      let all = product(input.queries, inputWeight, inputBias)
      if isPlain, cache == nil, !isRotary, let fused = fused([all], input) { return fused }
      let parts = all.split(sizes: sizes, along: -1)
      (queries, keys, values) = (parts[0], parts[1], parts[2])
    }
    if isRotary {
      let start = cache?.count ?? 0
      queries = rotated(queries, heads: heads, from: start)
      keys = rotated(keys, heads: keyValueHeads, from: start)
    }
    if cache != nil { (keys, values) = cache!.append(keys, values, context.naming(layerName)) }
    if isPlain, let fused = fused([queries, keys, values], input) { return fused }
    return naive(queries, keys, values, input, in: &context)
  }

  /// How many numbers of a row are queries, keys and values.
  private var sizes: [Int] {
    [width, width / heads * keyValueHeads, width / heads * keyValueHeads]
  }

  private func product(
    _ x: Variable<Scalar>, _ weight: Variable<Scalar>, _ bias: Variable<Scalar>?
  ) -> Variable<Scalar> {
    let product = matmul(x, weight, transposeB: true)
    return bias.map { product + $0 } ?? product
  }

  private func fused(
    _ parts: [Variable<Scalar>], _ input: AttentionInput<Scalar>
  ) -> Variable<Scalar>? {
    fusedAttention(
      parts, heads: heads, groups: keyValueHeads, mask: input.mask, isCausal: input.isCausal)
  }

  /// The same as the rule has it, head by head.
  private func naive(
    _ queries: Variable<Scalar>, _ keys: Variable<Scalar>, _ values: Variable<Scalar>,
    _ input: AttentionInput<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    let (q, k) = (queries.byHead(heads), keys.byHead(keyValueHeads))
    let (mask, isCausal) = (input.mask, input.isCausal)
    if context[AttentionMaps<Scalar>.self] != nil {
      let weights = attentionWeights(q, k, mask: mask, isCausal: isCausal)
      let place = context.naming(layerName)
      context[AttentionMaps<Scalar>.self]?[place] = weights.value
    }
    let drops = context.isTraining && dropout > 0
    return scaledDotProductAttention(
      q, k, values.byHead(keyValueHeads), mask: mask, isCausal: isCausal,
      dropout: drops
        ? context.dropoutMask([q.shape[0], heads, q.shape[2], k.shape[2]], dropout) : nil
    ).permuted(to: [0, 2, 1, 3]).reshaped(to: queries.shape)
  }

  /// The four of them, under PyTorch's names.
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    visit("in_proj_weight", &inputWeight)
    visit("in_proj_bias", &inputBias)
    output.visitParameters(as: "out_proj", visit)
  }
}

extension Variable {
  /// [B, T, H·d] as [B, H, T, d].
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func byHead(_ heads: Int) -> Variable {
    reshaped(to: [shape[0], shape[1], heads, shape[2] / heads]).permuted(to: [0, 2, 1, 3])
  }
}

/// What messages name first.
private let layerName = "MultiHeadAttention"
