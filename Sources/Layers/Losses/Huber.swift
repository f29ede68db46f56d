import Autograd
import TensorCore

/// The Huber loss of e = ŷ − y: e²/2 where |e| ≤ δ, and δ·(|e| − δ/2) elsewhere, so that an outlier
/// pulls no harder than an error of δ does (Huber, 1964, *Robust Estimation of a Location Parameter*).
///
/// - Parameters:
///   - prediction: ŷ, any shape.
///   - target: y, the same shape.
///   - delta: δ, where the parabola becomes a line; 1 unless given.
///   - reduction: Mean over all elements (default), sum, or none: the loss of each element.
///   - file: The caller's file.
///   - line: The caller's line.
///
/// Traps when the shapes differ, or δ is not positive and finite.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
public func huber<Scalar: TensorScalar>(
  _ prediction: Variable<Scalar>, _ target: Tensor<Scalar>, delta: Double = 1,
  reduction: LossReduction = .mean, file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  requireSameShape("huber", prediction.shape, target.shape, file: file, line: line)
  requireNumber(delta, "delta", .positive, of: "huber", in: Scalar.self, file: file, line: line)
  let delta = Scalar(delta)
  let error = prediction.value - target
  let losses = error.map { e in
    let size = e < 0 ? -e : e
    return size <= delta ? 0.5 * e * e : delta * (size - 0.5 * delta)
  }
  return reduction(
    Variable(
      "huber", losses,
      (prediction, { upstream in upstream * error.clamped(to: -delta...delta) })))
}
