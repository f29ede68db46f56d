import Foundation
import Synchronization

/// Runs `body` once for each part of a piece of work, on at most `threads` threads.
///
/// The parts must write to different memory. Which thread runs a part, and how many threads there
/// are, must not change what it computes: that makes a result the same bit for bit however many
/// threads share the work. So cut the work by its size, never by the number of threads.
///
/// Each thread takes the next part when it has finished one, so that a thread that starts late or is
/// held up by other programs does less: make the parts smaller than a thread's share.
///
/// - Parameters:
///   - parts: The number of parts.
///   - threads: The number of threads that may run at the same time, at least 1.
///   - body: Receives the part's index, from 0.
public func parallel(parts: Int, threads: Int, _ body: (Int) -> Void) {
  parallel(parts: parts, then: 0, threads: threads, body) { _ in }
}

/// Whether work is worth sharing: that costs a microsecond or two while the other threads are awake, and 5 to
/// 50 µs when one has to be woken, which the calling thread does not wait for.
///
/// - Parameters:
///   - products: How many multiplications there are. 2¹⁹ of them take 5 to 10 µs where tiles of a matrix
///     product are multiplied in `Float`.
///   - cost: How many times as long each takes here.
@inlinable @inline(__always)
public func isWorthThreads(products: Int, cost: Int = 1) -> Bool { products >= (1 << 19) / cost }

/// Runs two stages of a piece of work, each in parts, on at most `threads` threads: no part of the
/// second stage begins before all of the first have ended.
///
/// - Parameters:
///   - firstParts: The number of parts of the first stage.
///   - secondParts: The number of parts of the second stage.
///   - threads: The number of threads that may run at the same time, at least 1.
///   - first: Receives the index of a part of the first stage, from 0.
///   - second: Receives the index of a part of the second stage, from 0.
@inline(__always)
func parallel(
  parts firstParts: Int, then secondParts: Int, threads: Int,
  _ first: (Int) -> Void, _ second: (Int) -> Void
) {
  let parts = firstParts + secondParts
  let workers = min(max(firstParts, secondParts), threads)
  guard workers > 1 else {
    for part in 0..<firstParts { first(part) }
    for part in 0..<secondParts { second(part) }
    return
  }
  let next = Atomic(0)
  let finished = Atomic(0)
  withoutActuallyEscaping(first) { first in
    withoutActuallyEscaping(second) { second in
      // Kernels capture pointers, which the compiler cannot prove safe to share; the rule above is
      // what makes them so.
      nonisolated(unsafe) let first = first
      nonisolated(unsafe) let second = second
      ThreadPool.run(threads: workers) {
        while true {
          let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard part < parts else { return }
          if part < firstParts {
            first(part)
            finished.wrappingAdd(1, ordering: .releasing)
          } else {
            // Whoever took one of the missing parts is running it now, so this ends.
            while finished.load(ordering: .acquiring) < firstParts { sched_yield() }
            second(part - firstParts)
          }
        }
      }
    }
  }
}
