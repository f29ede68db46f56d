import TensorCore

/// Inputs and what a model should make of them: a training, a validation or a test set, or a batch.
///
/// Axis 0 counts the samples. Targets are `Int` for class labels, shape [N], and the scalars
/// themselves for regression, [N, D], and for distributions over classes, [N, K].
public struct Samples<Scalar: TensorScalar, Target: TensorElement>: Sendable {
  /// What the model is given, shape [N, …].
  public var inputs: Tensor<Scalar>
  /// What it should give, shape [N] or [N, …].
  public var targets: Tensor<Target>

  /// Puts inputs and targets together; traps when they differ in the number of samples.
  public init(
    _ inputs: Tensor<Scalar>, _ targets: Tensor<Target>,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      inputs.rank > 0 && targets.rank > 0 && inputs.shape[0] == targets.shape[0],
      "Samples: inputs and targets need the same number of samples along axis 0, but the shapes "
        + "are \(inputs.shape) and \(targets.shape)",
      file: file, line: line)
    self.inputs = inputs
    self.targets = targets
  }

  /// The number of samples, N.
  public var count: Int { inputs.shape[0] }

  /// Some of the samples, in the order given; traps when a position is not in 0 ..< count.
  public func gather(
    _ positions: [Int], file: StaticString = #fileID, line: UInt = #line
  ) -> Samples {
    Samples(
      inputs.gather(positions, file: file, line: line),
      targets.gather(positions, file: file, line: line))
  }
}

extension Samples where Target == Int {
  /// The same samples with their labels as distributions, shape [N, K]: 1 for the label, 0 for the
  /// others. ``Mixup`` and ``CutMix`` need them. Traps when a label is not in 0 ..< K.
  public func withDistributions(
    classCount: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> Samples<Scalar, Scalar> {
    Samples<Scalar, Scalar>(
      inputs, oneHot(labels: targets, classCount: classCount, file: file, line: line))
  }
}

extension LabeledImages {
  /// The images with an axis for their one channel, shape [N, 1, H, W], and their labels.
  public var samples: Samples<Scalar, Int> {
    Samples(images.expandingDimension(at: 1), labels)
  }
}
