import Curriculum
import Dispatch
import Gradus
import Synchronization

/// What each job gives, in the order of the jobs, which run at the same time on as many threads as
/// there are cores.
///
/// Each job draws from a generator of its own or none, and its result has its own place: so it is the
/// same bit for bit as one after the other. The backend is handed on, because a thread does not
/// inherit it.
func concurrentMap<Job: Sendable, Output: Sendable>(
  _ jobs: [Job], _ body: @Sendable (Job) throws -> Output
) throws -> [Output] {
  let backend = Backend.current
  let results = Mutex([Result<Output, any Error>?](repeating: nil, count: jobs.count))
  DispatchQueue.concurrentPerform(iterations: jobs.count) { index in
    let result = Result { try withBackend(backend) { try body(jobs[index]) } }
    results.withLock { $0[index] = result }
  }
  return try results.withLock { $0 }.map { try $0!.get() }
}
