import Autograd
import TensorCore

/// The Kullback–Leibler divergence of a predicted from a true distribution, element by element:
/// p·(ln p − ln q), and 0 where p = 0 (Kullback and Leibler, 1951, *On Information and Sufficiency*).
///
/// - Parameters:
///   - logProbabilities: ln q, the prediction, any shape: the output of ``LogSoftmax``.
///   - probabilities: p, the truth, the same shape.
///   - reduction: Mean over all **elements** (default, as PyTorch's), sum, or none. The divergence of
///     distributions is a sum over the elements of each, so its mean over a batch of B is `.sum`
///     divided by B, which PyTorch calls `batchmean`.
///   - file: The caller's file.
///   - line: The caller's line.
///
/// Traps when the shapes differ, or a probability is negative.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
public func klDivergence<Scalar: TensorScalar>(
  logProbabilities: Variable<Scalar>, probabilities: Tensor<Scalar>,
  reduction: LossReduction = .mean, file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  requireSameShape(
    "klDivergence", logProbabilities.shape, probabilities.shape, file: file, line: line)
  requireEach(probabilities, of: "klDivergence", "at least 0", file: file, line: line) { $0 >= 0 }
  let losses = probabilities.zip(with: logProbabilities.value) { p, logQ in
    p == 0 ? 0 : p * (Scalar.log(p) - logQ)
  }
  return reduction(
    Variable("klDivergence", losses, (logProbabilities, { -$0 * probabilities })))
}
