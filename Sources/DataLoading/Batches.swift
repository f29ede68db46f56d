import TensorCore

/// One epoch of training samples in batches: every sample exactly once.
///
///     for (images, labels) in Batches(images, labels, size: 32, shuffledBy: &generator) { ... }
///
/// Axis 0 counts the samples. A batch is gathered only when it is asked for, so an epoch needs no
/// second copy of the data.
public struct Batches<Input, Target>: RandomAccessCollection, Sendable
where Input: Sendable & BitwiseCopyable, Target: Sendable & BitwiseCopyable {
  private let inputs: Tensor<Input>
  private let targets: Tensor<Target>
  private let size: Int
  /// The indices of the samples in the order of this epoch, without those that are dropped.
  private let order: [Int]

  /// Batches in a new random order: the same generator state gives the same batches.
  ///
  /// The last batch is smaller if `size` does not divide the number of samples; `dropLast` leaves
  /// it out then. Traps if `inputs` and `targets` differ in the number of samples, if `size` is not
  /// positive, and if no batch is left.
  public init(
    _ inputs: Tensor<Input>, _ targets: Tensor<Target>, size: Int, dropLast: Bool = false,
    shuffledBy generator: inout RandomGenerator, file: StaticString = #fileID, line: UInt = #line
  ) {
    let count = Self.sampleCount(inputs, targets, file, line)
    let order = generator.permutation(count)
    self.init(inputs, targets, size, dropLast, order, file, line)
  }

  /// Batches in the order of the samples, as for evaluation. Otherwise as the shuffled batches.
  public init(
    _ inputs: Tensor<Input>, _ targets: Tensor<Target>, size: Int, dropLast: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    let count = Self.sampleCount(inputs, targets, file, line)
    self.init(inputs, targets, size, dropLast, Array(0..<count), file, line)
  }

  /// Batches of samples in a new random order. Otherwise as those of inputs and targets.
  public init(
    _ samples: Samples<Input, Target>, size: Int, dropLast: Bool = false,
    shuffledBy generator: inout RandomGenerator, file: StaticString = #fileID, line: UInt = #line
  ) where Input: TensorScalar {
    self.init(
      samples.inputs, samples.targets, size: size, dropLast: dropLast, shuffledBy: &generator,
      file: file, line: line)
  }

  /// Batches of samples in their order, as for evaluation. Otherwise as those of inputs and targets.
  public init(
    _ samples: Samples<Input, Target>, size: Int, dropLast: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) where Input: TensorScalar {
    self.init(
      samples.inputs, samples.targets, size: size, dropLast: dropLast, file: file, line: line)
  }

  private init(
    _ inputs: Tensor<Input>, _ targets: Tensor<Target>, _ size: Int, _ dropLast: Bool,
    _ order: [Int], _ file: StaticString, _ line: UInt
  ) {
    require(
      size > 0, "Batches: the size must be at least 1, but is \(size)", file: file, line: line)
    let keptCount = dropLast ? order.count / size * size : order.count
    require(
      keptCount > 0,
      "Batches: \(counted(order.count, "sample")) give no batch of size \(size)"
        + (dropLast ? " when the short last batch is dropped" : ""),
      file: file, line: line)
    self.inputs = inputs
    self.targets = targets
    self.size = size
    self.order = Array(order.prefix(keptCount))
  }

  private static func sampleCount(
    _ inputs: Tensor<Input>, _ targets: Tensor<Target>, _ file: StaticString, _ line: UInt
  ) -> Int {
    require(
      inputs.shape.rank > 0 && targets.shape.rank > 0 && inputs.shape[0] == targets.shape[0],
      "Batches: inputs and targets need the same number of samples along axis 0, but the shapes "
        + "are \(inputs.shape.dimensions) and \(targets.shape.dimensions)",
      file: file, line: line)
    return inputs.shape[0]
  }

  /// The position of the first batch, 0.
  public var startIndex: Int { 0 }
  /// The number of batches.
  public var endIndex: Int { (order.count - 1) / size + 1 }

  /// Gathers one batch. A position that is not in 0..<count traps.
  public subscript(position: Int) -> (inputs: Tensor<Input>, targets: Tensor<Target>) {
    require(
      indices.contains(position),
      "Batches: batch \(position) was asked for, but there are batches 0..<\(count)")
    let start = position * size
    let samples = Array(order[start..<Swift.min(start + size, order.count)])
    return (inputs.gather(samples), targets.gather(samples))
  }
}
