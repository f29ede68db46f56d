import TensorCore

/// Inputs and what a model should make of them: a training, a validation or a test set, or a batch.
///
/// Both are anything that can be counted and gathered, mostly tensors, whose axis 0 counts the samples.
/// Targets are `Tensor<Int>` for class labels, shape [N], and tensors of scalars for regression, [N, D],
/// and for distributions over classes, [N, K].
public struct Samples<Input: Batchable, Target: Batchable>: Batchable {
  /// What the model is given, shape [N, …].
  public var inputs: Input
  /// What it should give, shape [N] or [N, …].
  public var targets: Target

  /// Puts inputs and targets together; traps when they differ in the number of samples.
  public init(
    _ inputs: Input, _ targets: Target, file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      inputs.sampleCount == targets.sampleCount,
      "Samples: inputs and targets need the same number of samples, but the inputs are of "
        + "\(inputs.sizeDescription) and the targets of \(targets.sizeDescription)",
      file: file, line: line)
    self.inputs = inputs
    self.targets = targets
  }

  /// The number of samples, N.
  public var count: Int { inputs.sampleCount }

  /// Some of the samples, in the order given; traps when a position is not in 0 ..< count.
  public func gather(
    _ positions: [Int], file: StaticString = #fileID, line: UInt = #line
  ) -> Samples {
    let all = 0..<count
    for position in positions {
      require(
        all.contains(position), "Samples: there are \(count), so there is no position \(position)",
        file: file, line: line)
    }
    return samples(at: positions)
  }

  /// The number of samples, N.
  public var sampleCount: Int { count }

  /// Some of the samples, in the order given; traps when a position is not in 0 ..< count.
  public func samples(at positions: [Int]) -> Samples {
    Samples(inputs.samples(at: positions), targets.samples(at: positions))
  }

  /// The sizes of the inputs and of the targets.
  public var sizeDescription: String {
    "\(inputs.sizeDescription) with targets of \(targets.sizeDescription)"
  }
}

extension Samples: Equatable where Input: Equatable, Target: Equatable {}

extension Samples where Target == Tensor<Int> {
  /// The same samples with their labels as distributions, shape [N, K]: 1 for the label, 0 for the
  /// others. ``Mixup`` and ``CutMix`` need them. Traps when a label is not in 0 ..< K.
  public func withDistributions<Scalar: TensorScalar>(
    classCount: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> Samples<Tensor<Scalar>, Tensor<Scalar>> where Input == Tensor<Scalar> {
    Samples<Tensor<Scalar>, Tensor<Scalar>>(
      inputs, oneHot(labels: targets, classCount: classCount, file: file, line: line))
  }
}

extension LabeledImages {
  /// The images with an axis for their one channel, shape [N, 1, H, W], and their labels.
  public var samples: Samples<Tensor<Scalar>, Tensor<Int>> {
    Samples(images.expandingDimension(at: 1), labels)
  }
}
