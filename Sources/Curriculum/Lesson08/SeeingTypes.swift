import Gradus

/// Filters of a convolution, each with a bias: O of them, over C channels.
public struct Filters: Sendable {
  /// w, shape [O, C, KH, KW].
  public var weight: Tensor<Double>
  /// b, shape [O].
  public var bias: Tensor<Double>

  /// Makes filters of their parts.
  ///
  /// Traps unless the weight has four axes, and the bias one number for each filter.
  public init(weight: Tensor<Double>, bias: Tensor<Double>) {
    require(
      weight.rank == 4 && bias.shape == Shape([weight.shape[0]]),
      "Filters: expected a weight of shape [O, C, KH, KW] and a bias of shape [O], found "
        + "\(weight.shape) and \(bias.shape)")
    self.weight = weight
    self.bias = bias
  }
}

/// Why sizes do not fit each other, in a sentence. Exercises throw it.
public struct DoesNotFit: Error, CustomStringConvertible {
  /// The sentence.
  public let description: String

  /// Says why.
  public init(_ sentence: String) { description = sentence }
}

/// What batch normalization knows of each of C channels.
public struct Normalization: Sendable {
  /// γ, shape [C].
  public var scale: Tensor<Double>
  /// β, shape [C].
  public var shift: Tensor<Double>
  /// The running mean, shape [C].
  public var runningMean: Tensor<Double>
  /// The running variance, shape [C].
  public var runningVariance: Tensor<Double>
  /// m, the share of the newest batch in the running statistics.
  public var momentum: Double
  /// ε, which keeps the quotient finite where all values are equal.
  public var epsilon: Double

  /// Puts it together.
  public init(
    scale: Tensor<Double>, shift: Tensor<Double>, runningMean: Tensor<Double>,
    runningVariance: Tensor<Double>, momentum: Double = 0.1, epsilon: Double = 1e-5
  ) {
    self.scale = scale
    self.shift = shift
    self.runningMean = runningMean
    self.runningVariance = runningVariance
    self.momentum = momentum
    self.epsilon = epsilon
  }
}

/// The filters of a residual block: y = relu(second(relu(first(x))) + shortcut(x)).
public struct BlockFilters: Sendable {
  /// From C to O channels, 3 × 3, with the block's stride and a padding of 1.
  public var first: Filters
  /// From O to O channels, 3 × 3, with stride 1 and a padding of 1.
  public var second: Filters
  /// From C to O channels, 1 × 1, with the block's stride and no padding; nil where the shortcut is x itself.
  public var projection: Filters?
  /// The stride of the first convolution and of the projection.
  public var stride: Int

  /// Puts it together.
  public init(first: Filters, second: Filters, projection: Filters? = nil, stride: Int = 1) {
    self.first = first
    self.second = second
    self.projection = projection
    self.stride = stride
  }
}

/// The smallest convolutional network: scores = mean over all places of relu(convolution), times a matrix.
public struct TinyNetwork: Sendable {
  /// O filters over C channels.
  public var filters: Filters
  /// The convolution's stride.
  public var stride: Int
  /// The convolution's padding.
  public var padding: Int
  /// How much each filter counts for each of K classes, shape [O, K].
  public var head: Tensor<Double>

  /// Puts it together.
  public init(filters: Filters, stride: Int, padding: Int, head: Tensor<Double>) {
    self.filters = filters
    self.stride = stride
    self.padding = padding
    self.head = head
  }
}

/// A rectangle in a picture. x grows to the right and y downward; pixel 0 reaches from 0 to 1.
public struct Box: Sendable, Equatable {
  /// The left edge.
  public let left: Double
  /// The upper edge.
  public let top: Double
  /// The right edge, at least `left`.
  public let right: Double
  /// The lower edge, at least `top`.
  public let bottom: Double

  /// Makes a box of its edges.
  ///
  /// Traps when an extent is negative, or an edge not finite.
  public init(left: Double, top: Double, right: Double, bottom: Double) {
    require(
      [left, top, right, bottom].allSatisfy(\.isFinite) && left <= right && top <= bottom,
      "Box: expected finite edges with left <= right and top <= bottom, found left \(left), "
        + "top \(top), right \(right), bottom \(bottom)")
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }
}

/// What a detector claims: that something of this class lies in this box.
public struct Detection: Sendable, Equatable {
  /// Where.
  public var box: Box
  /// The class, counted from 0.
  public var label: Int
  /// How sure the detector is; the larger, the surer.
  public var score: Double

  /// Puts it together.
  public init(box: Box, label: Int, score: Double) {
    self.box = box
    self.label = label
    self.score = score
  }
}
