/// Measures several runs of the same work in turns: what disturbs the machine for a while then disturbs
/// all of them, and not one alone.
///
/// Each turn takes several samples of about a millisecond: long enough for the clock, and so short
/// that on a busy machine most of them pass without an interruption, and with them the median. Work that
/// is too slow for that gets fewer turns and longer samples, at least three.
///
/// - Parameters:
///   - runs: What to measure; each runs its work so many times.
///   - seconds: About how long each is measured altogether, positive.
///   - clock: Seconds since any fixed moment, never going back.
/// - Returns: For each, the samples: seconds that its work takes once.
func measureInTurns(
  _ runs: [(_ times: Int) -> Void], seconds: Double, clock: () -> Double
) -> [[Double]] {
  let mostTurns = 10
  let turn = seconds / Double(mostTurns)
  let sample = min(turn / 10, 1e-3)
  func time(_ times: Int, _ run: (Int) -> Void) -> Double {
    let start = clock()
    run(times)
    return clock() - start
  }

  // Warming up fills caches and the pool of buffers, and tells how often the work fits into a sample.
  let prepared = runs.map { run in
    var times = 1
    var elapsed = time(times, run)
    while elapsed < sample / 2 {
      times *= 2
      elapsed = time(times, run)
    }
    let once = elapsed / Double(times)
    return (run: run, times: max(1, Int(sample / once)), once: once)
  }
  let slowest = prepared.map(\.once).max() ?? 0
  let turns = slowest > turn ? max(3, Int(seconds / slowest)) : mostTurns

  var samples = [[Double]](repeating: [], count: runs.count)
  for _ in 0..<turns {
    for (index, (run, times, _)) in prepared.enumerated() {
      let end = clock() + turn
      repeat {
        samples[index].append(time(times, run) / Double(times))
      } while clock() < end
    }
  }
  return samples
}
