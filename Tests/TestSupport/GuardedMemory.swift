import Foundation

/// Memory between two pages that may not be touched: reading or writing there ends the process.
///
/// A class, because somebody has to give the pages back when nobody needs them any more.
public final class GuardedMemory {
  private let whole: UnsafeMutableRawPointer
  private let page: Int
  private let byteCount: Int

  /// Makes room for at least `byteCount` bytes, in whole pages.
  public init(byteCount: Int) {
    page = Int(getpagesize())
    self.byteCount = (byteCount + page - 1) / page * page
    let mapping = mmap(
      nil, self.byteCount + 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
    guard let mapping, mapping != MAP_FAILED else { fatalError("no memory for guard pages") }
    whole = mapping
    guard mprotect(whole, page, PROT_NONE) == 0,
      mprotect(whole + page + self.byteCount, page, PROT_NONE) == 0
    else { fatalError("guard pages cannot be protected") }
  }

  deinit { munmap(whole, byteCount + 2 * page) }

  /// Places numbers at the end of the memory, or at its start.
  public func place<Scalar>(
    _ numbers: [Scalar], atEnd: Bool
  ) -> UnsafeMutablePointer<Scalar> {
    let size = numbers.count * MemoryLayout<Scalar>.stride
    let start = whole + page
    let place = (atEnd ? start + (byteCount - size) : start).bindMemory(
      to: Scalar.self, capacity: numbers.count)
    place.initialize(from: numbers, count: numbers.count)
    return place
  }
}
