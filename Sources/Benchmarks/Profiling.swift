import Autograd
import TensorCore

extension Workload {
  /// Runs this work for some time, at least once, and says where the time went, by operation.
  ///
  /// - Parameters:
  ///   - backend: The kernels.
  ///   - threads: How many threads SIMD kernels may use; the naive ones use one.
  ///   - seconds: About how long; a first run is not measured.
  /// - Returns: The profile of all runs, and how many there were.
  public func profile(
    on backend: Backend, threads: Int = 1, seconds: Double = 0.5
  ) -> (profile: OperationProfile, runs: Int) {
    let work = prepared(for: backend, threads: backend == .naive ? 1 : threads)
    work.run(1)
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    let (runs, profile) = profilingOperations {
      var runs = 0
      repeat {
        work.run(1)
        runs += 1
      } while clock.now < end
      return runs
    }
    return (profile, runs)
  }
}
