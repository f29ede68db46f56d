import Autograd
import TensorCore

/// The cross-entropy of yes-or-no targets: −t·ln σ(x) − (1 − t)·ln(1 − σ(x)) of each logit x.
///
/// It takes logits, not probabilities: a sigmoid that rounds to 0 or 1 would have an infinite
/// logarithm. As x·(1 − t), or −x·t for x < 0, plus ln(1 + exp(−|x|)), nothing overflows. The derivative
/// is σ(x) − t = (1 − t)·σ(x) − t·σ(−x): so it has all digits also where σ(x) comes close to t.
///
/// An infinite logit costs nothing where the target agrees with it, and ∞ elsewhere.
///
/// - Parameters:
///   - logits: x, any shape.
///   - targets: t, the same shape, each from 0 to 1.
///   - reduction: Mean over all elements (default), sum, or none: the loss of each element.
///   - file: The caller's file.
///   - line: The caller's line.
///
/// Traps when the shapes differ, or a target is not from 0 to 1.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func binaryCrossEntropy<Scalar: TensorScalar>(
  logits: Variable<Scalar>, targets: Tensor<Scalar>, reduction: LossReduction = .mean,
  file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  requireSameShape("binaryCrossEntropy", logits.shape, targets.shape, file: file, line: line)
  requireEach(targets, of: "binaryCrossEntropy", "from 0 to 1", file: file, line: line) {
    $0 >= 0 && $0 <= 1
  }
  let x = logits.value
  let losses = x.zip(with: targets) { x, t in
    let share = x < 0 ? -t : 1 - t
    // 0·∞ would be NaN.
    return (share == 0 ? 0 : x * share) + Scalar.log1p(Scalar.exp(x < 0 ? x : -x))
  }
  return reduction(
    Variable(
      "binaryCrossEntropy", losses,
      (
        logits,
        { upstream in
          upstream
            * x.zip(with: targets) { x, t in
              // σ(|x|) is 1/(1 + e), and σ(−|x|) is e/(1 + e).
              let e = Scalar.exp(-x.magnitude)
              return (x < 0 ? (1 - t) * e - t : 1 - t - t * e) / (1 + e)
            }
        }
      )))
}
