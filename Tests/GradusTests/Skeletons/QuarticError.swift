import Autograd
import Layers
import TensorCore

/// The mean fourth power of the errors: 1/n · Σ (ŷ − y)⁴ over all n elements. (Your formula and the paper
/// stand here.)
///
/// - Parameters:
///   - prediction: ŷ, any shape.
///   - target: y, the same shape.
///   - reduction: Mean (default), sum, or none: (ŷ − y)⁴ of each element.
///   - file: The caller's file.
///   - line: The caller's line.
///
/// Traps when the shapes differ; they are not broadcast.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func quarticError<Scalar: TensorScalar>(
  _ prediction: Variable<Scalar>, _ target: Tensor<Scalar>, reduction: LossReduction = .mean,
  file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  require(
    prediction.shape == target.shape,
    "quarticError: expected a target of shape \(prediction.shape), found \(target.shape)",
    file: file, line: line)
  let losses = (prediction - Variable(target)).squared().squared()
  return switch reduction {
  case .mean: losses.mean()
  case .sum: losses.sum()
  case .none: losses
  }
}
