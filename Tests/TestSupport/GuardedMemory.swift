import Foundation

/// Memory between two pages that may not be touched: reading or writing there ends the process.
public struct GuardedMemory {
  private let start: UnsafeMutableRawPointer
  private let byteCount: Int

  /// Makes room for at least `byteCount` bytes, in whole pages.
  public init(byteCount: Int) {
    let page = Int(getpagesize())
    self.byteCount = (byteCount + page - 1) / page * page
    let whole = mmap(
      nil, self.byteCount + 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
    guard let whole, whole != MAP_FAILED else { fatalError("no memory for guard pages") }
    start = whole + page
    guard mprotect(whole, page, PROT_NONE) == 0,
      mprotect(start + self.byteCount, page, PROT_NONE) == 0
    else { fatalError("guard pages cannot be protected") }
  }

  /// Places numbers at the end of the memory, or at its start.
  public func place<Scalar>(
    _ numbers: [Scalar], atEnd: Bool
  ) -> UnsafeMutablePointer<Scalar> {
    let size = numbers.count * MemoryLayout<Scalar>.stride
    let place = (atEnd ? start + (byteCount - size) : start).bindMemory(
      to: Scalar.self, capacity: numbers.count)
    place.initialize(from: numbers, count: numbers.count)
    return place
  }
}
