import Foundation

/// Memory for packed panels, used again from call to call: fresh pages cost more than packing does.
///
/// An `NSLock` and not a `Mutex`, because the thread sanitizer sees only the former. It is what makes
/// `@unchecked Sendable` true: `free` is touched under the lock alone.
private final class PackingBuffers: @unchecked Sendable {
  private let lock = NSLock()
  private var free: [UnsafeMutableRawBufferPointer] = []

  /// A buffer of at least this size, whose contents are undefined.
  func take(_ byteCount: Int) -> UnsafeMutableRawBufferPointer {
    let reused = lock.withLock {
      free.lastIndex { $0.count >= byteCount }.map { free.remove(at: $0) }
    }
    if let reused { return reused }
    // Powers of two, so that calls of similar size share a buffer.
    var size = 1 << 16
    while size < byteCount { size *= 2 }
    return .allocate(byteCount: size, alignment: 64)
  }

  /// Keeps a buffer for the next call; of more than sixteen, the oldest is freed.
  func give(back buffer: UnsafeMutableRawBufferPointer) {
    let oldest = lock.withLock {
      free.append(buffer)
      return free.count > 16 ? free.removeFirst() : nil
    }
    oldest?.deallocate()
  }
}

private let packingBuffers = PackingBuffers()

/// Calls `body` with uninitialized memory for `count` numbers, aligned to a cache line; with nil when
/// none are needed.
@inline(__always)
func withPackingBuffer<Scalar: VectorScalar>(
  of _: Scalar.Type, count: Int, _ body: (UnsafeMutablePointer<Scalar>?) -> Void
) {
  guard count > 0 else { return body(nil) }
  let byteCount = count * MemoryLayout<Scalar>.stride
  let buffer = packingBuffers.take(byteCount)
  body(buffer.baseAddress!.assumingMemoryBound(to: Scalar.self))
  packingBuffers.give(back: buffer)
}
