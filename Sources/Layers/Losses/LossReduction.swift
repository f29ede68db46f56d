import Autograd
import TensorCore

/// What becomes of the losses of the single samples.
public enum LossReduction: Sendable {
  /// Their mean, a single number: the default everywhere.
  case mean
  /// Their sum, a single number.
  case sum
  /// They stay as they are.
  case none

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  func callAsFunction<Scalar: TensorScalar>(_ losses: Variable<Scalar>) -> Variable<Scalar> {
    switch self {
    case .mean: losses.mean()
    case .sum: losses.sum()
    case .none: losses
    }
  }
}

extension LossReduction {
  /// Reduces losses that contain a weight; the mean is divided by the sum of these weights, and knows it.
  func callAsFunction<Scalar>(
    _ losses: Variable<Scalar>, weights: Tensor<Scalar>
  ) -> Variable<Scalar> {
    guard self == .mean else { return self(losses) }
    let weight = weights.sum()
    // A batch of classes that do not count has no loss: 0/0 would spread through the model.
    var mean = weight == 0 ? losses.sum() : losses.sum() / weight
    mean.meanWeight = weight.doubleValue
    return mean
  }
}
