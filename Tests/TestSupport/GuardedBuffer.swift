import Foundation

/// Numbers in memory of their own, with sentinels before and after them, or right before a page that
/// may not be touched.
public final class GuardedBuffer<Scalar: BinaryFloatingPoint & Sendable> {
  /// The numbers.
  public let pointer: UnsafeMutablePointer<Scalar>
  /// How many there are.
  public let count: Int
  private let mapping: UnsafeMutableRawPointer
  private let size: Int
  private let margin: Int

  /// Maps memory for the numbers.
  ///
  /// - Parameters:
  ///   - numbers: What it holds.
  ///   - forbiddingReads: Whether the page after the last number is protected: one byte read there
  ///     ends the process. Otherwise 64 sentinels stand on each side.
  public init(_ numbers: [Scalar], forbiddingReads: Bool = false) {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let bytes = numbers.count * MemoryLayout<Scalar>.stride
    margin = forbiddingReads ? 0 : 64
    let marginBytes = margin * MemoryLayout<Scalar>.stride
    size = (bytes + 2 * marginBytes + page - 1) / page * page + 2 * page
    mapping = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)!
    precondition(mapping != MAP_FAILED, "no memory for a test buffer")
    count = numbers.count
    let end = mapping + size - page - marginBytes
    pointer = (end - bytes).assumingMemoryBound(to: Scalar.self)
    for i in -margin..<count + margin { (pointer + i).initialize(to: Self.sentinel) }
    for i in 0..<count { pointer[i] = numbers[i] }
    if forbiddingReads { mprotect(end, page, PROT_NONE) }
  }

  deinit { munmap(mapping, size) }

  /// The numbers, copied.
  public var numbers: [Scalar] { Array(UnsafeBufferPointer(start: pointer, count: count)) }

  /// Whether nothing was written outside.
  public var isIntact: Bool {
    (-margin..<0).allSatisfy { pointer[$0] == Self.sentinel }
      && (count..<count + margin).allSatisfy { pointer[$0] == Self.sentinel }
  }

  private static var sentinel: Scalar { -12_345.6789 }
}
