/// A buffer between two fences of NaNs with a bit pattern of their own: a write outside changes the
/// pattern, and a number read outside makes the result NaN.
public struct FencedBuffer<Scalar: KernelScalar> {
  private static var fence: Int { 64 }
  private var memory: [Scalar]
  /// The number of elements inside.
  public let count: Int

  /// Fences some numbers in.
  public init(_ numbers: some Collection<Scalar>) {
    let sentinels = Array(repeating: Scalar.sentinel, count: Self.fence)
    count = numbers.count
    memory = sentinels + numbers + sentinels
  }

  /// The numbers inside.
  public var numbers: [Scalar] { Array(memory[Self.fence..<Self.fence + count]) }

  /// The numbers inside, to read.
  public func withPointer<Result>(_ body: (UnsafePointer<Scalar>) -> Result) -> Result {
    memory.withUnsafeBufferPointer { body($0.baseAddress! + Self.fence) }
  }

  /// The numbers inside, to write.
  public mutating func withMutablePointer<Result>(
    _ body: (UnsafeMutablePointer<Scalar>) -> Result
  ) -> Result {
    memory.withUnsafeMutableBufferPointer { body($0.baseAddress! + Self.fence) }
  }

  /// Whether nobody wrote outside.
  public var isIntact: Bool {
    func isSentinel(_ number: Scalar) -> Bool {
      number.isNaN && number.significandBitPattern == Scalar.sentinel.significandBitPattern
    }
    return memory.prefix(Self.fence).allSatisfy(isSentinel)
      && memory.suffix(Self.fence).allSatisfy(isSentinel)
  }
}

