/// Numbers between two fences of NaNs with a bit pattern of their own: a write outside changes the
/// pattern, and a number read outside makes the result NaN. Or numbers right before a page that may not
/// be touched.
///
/// A class, because a pointer into it must stay valid until it is no longer used.
public final class GuardedBuffer<Scalar: KernelScalar> {
  /// The numbers.
  public let pointer: UnsafeMutablePointer<Scalar>
  /// How many there are.
  public let count: Int
  private let fence: Int
  /// Where the numbers lie if reads are forbidden; otherwise they are allocated.
  private let memory: GuardedMemory?

  /// Copies numbers into memory of their own.
  ///
  /// - Parameters:
  ///   - numbers: What it holds.
  ///   - forbiddingReads: Whether the page after the last number is protected: one byte read there
  ///     ends the process. Otherwise 64 NaNs stand on each side.
  public init(_ numbers: [Scalar], forbiddingReads: Bool = false) {
    count = numbers.count
    if forbiddingReads {
      fence = 0
      let memory = GuardedMemory(byteCount: count * MemoryLayout<Scalar>.stride)
      pointer = memory.place(numbers, atEnd: true)
      self.memory = memory
    } else {
      fence = 64
      memory = nil
      let start = UnsafeMutablePointer<Scalar>.allocate(capacity: count + 2 * fence)
      start.initialize(repeating: Scalar.sentinel, count: count + 2 * fence)
      pointer = start + fence
      pointer.update(from: numbers, count: count)
    }
  }

  deinit {
    if memory == nil { (pointer - fence).deallocate() }
  }

  /// The numbers, copied.
  public var numbers: [Scalar] { Array(UnsafeBufferPointer(start: pointer, count: count)) }

  /// Whether nothing was written outside.
  public var isIntact: Bool {
    (0..<fence).allSatisfy { isSentinel(pointer[$0 - fence]) && isSentinel(pointer[count + $0]) }
  }

  private func isSentinel(_ number: Scalar) -> Bool {
    number.isNaN && number.significandBitPattern == Scalar.sentinel.significandBitPattern
  }
}
