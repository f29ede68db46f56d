import TensorCore

/// A number that says how good a model's outputs are: a value that batches are added to.
///
/// ```swift
/// var accuracy = Accuracy()
/// for batch in batches { accuracy.update(outputs: model(batch.inputs), labels: batch.targets) }
/// accuracy.value
/// ```
///
/// A metric need not be differentiable, and none is trained on. Conform to ``ClassificationMetric`` or
/// ``RegressionMetric`` and give only the one `update` that makes sense.
public protocol Metric: Sendable {
  /// The name under which a history has it.
  var name: String { get }

  /// Adds a batch of outputs, shape [B, K], and class labels, shape [B].
  mutating func update<Scalar: TensorScalar>(outputs: Tensor<Scalar>, labels: Tensor<Int>)

  /// Adds a batch of outputs and targets, both of shape [B, …].
  mutating func update<Scalar: TensorScalar>(outputs: Tensor<Scalar>, targets: Tensor<Scalar>)

  /// The metric of all batches since it was made; NaN where it is not defined, as before the first.
  var value: Double { get }
}

/// A metric that compares the scores of classes with labels.
public protocol ClassificationMetric: Metric {}

extension ClassificationMetric {
  /// Adds a batch whose targets are distributions, shape [B, K]: the most probable class is the label.
  public mutating func update<Scalar: TensorScalar>(
    outputs: Tensor<Scalar>, targets: Tensor<Scalar>
  ) {
    require(
      targets.shape == outputs.shape,
      "\(name): expected targets of the outputs' shape \(outputs.shape), found \(targets.shape)")
    update(outputs: outputs, labels: targets.argmax(along: -1))
  }

  /// Stops unless there is a label for each row of scores, and each label is one of the classes.
  func requireLabels<Scalar: TensorScalar>(_ outputs: Tensor<Scalar>, _ labels: Tensor<Int>) {
    require(
      outputs.rank == 2 && outputs.shape[1] >= 2 && labels.shape == [outputs.shape[0]],
      "\(name): expected scores of shape [B, K] for at least 2 classes and labels of shape [B], "
        + "found \(outputs.shape) and \(labels.shape)")
    labels.withUnsafeBufferPointer { labels in
      for label in labels {
        require(
          label >= 0 && label < outputs.shape[1],
          "\(name): the label \(label) is none of the \(outputs.shape[1]) classes")
      }
    }
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
