import Autograd
import TensorCore

/// The smooth L1 loss of e = ŷ − y: e²/(2·β) where |e| ≤ β, and |e| − β/2 elsewhere (Girshick, 2015, *Fast
/// R-CNN*).
///
/// It is the Huber loss divided by its threshold, huber(δ = β)/β: so the slope far out is 1 whatever β is,
/// and with a small β it comes close to the absolute error. With β = 1 both are the same.
///
/// - Parameters:
///   - prediction: ŷ, any shape.
///   - target: y, the same shape.
///   - beta: β, where the parabola becomes a line; 1 unless given.
///   - reduction: Mean over all elements (default), sum, or none: the loss of each element.
///   - file: The caller's file.
///   - line: The caller's line.
///
/// Traps when the shapes differ, or β is not positive and finite.
public func smoothL1<Scalar: TensorScalar>(
  _ prediction: Variable<Scalar>, _ target: Tensor<Scalar>, beta: Double = 1,
  reduction: LossReduction = .mean, file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  requireSameShape("smoothL1", prediction.shape, target.shape, file: file, line: line)
  requireNumber(beta, "beta", .positive, of: "smoothL1", in: Scalar.self, file: file, line: line)
  let losses = huber(
    prediction, target, delta: beta, reduction: reduction, file: file, line: line)
  return losses / Scalar(beta)
}
