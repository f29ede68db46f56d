import Testing

@testable import Benchmarks

/// How often what is measured runs, with a clock that only the work advances.
@Suite("Benchmarks: turns")
struct TurnsTests {
  /// Measures work of so many seconds; returns the samples, and for each sample or run of the warm-up
  /// whose it was.
  func measure(_ work: [Double], seconds: Double) -> (samples: [[Double]], order: [Int]) {
    var now = 0.0
    var order: [Int] = []
    let runs = work.enumerated().map { index, once in
      { (times: Int) in
        now += once * Double(times)
        order.append(index)
      }
    }
    return (measureInTurns(runs, seconds: seconds, clock: { now }), order)
  }

  @Test("a sample is the time of doing the work once") func once() {
    let (samples, _) = measure([3e-6, 5e-4, 0.7], seconds: 0.5)
    for (samples, once) in zip(samples, [3e-6, 5e-4, 0.7]) {
      for sample in samples { #expect(abs(sample - once) < 1e-9 * once + 1e-13) }
    }
  }

  @Test("quick work takes ten turns, one after the other, of many samples each") func quick() {
    let (samples, order) = measure([1e-6, 1e-5], seconds: 0.5)
    // 50 ms per turn and 1 ms per sample; rounding may make a sample a little shorter.
    for samples in samples { #expect((495...520).contains(samples.count), "\(samples.count)") }
    var turns: [Int] = []
    for index in order where index != turns.last { turns.append(index) }
    // Warming up goes through both, too.
    #expect(turns == Array([[Int]](repeating: [0, 1], count: 11).joined()))
  }

  @Test("slow work is measured three times, and what is beside it fills its turns") func slow() {
    let (samples, order) = measure([2, 0.03125], seconds: 0.5)
    #expect(samples[0] == [2, 2, 2])
    #expect(samples[1].count == 6)
    #expect(order == [0, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1])
    #expect(measure([0.125], seconds: 0.5).samples[0].count == 4)
  }

  @Test("the best and the median of samples, in the unit") func statistics() {
    let odd = Timing(name: "a", threads: 1, unit: .nanoseconds, samples: [3e-9, 9e-9, 1e-9])
    #expect(abs(odd.best - 1) < 1e-12 && abs(odd.median - 3) < 1e-12)
    let even = Timing(
      name: "b", threads: 1, unit: .gigaflops(operations: 2_000_000_000), samples: [4, 1, 2, 100])
    #expect(even.best == 2 && abs(even.median - 2 / 3) < 1e-12)
    let memory = Timing(name: "c", threads: 1, unit: .mebibytes, samples: [0x1p20, 0x1p21, 0x1p22])
    #expect(memory.best == 1 && memory.median == 2)
    #expect(Workload.Unit.milliseconds.value(of: 0.25) == 250)
    #expect(abs(Workload.Unit.microsecondsPerStep.value(of: 1e-3) - 1000) < 1e-9)
  }

  @Test("a speed-up is above 1 for the faster one, of times and of rates") func speedUp() {
    for unit in [Workload.Unit.milliseconds, .gigaflops(operations: 1000)] {
      let comparison = Comparison(
        workload: "w", unit: unit,
        timings: [
          Timing(name: "slow", threads: 1, unit: unit, samples: [4]),
          Timing(name: "fast", threads: 2, unit: unit, samples: [1]),
        ])
      #expect(abs(comparison.speedUp(of: "fast", over: "slow")! - 4) < 1e-12)
      #expect(abs(comparison.speedUp(of: "slow", over: "fast")! - 0.25) < 1e-12)
      #expect(comparison.speedUp(of: "fast", over: "absent") == nil)
    }
  }
}
