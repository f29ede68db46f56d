import Curriculum
import Foundation
import Gradus
import MatmulLadder
import Testing

@testable import Curriculum07

/// What lesson 7's page claims, as far as it does not depend on the machine.
@Suite("Lesson 7's experiment")
struct SpeedExperimentTests {
  let experiment = SpeedExperiment(.solution)

  @Test("(a) every rung multiplies matrices, of any shape") func rungsAreRight() throws {
    for rung in experiment.ladder() + experiment.answeredRungs(where: { _ in true }) {
      for problem in ProductProblem.judged {
        for side in Fenced.Side.allCases {
          let (c, breach) = try problem.solve(
            rung.product, fencesAt: side, over: problem.filler)
          #expect(c == problem.expected, "\(rung.name) \(problem.description)")
          #expect(breach == nil, "\(rung.name) \(problem.description)")
        }
      }
    }
  }

  @Test("(a) rungs agree within the bound, some bit for bit") func agreement() throws {
    let n = 70
    let (a, b) = SpeedExperiment.factors(n)
    var results: [String: [Float]] = [:]
    for rung in experiment.ladder() {
      var c = [Float](repeating: 0, count: n * n)
      try rung.product(a, b, &c, n, n, n)
      #expect(try SpeedAnswers.solution.isProduct(c, a, b, n, n, n), "\(rung.name)")
      results[rung.name] = c
    }
    let textbook = results["i-j-k, the textbook"]
    #expect(results["i-k-j, row by row"] == textbook)
    #expect(results["i-k-j in blocks"] == textbook)
    #expect(results["i-j-k, four sums at once"] == textbook)
  }

  @Test("threads do not change a bit", arguments: [1, 2, 3, 4, 7, 100])
  func threads(count: Int) throws {
    let n = 70
    let (a, b) = SpeedExperiment.factors(n)
    var alone = [Float](repeating: 0, count: n * n)
    var together = alone
    let packed = SpeedAnswers.solution.packed
    try packed(a, b, &alone, n, n, n)
    try SpeedExperiment.threaded(packed, SpeedAnswers.solution.split, threads: count)(
      a, b, &together, n, n, n)
    #expect(alone == together)
  }

  @Test("an error on one of the threads arrives") func failingThread() {
    let failing = SpeedExperiment.threaded(
      { _, _, _, _, _, _ in throw Todo("packed") }, SpeedAnswers.solution.split, threads: 2)
    var c: [Float] = [0, 0]
    #expect(throws: Todo.self) { try failing([1, 1], [1], &c, 2, 1, 1) }
  }

  @Test("only what is solved is shown") func answeredRungs() {
    let names = experiment.answeredRungs { $0 != "split" && $0 != "tiled" }.map(\.name)
    #expect(names == ["yours: rowByRow", "yours: blocked", "yours: packed"])
  }

  private var textbookAndKernel: [SpeedExperiment.Rung] {
    experiment.ladder().filter { ["i-j-k, the textbook", "Gradus's kernel"].contains($0.name) }
  }

  @Test("(a) each rung and each roof has a rate") func rates() throws {
    let measured = try experiment.measure(textbookAndKernel, n: 16, rounds: 1)
    #expect(measured.rates.count == 2)
    for rate in measured.rates + [measured.peak, measured.cacheBandwidth, measured.memoryBandwidth]
    {
      #expect(rate > 0 && rate.isFinite)
    }
  }

  /// Needs a quiet machine; runs only where the environment variable GRADUS_SPEED is set.
  @Test(
    "(a) the kernel is far above the textbook, and below the peak",
    .enabled("a quiet machine: set GRADUS_SPEED=1") {
      ProcessInfo.processInfo.environment["GRADUS_SPEED"] != nil
    })
  func measured() throws {
    let measured = try experiment.measure(textbookAndKernel, n: 256, rounds: 5)
    #expect(measured.rates[1] > 5 * measured.rates[0])
    #expect(measured.rates[1] < 1.3 * measured.peak)
    #expect(measured.cacheBandwidth > measured.memoryBandwidth)
  }

  @Test("(b) slow rungs are left out where they would take seconds") func sweep() throws {
    let rungs = experiment.ladder().prefix(3)
    let rates = try experiment.sweep(Array(rungs), sizes: [16, 520], rounds: 1)
    #expect(rates.map { $0.map { $0 != nil } } == [[true, false], [true, false], [true, true]])
  }

  @Test("(c) a cache fetches each line once, forgets, and has few places for equal distances")
  func cache() {
    var cache = CacheModel()
    for address in stride(from: 0, to: CacheModel.bytes, by: 4) { cache.touch(address) }
    #expect(cache.misses == 512)
    for address in stride(from: 0, to: CacheModel.bytes, by: 4) { cache.touch(address) }
    #expect(cache.misses == 512, "all of it fits")
    // Nine lines that are 4096 bytes apart want the eight places of one set.
    var narrow = CacheModel()
    for _ in 0..<10 { for line in 0..<9 { narrow.touch(line * 4096) } }
    #expect(narrow.misses == 90)
    // The last used one stays.
    var recent = CacheModel()
    for line in 0..<8 { recent.touch(line * 4096) }
    recent.touch(0)
    recent.touch(8 * 4096)
    recent.touch(0)
    #expect(recent.misses == 9)
  }

  @Test("(c) what the page says of the orders") func fetchedBytes() {
    func bytes(_ order: SpeedExperiment.AccessOrder, _ n: Int) -> Double {
      SpeedExperiment.fetchedBytes(order, n: n)
    }
    for order in SpeedExperiment.AccessOrder.allCases { #expect(bytes(order, 64) < 0.5) }
    #expect((3.9...4.2).contains(bytes(.textbook, 240)))
    #expect((3.9...4.2).contains(bytes(.rowByRow, 256)))
    #expect(bytes(.textbook, 256) > 64, "a whole line each time")
    #expect((13...15).contains(bytes(.rowByRow, 256) / bytes(.blocked, 256)))
    #expect(bytes(.tiled, 256) > 2 * bytes(.tiled, 240) * 0.95)
    #expect(bytes(.packed, 256) < 1.1 * bytes(.packed, 240))
  }

  @Test("(d) errors stay below the bound, and more sums side by side round less")
  func rounding() {
    for count in [16, 4096, 1 << 17] {
      for seed in 1...3 as ClosedRange<UInt64> {
        let result = SpeedExperiment.rounding(count, seed: seed)
        for (sum, error) in zip(result.sums, result.errors) {
          #expect(abs(Double(sum) - result.exact) <= result.bound * result.exact)
          #expect(error <= result.bound)
        }
        if count > 4096 {
          #expect(result.errors[1] < result.errors[0] / 2, "seed \(seed)")
          #expect(result.errors[2] < result.errors[1], "seed \(seed)")
        }
      }
    }
    let x: [Float] = [1, 1e8, -1e8, 3]
    #expect(SpeedExperiment.sum(x, [1, 1, 1, 1], .oneByOne) == 3, "1 is lost in 1e8")
  }
}
