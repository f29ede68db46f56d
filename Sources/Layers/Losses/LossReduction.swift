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
  func callAsFunction<Scalar: TensorScalar>(_ losses: Variable<Scalar>) -> Variable<Scalar> {
    switch self {
    case .mean: losses.mean()
    case .sum: losses.sum()
    case .none: losses
    }
  }
}

/// Stops when prediction and target differ in shape: broadcasting them would nearly always be a
/// mistake, [32] against [32, 1] would compare each with each.
func requireSameShape(
  _ loss: StaticString, _ prediction: Shape, _ target: Shape, file: StaticString, line: UInt
) {
  require(
    prediction == target,
    "\(loss): the prediction has shape \(prediction), but the target \(target)",
    file: file, line: line)
  require(
    prediction.elementCount > 0, "\(loss): there is no sample in shape \(prediction)",
    file: file, line: line)
}
