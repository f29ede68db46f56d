import Testing

@testable import Benchmarks

@Suite("Benchmarks")
struct BenchmarksTests {
  @Test("each workload runs, and has a name of its own") func workloads() {
    #expect(Set(Workload.all.map(\.name)).count == Workload.all.count)
    let timings = measure(Workload.all, repeats: 1, seconds: 0.001)
    #expect(timings.map(\.workload) == Workload.all.map(\.name))
    for timing in timings {
      #expect(timing.best > 0 && timing.best.isFinite, "\(timing.workload)")
    }
  }

  @Test("the best and the median of measurements") func statistics() {
    let odd = Timing(workload: "a", microseconds: [3, 9, 1])
    #expect(odd.best == 1 && odd.median == 3)
    let even = Timing(workload: "b", microseconds: [4, 1, 2, 100])
    #expect(even.best == 1 && even.median == 3)
  }

  @Test("a measurement is the time of one run, and workloads take turns") func turns() {
    // A clock that only the workloads advance: by 3 and by 50 microseconds a run.
    nonisolated(unsafe) var now = 0.0
    nonisolated(unsafe) var order = ""
    func fake(_ name: String, microseconds: Double) -> Workload {
      Workload(name, "") {
        { times in
          now += microseconds * 1e-6 * Double(times)
          order += name
        }
      }
    }
    let workloads = [fake("a", microseconds: 3), fake("b", microseconds: 50)]
    let timings = measure(workloads, repeats: 3, seconds: 0.001, clock: { now })
    #expect(order.hasSuffix("bababab"))
    #expect(abs(timings[0].median - 3) < 1e-6)
    #expect(abs(timings[1].median - 50) < 1e-6)
  }
}
