import Autograd
import TensorCore

/// The cross-entropy of yes-or-no targets: −w·t·ln σ(x) − (1 − t)·ln(1 − σ(x)) of each logit x.
///
/// It takes logits, not probabilities: a sigmoid that rounds to 0 or 1 would have an infinite
/// logarithm. As x·(1 − t), or −x·w·t for x < 0, plus (1 − t + w·t)·ln(1 + exp(−|x|)), nothing overflows. The
/// derivative is (1 − t)·σ(x) − w·t·σ(−x), which is σ(x) − t for w = 1, but has all digits also where σ(x)
/// comes close to t.
///
/// An infinite logit costs nothing where the target agrees with it, and ∞ elsewhere.
///
/// - Parameters:
///   - logits: x, any shape.
///   - targets: t, the same shape, each from 0 to 1.
///   - positiveWeight: w, what a yes counts for, at least 0; a shape that broadcasts to that of the logits,
///     such as [K] for K questions. Ones unless given. Where one sample in a hundred is a yes, 99 makes both
///     answers count alike. The mean is divided by the number of elements all the same, as in PyTorch.
///   - reduction: Mean over all elements (default), sum, or none: the loss of each element.
///   - file: The caller's file.
///   - line: The caller's line.
///
/// Traps when the shapes do not fit, a target is not from 0 to 1, or a weight is negative or not finite.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
public func binaryCrossEntropy<Scalar: TensorScalar>(
  logits: Variable<Scalar>, targets: Tensor<Scalar>, positiveWeight: Tensor<Scalar>? = nil,
  reduction: LossReduction = .mean, file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  requireSameShape("binaryCrossEntropy", logits.shape, targets.shape, file: file, line: line)
  requireEach(targets, of: "binaryCrossEntropy", "from 0 to 1", file: file, line: line) {
    $0 >= 0 && $0 <= 1
  }
  let x = logits.value
  // w·t of each element, beside which 1 − t is what speaks for a no.
  let yes =
    positiveWeight.map {
      targets * weights($0, of: targets.shape, file: file, line: line)
    } ?? targets
  let losses = x.zip(with: targets, yes) { x, t, yes in
    let share = x < 0 ? -yes : 1 - t
    // 0·∞ would be NaN.
    return (share == 0 ? 0 : x * share)
      + (1 - t + yes) * Scalar.log1p(Scalar.exp(x < 0 ? x : -x))
  }
  return reduction(
    Variable(
      "binaryCrossEntropy", losses,
      (
        logits,
        { upstream in
          upstream
            * x.zip(with: targets, yes) { x, t, yes in
              // σ(|x|) is 1/(1 + e), and σ(−|x|) is e/(1 + e).
              let e = Scalar.exp(-x.magnitude)
              return (x < 0 ? (1 - t) * e - yes : 1 - t - yes * e) / (1 + e)
            }
        }
      )))
}

/// The weights of a loss's elements, broadcast to their shape; stops where they do not fit.
private func weights<Scalar: TensorScalar>(
  _ weights: Tensor<Scalar>, of shape: Shape, file: StaticString, line: UInt
) -> Tensor<Scalar> {
  for weight in weights.elements {
    requireNumber(
      weight.doubleValue, "positive weight", .atLeastZero, of: "binaryCrossEntropy", file: file,
      line: line)
  }
  return weights.broadcast(to: shape, file: file, line: line)
}

extension Tensor where Element: TensorScalar {
  /// A number of each three elements of tensors of the same shape.
  @inline(__always)
  fileprivate func zip(
    with second: Tensor, _ third: Tensor, _ combine: (Element, Element, Element) -> Element
  ) -> Tensor {
    Tensor(unsafeUninitializedShape: shape) { result in
      withUnsafeBufferPointer { x in
        second.withUnsafeBufferPointer { y in
          third.withUnsafeBufferPointer { z in
            for i in result.indices { result[i] = combine(x[i], y[i], z[i]) }
          }
        }
      }
    }
  }
}
