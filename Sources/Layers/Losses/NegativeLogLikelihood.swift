import Autograd
import TensorCore

/// The negative log-likelihood of labels: −w[y]·ln p[y] for each sample's label y.
///
/// - Parameters:
///   - logProbabilities: ln p, shape [B, K] or more axes in front: the output of ``LogSoftmax``.
///   - labels: y, shape [B], each in 0 ..< K.
///   - classWeights: w, shape [K], each at least 0; ones unless given.
///   - ignoring: A label whose samples do not count, as −100 does in PyTorch: their loss is 0, and the mean
///     is that of the others. None unless given.
///   - reduction: Mean (default), sum, or none: the loss of each sample. The mean is weighted: the sum
///     is divided by Σ w[y], as in PyTorch, and is 0 where that is 0, or all samples are ignored (NaN in
///     PyTorch).
///   - file: The caller's file.
///   - line: The caller's line.
///
/// A sample of weight 0 costs nothing, even if its ln p is −∞. Traps when there is no sample, shapes do
/// not fit, a label is out of range, or a weight is negative or not finite.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
public func negativeLogLikelihood<Scalar: TensorScalar>(
  logProbabilities: Variable<Scalar>, labels: Tensor<Int>, classWeights: Tensor<Scalar>? = nil,
  ignoring ignored: Int? = nil, reduction: LossReduction = .mean,
  file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  let classCount = requireLabels(
    "negativeLogLikelihood", logProbabilities, labels, classWeights, ignoring: ignored,
    file: file, line: line)
  let weights = weights(of: labels, classWeights, ignoring: ignored)
  // Where each sample's label stands among all elements; of one that is ignored, any place will do.
  let classes = labels.elements.map { $0 == ignored ? 0 : $0 }
  let positions = classes.indices.map { $0 * classCount + classes[$0] }
  let shape = logProbabilities.shape
  let chosen = logProbabilities.value.reshaped(to: [shape.elementCount]).gather(positions)
  let losses = Variable(
    "negativeLogLikelihood",
    weights.zip(with: chosen.reshaped(to: labels.shape)) { $0 == 0 ? 0 : -$0 * $1 },
    (
      logProbabilities,
      { upstream in
        (-weights * upstream).reshaped(to: [positions.count])
          .scatterAdd(at: positions, extent: shape.elementCount).reshaped(to: shape)
      }
    ))
  return reduction(losses, weights: weights)
}

/// The weight of each sample: 0 if it is ignored, otherwise that of its class, or 1.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
func weights<Scalar: TensorScalar>(
  of labels: Tensor<Int>, _ classWeights: Tensor<Scalar>?, ignoring ignored: Int?
) -> Tensor<Scalar> {
  let classWeights = classWeights?.elements
  return labels.map { $0 == ignored ? 0 : classWeights?[$0] ?? 1 }
}
