import Curriculum
import Gradus

/// From queries [B, H, Q, d], keys [B, H, M, d] and values [B, H, M, e] to what each query brings home,
/// [B, H, Q, e].
public typealias Attend = (
  _ queries: Variable<Double>, _ keys: Variable<Double>, _ values: Variable<Double>
) throws -> Variable<Double>

/// The gradients of all that attention has computed with.
public struct AttentionGradients: Sendable {
  /// Of the queries, of their shape.
  public var queries: Tensor<Double>
  /// Of the keys, of their shape.
  public var keys: Tensor<Double>
  /// Of the values, of their shape.
  public var values: Tensor<Double>

  /// Puts them together.
  public init(queries: Tensor<Double>, keys: Tensor<Double>, values: Tensor<Double>) {
    (self.queries, self.keys, self.values) = (queries, keys, values)
  }
}

/// What attention has read so far: a key and a value for each position.
public struct KeyValues: Sendable {
  /// Turned by their positions, shape [B, H, t, d].
  public var keys: Tensor<Double>
  /// Shape [B, H, t, e].
  public var values: Tensor<Double>

  /// Puts them together.
  public init(keys: Tensor<Double>, values: Tensor<Double>) {
    (self.keys, self.values) = (keys, values)
  }
}

/// A matrix and a bias: x·W + b at each position.
///
/// The framework's layers are told whether they train, by a context that is handed from layer to layer. Exercises
/// have parts that are functions of their input alone.
public struct Affine: Module {
  /// W, shape [D, K].
  public var weight: Variable<Double>
  /// b, shape [K].
  public var bias: Variable<Double>

  /// Makes it from both.
  public init(weight: Tensor<Double>, bias: Tensor<Double>) {
    (self.weight, self.bias) = (Variable(weight), Variable(bias))
  }

  /// From shape [..., D] to [..., K].
  public func callAsFunction(_ x: Variable<Double>) -> Variable<Double> {
    matmul(x, weight) + bias
  }

  /// The weight and the bias.
  public mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    visit("weight", &weight)
    visit("bias", &bias)
  }
}

/// A layer norm: the vector of each position with mean 0 and variance 1, times a scale, plus a shift.
public struct Norm: Module {
  /// γ, shape [D].
  public var scale: Variable<Double>
  /// β, shape [D].
  public var shift: Variable<Double>

  /// Makes it from both.
  public init(scale: Tensor<Double>, shift: Tensor<Double>) {
    (self.scale, self.shift) = (Variable(scale), Variable(shift))
  }

  /// Of the same shape, [..., D].
  public func callAsFunction(_ x: Variable<Double>) -> Variable<Double> {
    let centered = x - x.mean(along: -1, keepingDimensions: true)
    let variance = centered.squared().mean(along: -1, keepingDimensions: true)
    return centered / (variance + 1e-5).sqrt() * scale + shift
  }

  /// The scale and the shift.
  public mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    visit("scale", &scale)
    visit("shift", &shift)
  }
}

/// The parts of a transformer's block, which a block calls in its order: `parts.query(x)` is x·W + b.
public struct BlockParts: Module {
  /// H, the number of heads.
  public let heads: Int
  /// The norms before attention and before the hidden layer.
  public var norm1: Norm, norm2: Norm
  /// From D to D numbers: to queries, keys and values, and from what the heads bring to what is added.
  public var query: Affine, key: Affine, value: Affine, output: Affine
  /// From D numbers to F hidden units, and back.
  public var up: Affine, down: Affine

  /// Puts them together.
  public init(
    heads: Int, norms: (Norm, Norm), query: Affine, key: Affine, value: Affine, output: Affine,
    up: Affine, down: Affine
  ) {
    self.heads = heads
    (norm1, norm2) = norms
    (self.query, self.key, self.value, self.output) = (query, key, value, output)
    (self.up, self.down) = (up, down)
  }

  /// All parts.
  public mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    norm1.visitParameters(as: "norm1", visit)
    norm2.visitParameters(as: "norm2", visit)
    query.visitParameters(as: "query", visit)
    key.visitParameters(as: "key", visit)
    value.visitParameters(as: "value", visit)
    output.visitParameters(as: "output", visit)
    up.visitParameters(as: "up", visit)
    down.visitParameters(as: "down", visit)
  }
}
