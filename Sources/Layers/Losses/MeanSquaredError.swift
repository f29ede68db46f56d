import Autograd
import TensorCore

/// The mean squared error: 1/n · Σ (ŷ − y)² over all n elements.
///
/// - Parameters:
///   - prediction: ŷ, any shape.
///   - target: y, the same shape.
///   - reduction: Mean (default), sum, or none: (ŷ − y)² of each element.
///   - file: The caller's file.
///   - line: The caller's line.
///
/// Traps when the shapes differ; they are not broadcast.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
public func meanSquaredError<Scalar: TensorScalar>(
  _ prediction: Variable<Scalar>, _ target: Tensor<Scalar>, reduction: LossReduction = .mean,
  file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  requireSameShape("meanSquaredError", prediction.shape, target.shape, file: file, line: line)
  return reduction((prediction - Variable(target)).squared())
}
