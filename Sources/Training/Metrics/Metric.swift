import TensorCore

/// A number that says how good a model's outputs are: a value that batches are added to.
///
/// ```swift
/// var accuracy = Accuracy()
/// for batch in batches { accuracy.update(outputs: model(batch.inputs), labels: batch.targets) }
/// accuracy.value
/// ```
///
/// NaN is never right: a sample with a NaN among its scores has no prediction, and counts as a wrong one;
/// a measure of distance becomes NaN. An infinite score is a score like any other. Targets must not be
/// NaN.
///
/// A metric need not be differentiable, and none is trained on. Conform to ``ClassificationMetric`` or
/// ``RegressionMetric`` and give only the one `update` that makes sense.
public protocol Metric: Sendable {
  /// The name under which a history has it.
  var name: String { get }

  /// Adds a batch of outputs, shape [B, K], and class labels, shape [B]; or, as of a model that reads
  /// texts, outputs [B, T, K] with labels [B, T].
  mutating func update<Scalar: TensorScalar>(outputs: Tensor<Scalar>, labels: Tensor<Int>)

  /// Adds a batch of outputs and targets, both of shape [B, …].
  mutating func update<Scalar: TensorScalar>(outputs: Tensor<Scalar>, targets: Tensor<Scalar>)

  /// The metric of all batches since it was made; NaN where it is not defined, as before the first.
  var value: Double { get }
}

/// A metric that compares the scores of classes with labels.
public protocol ClassificationMetric: Metric {}

extension ClassificationMetric {
  /// Adds a batch whose targets are distributions, shape [B, K] or [B, …, K]: the most probable class is
  /// the label. Traps when the shapes differ or a target is NaN.
  public mutating func update<Scalar: TensorScalar>(
    outputs: Tensor<Scalar>, targets: Tensor<Scalar>
  ) {
    require(
      outputs.rank >= 2 && outputs.shape[outputs.rank - 1] >= 2 && targets.shape == outputs.shape,
      "\(name): expected scores of shape [B, …, K] for at least 2 classes and targets of the same "
        + "shape, found \(outputs.shape) and \(targets.shape)")
    let labels = predictions(targets)
    require(
      labels.allSatisfy { $0 != nil }, "\(name): the targets have a NaN, which is no probability")
    update(
      outputs: outputs,
      labels: Tensor(
        shape: Shape(outputs.shape.dimensions.dropLast()), elements: labels.compactMap { $0 }))
  }

  /// The class with the highest score of each row, the first of equal ones; nil where a score is NaN.
  func predictions<Scalar: TensorScalar>(_ outputs: Tensor<Scalar>) -> [Int?] {
    let classCount = outputs.shape[outputs.rank - 1]
    return outputs.withUnsafeBufferPointer { scores in
      // Of scores with a NaN, that is where the maximum is.
      outputs.argmax(along: -1).elements.enumerated().map { row, best in
        let score = scores[row * classCount + best]
        return score == score ? best : nil
      }
    }
  }

  /// Stops unless there is a label for each row of scores, and each label is one of the classes. Returns
  /// the number of classes.
  func requireLabels<Scalar: TensorScalar>(
    _ outputs: Tensor<Scalar>, _ labels: Tensor<Int>
  ) -> Int {
    let classCount = outputs.shape.dimensions.last ?? 0
    require(
      outputs.rank >= 2 && classCount >= 2
        && labels.shape.dimensions == outputs.shape.dimensions.dropLast(),
      "\(name): expected scores of shape [B, …, K] for at least 2 classes and labels of shape [B, …], "
        + "found \(outputs.shape) and \(labels.shape)")
    labels.withUnsafeBufferPointer { labels in
      for label in labels {
        require(
          label >= 0 && label < classCount,
          "\(name): the label \(label) is none of the \(classCount) classes")
      }
    }
    return classCount
  }
}

/// A metric that compares numbers with numbers.
public protocol RegressionMetric: Metric {}

extension RegressionMetric {
  /// Traps: class labels are names and not quantities.
  public mutating func update<Scalar: TensorScalar>(
    outputs: Tensor<Scalar>, labels: Tensor<Int>
  ) {
    fatalError(
      "\(name): expected targets that are quantities, found class labels. Hint: Accuracy and its "
        + "kin take labels.")
  }
}
