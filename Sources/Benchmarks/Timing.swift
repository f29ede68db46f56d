import Foundation

/// The time that one run of a workload takes.
public struct Timing: Sendable {
  /// The workload's name.
  public let workload: String
  /// The shortest time, in microseconds: the work without what else the machine does.
  public let best: Double
  /// The median time, in microseconds: what to expect.
  public let median: Double

  /// Takes up single measurements, in microseconds; traps when there is none.
  init(workload: String, microseconds: [Double]) {
    guard let best = microseconds.min() else {
      fatalError("\(workload): a median needs at least one measurement")
    }
    self.workload = workload
    self.best = best
    let sorted = microseconds.sorted()
    let middle = sorted.count / 2
    median =
      sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}

/// Measures workloads, in turns: what disturbs the machine for a while then disturbs all of them, and
/// not one alone.
///
/// - Parameters:
///   - workloads: What to run.
///   - repeats: How often each is measured, at least once.
///   - seconds: About how long one measurement takes; it runs the workload as often as that allows.
///   - clock: Seconds since any fixed moment, never going back.
///   - progress: Called after each measurement.
/// - Returns: The results in the order of `workloads`.
public func measure(
  _ workloads: [Workload], repeats: Int = 30, seconds: Double = 0.02,
  clock: () -> Double = { ProcessInfo.processInfo.systemUptime },
  progress: () -> Void = {}
) -> [Timing] {
  // Warming up fills caches and the pool of buffers, and tells how often a workload fits.
  let prepared = workloads.map { workload in
    let run = workload.prepare()
    var times = 1
    var elapsed = 0.0
    while true {
      let start = clock()
      run(times)
      elapsed = clock() - start
      if elapsed >= seconds / 2 { break }
      times *= 2
    }
    return (run: run, times: max(1, Int(Double(times) * seconds / elapsed)))
  }
  var microseconds = [[Double]](repeating: [], count: workloads.count)
  for _ in 0..<repeats {
    for (index, (run, times)) in prepared.enumerated() {
      let start = clock()
      run(times)
      microseconds[index].append((clock() - start) / Double(times) * 1e6)
      progress()
    }
  }
  return zip(workloads, microseconds).map {
    Timing(workload: $0.name, microseconds: $1)
  }
}
