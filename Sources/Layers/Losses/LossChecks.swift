import Autograd
import TensorCore

/// Stops when a target is not in the range that a loss is made for.
func requireEach<Scalar: TensorScalar>(
  _ targets: Tensor<Scalar>, of loss: StaticString, _ rule: StaticString,
  file: StaticString, line: UInt, _ isAllowed: (Scalar) -> Bool
) {
  targets.withUnsafeBufferPointer { targets in
    for index in targets.indices {
      require(
        isAllowed(targets[index]),
        "\(loss): the target at index \(index) is \(targets[index]), but must be \(rule)",
        file: file, line: line)
    }
  }
}

/// Stops unless scores of shape [..., K] have labels of shape [...], each in 0 ..< K or ignored, and weights
/// of shape [K] or none. Returns K.
func requireLabels<Scalar: TensorScalar>(
  _ loss: StaticString, _ scores: Variable<Scalar>, _ labels: Tensor<Int>,
  _ classWeights: Tensor<Scalar>?, ignoring ignored: Int?, file: StaticString, line: UInt
) -> Int {
  let classCount = requireClasses(loss, scores, classWeights, file: file, line: line)
  require(
    labels.shape == Shape(scores.shape.dimensions.dropLast()),
    "\(loss): a prediction of shape \(scores.shape) needs labels of shape "
      + "\(scores.shape.dimensions.dropLast()), found \(labels.shape)",
    file: file, line: line)
  labels.withUnsafeBufferPointer { labels in
    for index in labels.indices {
      require(
        labels[index] >= 0 && labels[index] < classCount || labels[index] == ignored,
        "\(loss): the label at index \(index) is \(labels[index]), "
          + "but must be in 0..<\(classCount)" + (ignored.map { ", or \($0) to be ignored" } ?? ""),
        file: file, line: line)
    }
  }
  return classCount
}

/// Stops unless scores have shape [..., K] with at least one sample, and weights shape [K] or none.
/// Returns K.
func requireClasses<Scalar: TensorScalar>(
  _ loss: StaticString, _ scores: Variable<Scalar>, _ classWeights: Tensor<Scalar>?,
  file: StaticString, line: UInt
) -> Int {
  require(
    scores.rank >= 1, "\(loss): expected a prediction of shape [..., classes], found a number",
    file: file, line: line)
  require(
    scores.value.elementCount > 0, "\(loss): there is no sample in shape \(scores.shape)",
    file: file, line: line)
  let classCount = scores.shape[-1]
  require(
    classWeights == nil || classWeights?.shape == [classCount],
    "\(loss): expected a weight for each of the \(classCount) classes, "
      + "found shape \(classWeights?.shape ?? [])",
    file: file, line: line)
  for (index, weight) in (classWeights?.elements ?? []).enumerated() {
    requireNumber(
      weight.doubleValue, "weight of class \(index)", .atLeastZero, of: "\(loss)", file: file,
      line: line)
  }
  return classCount
}

/// Stops when prediction and target differ in shape: broadcasting them would nearly always be a
/// mistake, [32] against [32, 1] would compare each with each.
func requireSameShape(
  _ loss: StaticString, _ prediction: Shape, _ target: Shape, file: StaticString, line: UInt
) {
  require(
    prediction == target,
    "\(loss): the prediction has shape \(prediction), but the target \(target)",
    file: file, line: line)
  require(
    prediction.elementCount > 0, "\(loss): there is no sample in shape \(prediction)",
    file: file, line: line)
}
