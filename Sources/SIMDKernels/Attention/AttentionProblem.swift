/// The sizes of an attention, and where its numbers lie.
public struct AttentionProblem: Sendable {
  /// B, the number of sequences.
  public var batch: Int
  /// H, the number of heads that ask.
  public var heads: Int
  /// G, the number of heads that have keys and values, a divisor of H: H/G neighbors share one.
  public var groups: Int
  /// Q, the number of queries of a head.
  public var queries: Int
  /// M, the number of keys of a head.
  public var keys: Int
  /// d, how many numbers a query, a key or a value has.
  public var width: Int
  /// Whether a query may look only at itself and what came before it, the last query being the last key.
  public var isCausal: Bool
  /// Where queries lie.
  public var queryStrides: HeadStrides
  /// Where keys and values lie, both alike.
  public var keyStrides: HeadStrides
  /// Where results lie.
  public var outputStrides: HeadStrides

  /// Describes an attention.
  public init(
    batch: Int, heads: Int, groups: Int, queries: Int, keys: Int, width: Int, isCausal: Bool,
    queryStrides: HeadStrides, keyStrides: HeadStrides, outputStrides: HeadStrides
  ) {
    self.batch = batch
    self.heads = heads
    self.groups = groups
    self.queries = queries
    self.keys = keys
    self.width = width
    self.isCausal = isCausal
    self.queryStrides = queryStrides
    self.keyStrides = keyStrides
    self.outputStrides = outputStrides
  }

  /// By how much a query's place among the keys is beyond its place among the queries.
  var shift: Int { keys - queries }
}

/// By how many numbers sequences, heads and positions are apart; the numbers of one position lie in one piece.
public struct HeadStrides: Sendable {
  /// From one sequence to the next.
  public var sequence: Int
  /// From one head to the next.
  public var head: Int
  /// From one position to the next.
  public var position: Int

  /// Describes a layout.
  public init(sequence: Int, head: Int, position: Int) {
    self.sequence = sequence
    self.head = head
    self.position = position
  }

  func start(_ sequence: Int, _ head: Int) -> Int { sequence * self.sequence + head * self.head }
}

/// What an attention reads and writes. Pointers lead to the first number of the first head; the strides say
/// where the others are.
public struct AttentionNumbers<Scalar> {
  /// What the products of queries and keys are multiplied with.
  public var scale: Scalar
  /// How many keys of each sequence there are to look at, B numbers; nil for all M.
  public var lengths: UnsafePointer<Int>?
  /// Queries.
  public var queries: UnsafePointer<Scalar>
  /// Keys.
  public var keys: UnsafePointer<Scalar>
  /// Values.
  public var values: UnsafePointer<Scalar>
  /// Room for the result.
  public var output: UnsafeMutablePointer<Scalar>
  /// Room for the largest score of each query, [B, H, Q].
  public var maxima: UnsafeMutablePointer<Scalar>
  /// Room for 1 / Σ exp(score − largest) of each query, [B, H, Q]; 0 where there is nothing to look at.
  public var shares: UnsafeMutablePointer<Scalar>

  /// Describes what is read and written.
  public init(
    scale: Scalar, lengths: UnsafePointer<Int>?, queries: UnsafePointer<Scalar>,
    keys: UnsafePointer<Scalar>, values: UnsafePointer<Scalar>,
    output: UnsafeMutablePointer<Scalar>, maxima: UnsafeMutablePointer<Scalar>,
    shares: UnsafeMutablePointer<Scalar>
  ) {
    self.scale = scale
    self.lengths = lengths
    self.queries = queries
    self.keys = keys
    self.values = values
    self.output = output
    self.maxima = maxima
    self.shares = shares
  }
}

/// What the way back through an attention reads and writes besides.
public struct AttentionGradientNumbers<Scalar> {
  /// The gradient of the result, laid out as that.
  public var upstream: UnsafePointer<Scalar>
  /// Room for the gradient of the queries, laid out as those.
  public var queries: UnsafeMutablePointer<Scalar>
  /// Room for the gradient of the keys, laid out as those.
  public var keys: UnsafeMutablePointer<Scalar>
  /// Room for the gradient of the values, laid out as those.
  public var values: UnsafeMutablePointer<Scalar>

  /// Describes what is read and written.
  public init(
    upstream: UnsafePointer<Scalar>, queries: UnsafeMutablePointer<Scalar>,
    keys: UnsafeMutablePointer<Scalar>, values: UnsafeMutablePointer<Scalar>
  ) {
    self.upstream = upstream
    self.queries = queries
    self.keys = keys
    self.values = values
  }
}
