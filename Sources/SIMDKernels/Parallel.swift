import Dispatch

/// Runs `body` once for each part of a piece of work, on at most `threads` threads.
///
/// The parts must write to different memory. Which thread runs a part, and how many threads there
/// are, must not change what it computes: that makes a result the same bit for bit however many
/// threads share the work. So cut the work by its size, never by the number of threads.
///
/// - Parameters:
///   - parts: The number of parts.
///   - threads: The number of threads that may run at the same time, at least 1.
///   - body: Receives the part's index, from 0.
public func parallel(parts: Int, threads: Int, _ body: (Int) -> Void) {
  let workers = min(parts, threads)
  guard workers > 1 else {
    for part in 0..<parts { body(part) }
    return
  }
  withoutActuallyEscaping(body) { body in
    // Kernels capture pointers, which the compiler cannot prove safe to share; the rule above is
    // what makes them so.
    nonisolated(unsafe) let body = body
    // Each worker takes every `workers`-th part, so that no more threads run than were asked for.
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for part in stride(from: worker, to: parts, by: workers) { body(part) }
    }
  }
}
