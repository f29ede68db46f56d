import Autograd
import TensorCore

/// The mean absolute error: 1/n · Σ |ŷ − y| over all n elements, also called L1 loss.
///
/// - Parameters:
///   - prediction: ŷ, any shape.
///   - target: y, the same shape.
///   - reduction: Mean (default), sum, or none: |ŷ − y| of each element.
///   - file: The caller's file.
///   - line: The caller's line.
///
/// The derivative where ŷ = y is 0. Traps when the shapes differ; they are not broadcast.
public func meanAbsoluteError<Scalar: TensorScalar>(
  _ prediction: Variable<Scalar>, _ target: Tensor<Scalar>, reduction: LossReduction = .mean,
  file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  requireSameShape("meanAbsoluteError", prediction.shape, target.shape, file: file, line: line)
  return reduction((prediction - Variable(target)).abs())
}
