import Layers
import TensorCore

/// Stochastic gradient descent: p ← p − η·g (Robbins and Monro, 1951).
public struct SGD<Scalar: TensorScalar>: Optimizer, Sendable {
  /// η, the length of a step relative to the gradient.
  public var learningRate: Double

  /// Makes the optimizer; traps when the rate is negative or not finite.
  public init(learningRate: Double, file: StaticString = #fileID, line: UInt = #line) {
    require(
      learningRate >= 0 && learningRate.isFinite,
      "SGD: expected a learning rate of at least 0, found \(learningRate)", file: file, line: line)
    self.learningRate = learningRate
  }

  /// p ← p − η·g.
  public mutating func update<M: Module<Scalar>>(
    _ model: inout M, along gradients: Gradients<Scalar>
  ) {
    let rate = Scalar(learningRate)
    model.visit(with: gradients, of: "SGD") { _, parameter, gradient in
      descend(&parameter, along: gradient, rate: rate)
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func descend<Scalar: TensorScalar>(
  _ parameter: inout Tensor<Scalar>, along gradient: Tensor<Scalar>, rate: Scalar
) {
  parameter.update(with: gradient) { $0 - rate * $1 }
}
