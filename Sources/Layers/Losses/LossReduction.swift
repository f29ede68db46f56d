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

  func callAsFunction<Scalar>(_ losses: Variable<Scalar>) -> Variable<Scalar> {
    switch self {
    case .mean: losses.mean()
    case .sum: losses.sum()
    case .none: losses
    }
  }
}

/// Stops when prediction and target differ in shape: broadcasting them would nearly always be a
/// mistake, [32] against [32, 1] would compare each with each.
func requireSameShape<Scalar>(
  _ loss: StaticString, _ prediction: Variable<Scalar>, _ target: Shape, file: StaticString,
  line: UInt
) {
  require(
    prediction.shape == target,
    "\(loss): the prediction has shape \(prediction.shape), but the target \(target)",
    file: file, line: line)
  require(
    prediction.value.elementCount > 0,
    "\(loss): there is no sample in shape \(prediction.shape)", file: file, line: line)
}
