import Foundation
import Synchronization

/// The memory of one tensor: a buffer of elements, owned by whoever holds the only reference.
///
/// A class and not an array, because arrays can be neither counted nor recycled: the number of live
/// buffers is how a leak is noticed, and asking the system for fresh pages takes several times as
/// long as using a buffer again.
///
/// Invariant: a storage is written only by the tensor that created it, before anyone else can see
/// it, or by a tensor that has just made sure that its reference is the only one. That is also the
/// reason for `@unchecked Sendable`: what two tasks can reach is never written.
@usableFromInline
final class Storage<Element: TensorElement>: @unchecked Sendable {
  @usableFromInline let base: UnsafeMutablePointer<Element>
  @usableFromInline let count: Int

  /// Takes a buffer whose contents are undefined; the caller fills it before it is read.
  ///
  /// Traps when no memory holds it.
  @usableFromInline
  init(uninitializedCount count: Int, file: StaticString = #fileID, line: UInt = #line) {
    let byteCount = requireMemory(
      for: count, of: Element.self, as: "tensor", file: file, line: line)
    self.count = count
    base = BufferPool.take(byteCount: byteCount).assumingMemoryBound(to: Element.self)
  }

  deinit {
    BufferPool.give(back: base, byteCount: count * MemoryLayout<Element>.stride)
  }

  /// A storage of its own with the same elements.
  func copy() -> Storage {
    let copy = Storage(uninitializedCount: count)
    copy.base.update(from: base, count: count)
    return copy
  }
}

/// What tensors hold in memory at the moment.
public enum TensorMemory {
  /// The number of buffers that tensors own.
  ///
  /// A training loop whose count grows from step to step leaks.
  public static var liveBufferCount: Int { liveBuffers.load(ordering: .relaxed) }

  /// The most bytes that tensors' large buffers, those of at least 64 KiB, have had together since this was
  /// last set.
  package static var peakOfLargeBuffers: Int {
    get { peakBytes.load(ordering: .relaxed) }
    set { peakBytes.store(newValue, ordering: .relaxed) }
  }

  /// The bytes that tensors' large buffers have at the moment.
  package static var bytesOfLargeBuffers: Int { liveBytes.load(ordering: .relaxed) }
}

private let liveBuffers = Atomic(0)
private let liveBytes = Atomic(0)
private let peakBytes = Atomic(0)

/// Hands out buffers and takes them back; large ones are kept and handed out again.
///
/// A fresh buffer of some megabytes costs a page fault every 4 KiB when it is first written. A
/// training step asks for the same sizes again and again, so the buffers of the last step serve
/// the next.
private enum BufferPool {
  /// Buffers below this size go back to the system's allocator, which recycles small ones itself.
  static let smallestKept = 64 * 1024

  /// No more than this many bytes wait for reuse; beyond it, those that have waited longest are freed.
  static let largestTotal = 256 * 1024 * 1024

  /// The buffers that wait.
  ///
  /// An `NSLock` and not a `Mutex`, because the thread sanitizer sees only the former. It is what makes
  /// `@unchecked Sendable` true: the buffers are touched under the lock alone.
  final class Waiting: @unchecked Sendable {
    private let lock = NSLock()
    /// By size, each with the number of buffers that had come back before it; no size is without buffers.
    private var buffers: [Int: [(address: UnsafeMutableRawPointer, arrival: Int)]] = [:]
    private var total = 0
    private var arrivals = 0

    func take(byteCount: Int) -> UnsafeMutableRawPointer? {
      lock.withLock {
        guard let last = buffers[byteCount]?.indices.last else { return nil }
        return remove(at: last, ofSize: byteCount)
      }
    }

    /// Keeps a buffer, and frees the oldest ones if there are too many bytes now.
    func keep(_ buffer: UnsafeMutableRawPointer, byteCount: Int) {
      lock.withLock {
        buffers[byteCount, default: []].append((buffer, arrivals))
        total += byteCount
        arrivals += 1
        while total > largestTotal {
          // The first of each size has waited longest there.
          let oldest = buffers.min { $0.value[0].arrival < $1.value[0].arrival }!
          remove(at: 0, ofSize: oldest.key).deallocate()
        }
      }
    }

    private func remove(at index: Int, ofSize byteCount: Int) -> UnsafeMutableRawPointer {
      total -= byteCount
      let address = buffers[byteCount]!.remove(at: index).address
      if buffers[byteCount]!.isEmpty { buffers[byteCount] = nil }
      return address
    }
  }

  static let waiting = Waiting()

  static func take(byteCount: Int) -> UnsafeMutableRawPointer {
    liveBuffers.add(1, ordering: .relaxed)
    // Swift's own `allocate` would go through C's slower function for any alignment.
    guard byteCount >= smallestKept else { return malloc(byteCount) }
    let live = liveBytes.add(byteCount, ordering: .relaxed).newValue
    peakBytes.max(live, ordering: .relaxed)
    // 64 bytes is a cache line and the widest vector register.
    return waiting.take(byteCount: byteCount) ?? .allocate(byteCount: byteCount, alignment: 64)
  }

  static func give(back address: UnsafeMutableRawPointer, byteCount: Int) {
    liveBuffers.subtract(1, ordering: .relaxed)
    if byteCount < smallestKept {
      free(address)
    } else {
      liveBytes.subtract(byteCount, ordering: .relaxed)
      waiting.keep(address, byteCount: byteCount)
    }
  }
}
