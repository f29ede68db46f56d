import Foundation
import TensorCore

/// How fast one way to do a workload's work was.
public struct Timing: Sendable {
  /// What did the work: a backend, or a yardstick of the workload.
  public let name: String
  /// How many threads it could use.
  public let threads: Int
  /// What its values are told in.
  public let unit: Workload.Unit
  /// The best value: the work without what else the machine does.
  public let best: Double
  /// The median value: what to expect.
  public let median: Double

  /// Takes up samples: seconds, or bytes for a unit of memory; traps when there is none.
  public init(name: String, threads: Int, unit: Workload.Unit, samples: [Double]) {
    require(!samples.isEmpty, "\(name): a median needs at least one sample")
    self.name = name
    self.threads = threads
    self.unit = unit
    let sorted = samples.sorted()
    let middle = sorted.count / 2
    best = unit.value(of: sorted[0])
    median = unit.value(
      of: sorted.count.isMultiple(of: 2)
        ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle])
  }
}

/// How fast the ways to do one workload's work were.
public struct Comparison: Sendable {
  /// The name of the workload.
  public let workload: String
  /// What the values of the backends are told in.
  public let unit: Workload.Unit
  /// Those of the yardsticks first, then those of the backends.
  public let timings: [Timing]

  /// Puts timings together.
  public init(workload: String, unit: Workload.Unit, timings: [Timing]) {
    self.workload = workload
    self.unit = unit
    self.timings = timings
  }

  /// The timing of a backend or a yardstick; nil if it was not measured.
  public subscript(name: String) -> Timing? { timings.first { $0.name == name } }

  /// How many times as fast one is as another, by their medians; nil if either was not measured.
  public func speedUp(of name: String, over other: String) -> Double? {
    guard let one = self[name]?.median, let other = self[other]?.median else { return nil }
    return unit.isRate ? one / other : other / one
  }
}

extension Workload {
  /// Measures the work on each of the backends, in turns. With all backends the yardsticks take turns
  /// with them, too.
  ///
  /// - Parameters:
  ///   - backends: At least one.
  ///   - threads: How many threads the SIMD kernels may use; the naive ones use one.
  ///   - seconds: About how long each is measured; slow work takes longer.
  ///   - clock: Seconds since any fixed moment, never going back.
  public func measure(
    on backends: [Backend], threads: Int = 1, seconds: Double = 0.5,
    clock: () -> Double = { ProcessInfo.processInfo.systemUptime }
  ) -> Comparison {
    typealias Contestant = (
      name: String, threads: Int, unit: Workload.Unit, run: (_ times: Int) -> Void
    )
    let beside = backends.count == Backend.allCases.count ? yardsticks : []
    let contestants: [Contestant] =
      beside.map { yardstick in
        let threads = yardstick.isParallel ? threads : 1
        return (yardstick.name, threads, yardstick.unit, yardstick.prepare(threads).run)
      }
      + backends.map { backend in
        let threads = backend == .naive ? 1 : threads
        return (backend.rawValue, threads, unit, prepared(for: backend, threads: threads).run)
      }
    let samples = measureInTurns(contestants.map(\.run), seconds: seconds, clock: clock)
    return Comparison(
      workload: name, unit: unit,
      timings: zip(contestants, samples).map {
        Timing(name: $0.name, threads: $0.threads, unit: $0.unit, samples: $1)
      })
  }

  /// The work on a backend.
  func prepared(for backend: Backend, threads: Int) -> PreparedWork {
    let work = withBackend(backend, threads: threads) { prepare() }
    return PreparedWork(
      run: { times in withBackend(backend, threads: threads) { work.run(times) } },
      result: work.result)
  }
}
