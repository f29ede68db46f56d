import Foundation

/// The threads that share the work of kernels: one a core, less the one that calls.
///
/// Whoever has work offers it to workers that have none, begins at once, and takes back at the end what
/// nobody has begun: so nobody waits for a thread that is asleep, and callers on several threads, or inside
/// of work that is itself shared, cannot wait for each other. They get fewer workers, or none.
enum ThreadPool {
  private static let workers: [Worker] = {
    // In the child of a fork there is no thread but the one that forked.
    pthread_atfork(nil, nil) { for worker in ThreadPool.workers { worker.forgetThread() } }
    return (1..<max(ProcessInfo.processInfo.activeProcessorCount, 1)).map { _ in Worker() }
  }()

  /// Runs the same closure on this thread and, at the same time, on at most so many threads less one of
  /// the pool: on fewer if they have other work, or have not begun when this thread is done.
  static func run(threads: Int, _ work: () -> Void) {
    withoutActuallyEscaping(work) { work in
      withUnsafePointer(to: work) { work in
        var (offered, end) = (1, 0)
        while offered < threads && end < workers.count {
          if workers[end].offer(work) { offered += 1 }
          end += 1
        }
        work.pointee()
        for index in 0..<end { workers[index].recall(work) }
      }
    }
  }
}
