import Files
import TensorCore

/// One epoch of training data in batches: every sample exactly once.
///
///     for batch in Batches(images, labels, size: 32, shuffledBy: &generator) { ... }
///
/// A batch of inputs and targets has these as ``Samples``; of other data it is a part of them. It is
/// gathered only when it is asked for, so an epoch needs no second copy of the data.
public struct Batches<Data: Batchable>: RandomAccessCollection, Sendable {
  private let data: Data
  private let size: Int
  /// The positions of the samples in the order of this epoch, without those that are dropped.
  private let order: [Int]

  /// Batches in a new random order: the same generator state gives the same batches.
  ///
  /// The last batch is smaller if `size` does not divide the number of samples; `dropLast` leaves
  /// it out then. Traps if `size` is not positive, and if no batch is left.
  public init(
    _ data: Data, size: Int, dropLast: Bool = false, shuffledBy generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireMemory(for: data.sampleCount, of: Int.self, as: "Batches", file: file, line: line)
    let order = generator.permutation(data.sampleCount)
    self.init(data, size, dropLast, order, file, line)
  }

  /// Batches in the order of the samples, as for evaluation. Otherwise as the shuffled batches.
  public init(
    _ data: Data, size: Int, dropLast: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireMemory(for: data.sampleCount, of: Int.self, as: "Batches", file: file, line: line)
    self.init(data, size, dropLast, Array(0..<data.sampleCount), file, line)
  }

  /// Batches of inputs and their targets in a new random order; traps if these differ in the number of
  /// samples. Otherwise as those of data.
  public init<Input, Target>(
    _ inputs: Input, _ targets: Target, size: Int, dropLast: Bool = false,
    shuffledBy generator: inout RandomGenerator, file: StaticString = #fileID, line: UInt = #line
  ) where Data == Samples<Input, Target> {
    self.init(
      Samples(inputs, targets, file: file, line: line), size: size, dropLast: dropLast,
      shuffledBy: &generator, file: file, line: line)
  }

  /// Batches of inputs and their targets in their order; traps if these differ in the number of samples.
  /// Otherwise as those of data.
  public init<Input, Target>(
    _ inputs: Input, _ targets: Target, size: Int, dropLast: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) where Data == Samples<Input, Target> {
    self.init(
      Samples(inputs, targets, file: file, line: line), size: size, dropLast: dropLast,
      file: file, line: line)
  }

  private init(
    _ data: Data, _ size: Int, _ dropLast: Bool, _ order: [Int],
    _ file: StaticString, _ line: UInt
  ) {
    require(
      size > 0, "Batches: the size must be at least 1, but is \(size)", file: file, line: line)
    let keptCount = dropLast ? order.count / size * size : order.count
    require(
      keptCount > 0,
      "Batches: \(counted(order.count, "sample")) give no batch of size \(size)"
        + (dropLast ? " when the short last batch is dropped" : ""),
      file: file, line: line)
    self.data = data
    self.size = size
    self.order = Array(order.prefix(keptCount))
  }

  /// The position of the first batch, 0.
  public var startIndex: Int { 0 }
  /// The number of batches.
  public var endIndex: Int { (order.count - 1) / size + 1 }

  /// Gathers one batch. A position that is not in 0..<count traps.
  public subscript(position: Int) -> Data {
    require(
      indices.contains(position),
      "Batches: batch \(position) was asked for, but there are batches 0..<\(count)")
    let start = position * size
    return data.samples(at: Array(order[start..<Swift.min(start + size, order.count)]))
  }
}
