import Autograd
import TensorCore

/// The hinge loss: max(0, 1 − y·ŷ), zero once a sample is on its side with a margin of 1 (Cortes and
/// Vapnik, 1995, *Support-Vector Networks*).
///
/// - Parameters:
///   - prediction: ŷ, any real numbers, any shape.
///   - labels: y, each −1 or 1, the same shape.
///   - reduction: Mean over all elements (default), sum, or none: the loss of each element.
///   - file: The caller's file.
///   - line: The caller's line.
///
/// The derivative at the hinge itself is 0. Traps when the shapes differ, or a label is neither −1 nor
/// 1.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
public func hinge<Scalar: TensorScalar>(
  _ prediction: Variable<Scalar>, labels: Tensor<Scalar>, reduction: LossReduction = .mean,
  file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  requireSameShape("hinge", prediction.shape, labels.shape, file: file, line: line)
  requireEach(labels, of: "hinge", "-1 or 1", file: file, line: line) { $0 == -1 || $0 == 1 }
  return reduction((1 - prediction * Variable(labels)).relu())
}
