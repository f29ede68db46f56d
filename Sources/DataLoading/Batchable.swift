import TensorCore

/// Data that hold samples: they can be counted, and some of them taken out.
///
/// A tensor counts its samples along axis 0. A struct of tensors is batchable with two members:
///
/// ```swift
/// struct Sentences: Batchable {
///   var source: Tensor<Int>
///   var mask: Tensor<Bool>
///
///   var sampleCount: Int { sampleCount(of: source, mask) }
///   func samples(at positions: [Int]) -> Sentences {
///     Sentences(source: source.samples(at: positions), mask: mask.samples(at: positions))
///   }
/// }
/// ```
public protocol Batchable: Sendable {
  /// N, the number of samples.
  var sampleCount: Int { get }

  /// Some of the samples, in the order given; a position may occur repeatedly. Traps when one is not in
  /// 0 ..< N.
  func samples(at positions: [Int]) -> Self

  /// How messages tell the size, such as "shape [60, 784]"; "60 samples" unless given.
  var sizeDescription: String { get }
}

extension Batchable {
  /// The number of samples, such as "60 samples".
  public var sizeDescription: String { "\(sampleCount) samples" }

  /// The number of samples that several parts have; traps when they do not have the same.
  public func sampleCount(
    of first: some Batchable, _ others: any Batchable...,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Int {
    for other in others {
      require(
        other.sampleCount == first.sampleCount,
        "\(Self.self): the parts need the same number of samples, but one is of "
          + "\(first.sizeDescription) and another of \(other.sizeDescription)",
        file: file, line: line)
    }
    return first.sampleCount
  }
}

extension Tensor: Batchable {
  /// The extent of axis 0; 0 for a single number, which has no axis.
  public var sampleCount: Int { rank == 0 ? 0 : shape[0] }

  /// The parts at some positions of axis 0.
  public func samples(at positions: [Int]) -> Tensor { gather(positions) }

  /// The shape.
  public var sizeDescription: String { "shape \(shape)" }
}
