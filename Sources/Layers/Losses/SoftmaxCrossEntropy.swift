import Autograd
import TensorCore

/// The cross-entropy of labels under the softmax of logits: −ln softmax(x)[y] for each sample's label y.
///
/// With class weights w and label smoothing ε (Szegedy et al., 2016, *Rethinking the Inception
/// Architecture*) the target is q[k] = w[k]·((1 − ε)·[k = y] + ε/K), and the loss −Σₖ q[k]·ln p[k].
///
/// - Parameters:
///   - logits: x, shape [B, K] for K classes, or more axes in front.
///   - labels: y, shape [B], each in 0 ..< K.
///   - classWeights: w, shape [K], each at least 0; ones unless given.
///   - labelSmoothing: ε, from 0 to 1; 0 unless given.
///   - ignoring: A label whose samples do not count, as −100 does in PyTorch: their loss is 0, and the mean
///     is that of the others. So the padding of sequences is left out. None unless given.
///   - reduction: Mean (default), sum, or none: the loss of each sample. The mean is weighted: the sum
///     is divided by Σ w[y], as in PyTorch, and is 0 where that is 0, or all samples are ignored (NaN in
///     PyTorch).
///   - file: The caller's file.
///   - line: The caller's line.
///
/// Traps when there is no sample, shapes do not fit, a label is out of range, a weight is negative or not
/// finite, or ε is not from 0 to 1.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
public func softmaxCrossEntropy<Scalar: TensorScalar>(
  logits: Variable<Scalar>, labels: Tensor<Int>, classWeights: Tensor<Scalar>? = nil,
  labelSmoothing: Double = 0, ignoring ignored: Int? = nil, reduction: LossReduction = .mean,
  file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  let classCount = requireLabels(
    "softmaxCrossEntropy", logits, labels, classWeights, ignoring: ignored, file: file, line: line)
  requireNumber(
    labelSmoothing, "label smoothing", .fromZeroToOne, of: "softmaxCrossEntropy", file: file,
    line: line)
  let others = Scalar(labelSmoothing / Double(classCount))
  var targets = Tensor(repeating: others, shape: logits.shape)
  targets.withUnsafeMutableBufferPointer { targets in
    labels.withUnsafeBufferPointer { labels in
      for row in labels.indices where labels[row] != ignored {
        targets[row * classCount + labels[row]] += Scalar(1 - labelSmoothing)
      }
    }
  }
  if let classWeights { targets *= classWeights }
  // A target of zeros costs nothing.
  if let ignored {
    let counts = labels.map { $0 == ignored ? Scalar(0) : 1 }
    targets *= counts.expandingDimension(at: -1)
  }
  let losses = softmaxCrossEntropyRule(logits, targets)
  guard classWeights != nil || ignored != nil else { return reduction(losses) }
  return reduction(losses, weights: weights(of: labels, classWeights, ignoring: ignored))
}

/// The cross-entropy of target distributions under the softmax of logits: −Σₖ q[k]·ln softmax(x)[k].
///
/// With class weights w and label smoothing ε, each target q[k] becomes w[k]·((1 − ε)·q[k] + ε/K).
///
/// - Parameters:
///   - logits: x, shape [B, K] for K classes, or more axes in front.
///   - probabilities: q, the same shape; each sample's should add up to 1, which is not checked.
///   - classWeights: w, shape [K], each at least 0; ones unless given.
///   - labelSmoothing: ε, from 0 to 1; 0 unless given.
///   - reduction: Mean over the samples, not weighted (default, as PyTorch's), sum, or none.
///   - file: The caller's file.
///   - line: The caller's line.
///
/// Traps when there is no sample, the shapes differ, a weight is negative or not finite, or ε is not from
/// 0 to 1.
public func softmaxCrossEntropy<Scalar: TensorScalar>(
  logits: Variable<Scalar>, probabilities: Tensor<Scalar>, classWeights: Tensor<Scalar>? = nil,
  labelSmoothing: Double = 0, reduction: LossReduction = .mean,
  file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  let classCount = requireClasses(
    "softmaxCrossEntropy", logits, classWeights, file: file, line: line)
  requireSameShape("softmaxCrossEntropy", logits.shape, probabilities.shape, file: file, line: line)
  requireNumber(
    labelSmoothing, "label smoothing", .fromZeroToOne, of: "softmaxCrossEntropy", file: file,
    line: line)
  var targets = probabilities
  if labelSmoothing > 0 {
    targets *= Scalar(1 - labelSmoothing)
    targets += Scalar(labelSmoothing / Double(classCount))
  }
  if let classWeights { targets *= classWeights }
  return reduction(softmaxCrossEntropyRule(logits, targets))
}

/// −Σₖ q[k]·ln p[k] with p = softmax(x), for logits x and targets q of shape [..., K].
///
/// The derivative is p·Σₖ q[k] − q: softmax less target. One pass over the rows makes losses and
/// derivatives, with one exponential an element. Nothing can overflow: in
/// ln p = (x − max) − ln Σ exp(x − max) the largest exponent is 0.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
private func softmaxCrossEntropyRule<Scalar: TensorScalar>(
  _ logits: Variable<Scalar>, _ targets: Tensor<Scalar>
) -> Variable<Scalar> {
  let classCount = logits.shape[-1]
  let batchShape = Shape(logits.shape.dimensions.dropLast())
  let columnShape = Shape(batchShape.dimensions + [1])
  if let (losses, slope) = logits.value.vectorizedCrossEntropy(targets) {
    return Variable(
      "softmaxCrossEntropy", losses, (logits, { slope * $0.reshaped(to: columnShape) }))
  }
  var losses = Tensor<Scalar>.zeros(batchShape)
  let slope = Tensor<Scalar>(unsafeUninitializedShape: logits.shape) { slope in
    losses.withUnsafeMutableBufferPointer { losses in
      logits.value.withUnsafeBufferPointer { logits in
        targets.withUnsafeBufferPointer { targets in
          for row in losses.indices {
            let classes = row * classCount..<(row + 1) * classCount
            losses[row] = crossEntropyOfRow(
              UnsafeBufferPointer(rebasing: logits[classes]),
              UnsafeBufferPointer(rebasing: targets[classes]),
              slope: UnsafeMutableBufferPointer(rebasing: slope[classes]))
          }
        }
      }
    }
  }
  return Variable(
    "softmaxCrossEntropy", losses, (logits, { slope * $0.reshaped(to: columnShape) }))
}

/// The loss of one row of logits x with target q; its derivative is written to `slope`.
@inline(__always)
private func crossEntropyOfRow<Scalar: TensorScalar>(
  _ x: UnsafeBufferPointer<Scalar>, _ q: UnsafeBufferPointer<Scalar>,
  slope: UnsafeMutableBufferPointer<Scalar>
) -> Scalar {
  var maximum = x[0]
  for logit in x where logit > maximum { maximum = logit }
  for k in x.indices { slope[k] = Scalar.exp(x[k] - maximum) }
  let sum = blockwiseSum(count: x.count) { slope[$0] }
  let logSum = Scalar.log(sum)
  // A class that the target leaves out costs nothing, even if its logit is −∞.
  let loss = blockwiseSum(count: x.count) { k in
    q[k] == 0 ? 0 : -q[k] * (x[k] - maximum - logSum)
  }
  let scale = blockwiseSum(count: q.count) { q[$0] } / sum
  for k in x.indices { slope[k] = scale * slope[k] - q[k] }
  return loss
}
