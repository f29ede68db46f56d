import Layers
import TensorCore

/// Adam: steps along the mean of recent gradients, divided by their root mean square (Kingma and Ba,
/// 2015, *Adam: A Method for Stochastic Optimization*).
///
///     m ← β₁·m + (1 − β₁)·g
///     v ← β₂·v + (1 − β₂)·g²
///     p ← p − η · m̂ / (√v̂ + ε)     with m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ) at step t
public struct Adam<Scalar: TensorScalar>: Optimizer, Sendable {
  /// η, about the length of a step for each parameter.
  public var learningRate: Double
  /// β₁, the share of the mean that stays at each step.
  public let beta1: Double
  /// β₂, the share of the mean square that stays at each step.
  public let beta2: Double
  /// ε, which keeps the division finite.
  public let epsilon: Double

  /// t, the number of steps taken.
  public private(set) var step = 0
  /// m and v of each parameter.
  private var moments: [Moments<Scalar>] = []

  /// Makes the optimizer with the defaults of the paper.
  ///
  /// Traps when the rate is negative, a beta is not in 0 ..< 1, or epsilon is not positive.
  public init(
    learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      learningRate >= 0 && learningRate.isFinite,
      "Adam: expected a learning rate of at least 0, found \(learningRate)", file: file, line: line)
    require(
      (0..<1).contains(beta1) && (0..<1).contains(beta2),
      "Adam: expected betas of at least 0 and below 1, found \(beta1) and \(beta2)",
      file: file, line: line)
    require(
      epsilon > 0, "Adam: expected a positive epsilon, found \(epsilon)", file: file, line: line)
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  /// Takes one step.
  public mutating func update<M: Module<Scalar>>(
    _ model: inout M, along gradients: Gradients<Scalar>
  ) {
    step += 1
    if step == 1 { moments = gradients.tensors.map { Moments(shape: $0.shape) } }
    require(
      moments.count == gradients.tensors.count,
      "Adam: the model had \(moments.count) parameters at the first step, now it has "
        + "\(gradients.tensors.count)")
    // Both averages start from zero; dividing by the weight of what they have seen makes up for that.
    let rate = learningRate / (1 - Double.pow(beta1, Double(step)))
    let squareWeight = 1 - Double.pow(beta2, Double(step))
    let (beta1, beta2, epsilon) = (beta1, beta2, epsilon)
    model.visit(with: gradients, of: "Adam") { index, parameter, gradient in
      require(
        moments[index].mean.shape == parameter.shape,
        "Adam: \(gradients.names[index]) had shape \(moments[index].mean.shape) at the first step, "
          + "now it has \(parameter.shape)")
      moments[index].average(gradient, Scalar(beta1), Scalar(beta2))
      moments[index].move(&parameter, Scalar(rate), Scalar(squareWeight), Scalar(epsilon))
    }
  }
}

/// The running means of a parameter's gradient and of its square.
private struct Moments<Scalar: TensorScalar>: Sendable {
  var mean: Tensor<Scalar>
  var square: Tensor<Scalar>

  init(shape: Shape) {
    mean = .zeros(shape)
    square = .zeros(shape)
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  mutating func average(_ gradient: Tensor<Scalar>, _ beta1: Scalar, _ beta2: Scalar) {
    mean.update(with: gradient) { beta1 * $0 + (1 - beta1) * $1 }
    square.update(with: gradient) { beta2 * $0 + (1 - beta2) * $1 * $1 }
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func move(
    _ parameter: inout Tensor<Scalar>, _ rate: Scalar, _ squareWeight: Scalar, _ epsilon: Scalar
  ) {
    let direction = mean.zip(with: square) { $0 / (Scalar.sqrt($1 / squareWeight) + epsilon) }
    parameter.update(with: direction) { $0 - rate * $1 }
  }
}
