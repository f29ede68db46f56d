import Synchronization

/// Memory for packed panels, used again from call to call: fresh pages cost more than packing does.
private struct PackingBuffers: ~Copyable {
  private var free: [UnsafeMutableRawBufferPointer] = []

  mutating func take(_ byteCount: Int) -> UnsafeMutableRawBufferPointer? {
    guard let index = free.lastIndex(where: { $0.count >= byteCount }) else { return nil }
    return free.remove(at: index)
  }

  /// Keeps a buffer, or hands one back that is to be freed.
  mutating func give(_ buffer: UnsafeMutableRawBufferPointer) -> UnsafeMutableRawBufferPointer? {
    free.append(buffer)
    return free.count > 16 ? free.removeFirst() : nil
  }
}

private let packingBuffers = Mutex(PackingBuffers())

/// Calls `body` with uninitialised memory for `count` numbers, aligned to a cache line; with nil when
/// none are needed.
@inline(__always)
func withPackingBuffer<Scalar: MatmulScalar>(
  of _: Scalar.Type, count: Int, _ body: (UnsafeMutablePointer<Scalar>?) -> Void
) {
  guard count > 0 else { return body(nil) }
  let byteCount = count * MemoryLayout<Scalar>.stride
  let buffer = takePackingBuffer(byteCount)
  body(buffer.baseAddress!.assumingMemoryBound(to: Scalar.self))
  givePackingBuffer(buffer)
}

private func takePackingBuffer(_ byteCount: Int) -> UnsafeMutableRawBufferPointer {
  if let buffer = packingBuffers.withLock({ Loan(buffer: $0.take(byteCount)) }).buffer {
    return buffer
  }
  // Powers of two, so that calls of similar size share a buffer.
  var size = 1 << 16
  while size < byteCount { size *= 2 }
  return .allocate(byteCount: size, alignment: 64)
}

private func givePackingBuffer(_ buffer: UnsafeMutableRawBufferPointer) {
  let loan = Loan(buffer: buffer)
  packingBuffers.withLock { Loan(buffer: $0.give(loan.buffer!)) }.buffer?.deallocate()
}

/// A buffer on its way into or out of the lock. It is unique, so it may pass between threads.
private struct Loan: @unchecked Sendable {
  let buffer: UnsafeMutableRawBufferPointer?
}
