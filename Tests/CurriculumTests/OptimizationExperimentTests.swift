import Foundation
import Gradus
import Testing

@testable import Curriculum03

/// What lesson 3's page claims.
@Suite("Lesson 3's experiment")
struct OptimizationExperimentTests {
  static let isSlowRun = ProcessInfo.processInfo.environment["GRADUS_SLOW"] != nil
  let experiment = OptimizationExperiment(OptimizationLesson.lesson.solution)

  @Test("surfaces are 0 and level at their lowest place, and a map shows what walks feel")
  func surfaces() {
    for surface in [Surface.ravine(), .turnedRavine(), .rosenbrock, .beale] {
      #expect(abs(surface.values(at: [surface.minimum])[0]) < 1e-25)
      let places = [surface.start, surface.minimum, (x: 0.3, y: -0.7)]
      let together = surface.values(at: places)
      for (place, value) in zip(places, together) {
        #expect(surface.values(at: [place])[0] == value)
        // One step of plain descent shows the gradient: compare it with differences.
        let walk = Walk(on: surface.starting(at: place), .sgd, rate: 1, steps: 1)
        let h = 1e-5
        let slopes = [(h, 0.0), (0.0, h)].map { dx, dy in
          let ends = surface.values(at: [
            (place.x + dx, place.y + dy), (place.x - dx, place.y - dy),
          ])
          return (ends[0] - ends[1]) / (2 * h)
        }
        let step = [walk.places[0].x - walk.places[1].x, walk.places[0].y - walk.places[1].y]
        for (found, slope) in zip(step, slopes) {
          #expect(abs(found - slope) < 1e-5 * max(1, abs(slope)), "\(surface.name) at \(place)")
        }
      }
      #expect(surface.x.contains(surface.start.x) && surface.y.contains(surface.start.y))
    }
    // Values that anyone can compute by hand.
    #expect(abs(Surface.rosenbrock.values(at: [(-1.2, 1)])[0] - 24.2) < 1e-12)
    #expect(abs(Surface.beale.values(at: [(1, 1)])[0] - 14.203125) < 1e-12)
    #expect(abs(Surface.ravine().values(at: [(-2.5, 0.9)])[0] - 15.275) < 1e-12)
    // The turned ravine is the same ravine: plain descent takes as many steps.
    let walks = [Surface.ravine(), .turnedRavine()].map {
      Walk(on: $0, .sgd, rate: 0.05, steps: 1000, tolerance: 1e-6)
    }
    #expect(walks[0].arrived && walks[0].steps == walks[1].steps)
  }

  @Test("(a) at a high rate y changes sign with each step, at a low one never") func zigzag() {
    let (fast, slow) = (
      Walk(on: .ravine(), .sgd, rate: 0.06, steps: 30),
      Walk(on: .ravine(), .sgd, rate: 0.02, steps: 30)
    )
    #expect(zip(fast.places, fast.places.dropFirst()).allSatisfy { $0.y * $1.y < 0 })
    #expect(zip(slow.places, slow.places.dropFirst()).allSatisfy { $0.y * $1.y > 0 })
    #expect(fast.heights[30] < slow.heights[30])
    #expect(Walk(on: .ravine(), .sgd, rate: 0.07, steps: 10_000).diverged, "2/30 is the cliff")
  }

  @Test("(b) plain descent pays for κ, momentum for its root") func conditionNumber() {
    let rows = experiment.ravineSteps([10, 100, 1000])
    for row in rows { #expect(row.momentum < row.plain) }
    for (row, next) in zip(rows, rows.dropFirst()) {
      #expect((9...11).contains(Double(next.plain) / Double(row.plain)))
      #expect((2.5...4.5).contains(Double(next.momentum) / Double(row.momentum)))
    }
  }

  @Test("(b) Nesterov's momentum swings less across the ravine, and is lower") func lookAhead() {
    let walks = [Contestant.momentum, .nesterov].map {
      Walk(on: .ravine(), $0, rate: 0.02, steps: 60)
    }
    let crossings = walks.map { walk in
      zip(walk.places, walk.places.dropFirst()).count { $0.y * $1.y < 0 && abs($0.y) > 1e-3 }
    }
    #expect(crossings[1] < crossings[0])
    for step in [10, 30, 60] { #expect(walks[1].heights[step] < walks[0].heights[step]) }
  }

  @Test("(c) a scale for each coordinate helps along the axes, and not in the turned ravine")
  func scaling() {
    func height(_ surface: Surface, _ contestant: Contestant, _ rate: Double) -> Double {
      Walk(on: surface, contestant, rate: rate, steps: 60).heights[60]
    }
    for (contestant, rate) in [(Contestant.adaGrad, 0.5), (.rmsProp, 0.05)] {
      #expect(
        height(.ravine(), contestant, rate) < height(.ravine(), .sgd, 0.06) / 100)
      #expect(
        height(.turnedRavine(), contestant, rate) > 10 * height(.turnedRavine(), .sgd, 0.06))
    }
  }

  @Test("(d) each arrives or is said not to, and no rate of the list is faster") func descents()
    throws
  {
    let found = try experiment.descents(on: [.ravine(), .beale], by: [.sgd, .adam], limit: 400)
    #expect(found.map(\.contestant) == ["SGD", "Adam", "SGD", "Adam"])
    for descent in found {
      let surface = descent.surface == "Beale" ? Surface.beale : .ravine()
      let contestant = descent.contestant == "SGD" ? Contestant.sgd : .adam
      let (rate, steps) = (descent.rate, try #require(descent.steps))
      let walk = Walk(on: surface, contestant, rate: rate, steps: 1000, tolerance: 1e-3)
      #expect(walk.arrived && walk.steps <= steps)
      #expect(walk.heights[walk.steps...].allSatisfy { $0 <= 1e-3 })
      #expect(walk.steps == 0 || walk.heights[walk.steps - 1] > 1e-3)
    }
    #expect(try experiment.descents(on: [.rosenbrock], by: [.sgd], limit: 50)[0].steps == nil)
  }

  @Test("(e) the first step is rate·sign; without correction steps are up to 6.6 times as long")
  func biasCorrection() {
    let steps = experiment.firstSteps([1e-3, -1, 1e3])
    for (step, sign) in zip(steps, [-1.0, 1, -1]) { #expect(abs(step - sign * 1e-3) < 1e-7) }
    let lengths = experiment.adamStepLengths(200)
    #expect(lengths.corrected.allSatisfy { abs($0 - 1) < 1e-6 })
    for (index, length) in lengths.uncorrected.enumerated() {
      let t = Double(index + 1)
      let expected = (1 - pow(0.9, t)) / (1 - pow(0.999, t)).squareRoot()
      #expect(abs(length - expected) < 1e-6)
    }
    #expect((6.5...6.6).contains(lengths.uncorrected.max()!))
  }

  @Test("(f) decoupled decay is the same for all; inside Adam it depends on the gradients' size")
  func decay() {
    let results = experiment.decayCurves(seed: 7)
    let ends = results.map { $0.curves.map { $0.weights[2000] } }
    #expect(results.map(\.name) == ["L2 inside Adam", "AdamW"])
    for end in ends[1] { #expect(abs(end - pow(0.999, 2000)) < 0.02) }
    #expect(ends[0][0] + 0.1 < ends[0][1] && ends[0][1] + 0.4 < ends[0][2])
  }

  @Test(
    "(g) the noise of a batch falls with the root of its size", arguments: [1, 2, 3] as [UInt64])
  func batchNoise(seed: UInt64) throws {
    let noise = experiment.batchNoise(try .digits(), seed: seed)
    for (found, expected) in zip(noise.measured, noise.expected) {
      #expect(abs(found / expected - 1) < 0.2, "seed \(seed)")
    }
  }

  @Test("(g) for the same samples, small batches take more steps and come further")
  func batchSizes() throws {
    let trainings = try experiment.batchTrainings(try .digits(), rate: 0.2, epochs: 3, seed: 1)
    #expect(trainings.map(\.steps) == [3 * 375, 3 * 47, 3 * 6])
    #expect(trainings[0].loss < trainings[1].loss && trainings[1].loss < trainings[2].loss)
  }

  @Test(
    "(h) at Adam's rate 0.1 a cosine ends lower than a constant, and lower still after a warm-up")
  func schedules() throws {
    // 16 of 20 pairs would come about by chance once in 170 times.
    let seeds: [UInt64] = Self.isSlowRun ? Array(0..<20) : Array(1...5)
    let plans = experiment.plans(peak: 0.1)
    let results = try experiment.schedules(
      try .digits(), .adam, [plans[0], plans[2], plans[3]], epochs: 6, seeds: seeds)
    #expect(results.map(\.name) == ["constant", "cosine", "warm-up, cosine"])
    for (worse, better) in [(results[0], results[1]), (results[1], results[2])] {
      let wins = zip(worse.last, better.last).count { $0 > $1 }
      #expect(wins * 5 >= seeds.count * 4, "\(better.name): \(wins) of \(seeds.count)")
    }
  }

  @Test("(i) plain descent is thrown off Rosenbrock's wall, clipped descent is not")
  func clipping() throws {
    let surface = Surface.rosenbrock.starting(at: (-1.7, -0.5))
    let walks = try experiment.clippedWalks(on: surface, rate: 2e-3, steps: 2000, limit: 20)
    #expect(walks.plain.diverged && walks.plain.steps < 10)
    #expect(!walks.clipped.diverged && walks.clipped.heights[2000] < 0.01)
    for (before, after) in zip(walks.clipped.places, walks.clipped.places.dropFirst()) {
      #expect(hypot(after.x - before.x, after.y - before.y) <= 20 * 2e-3 + 1e-12)
    }
  }

  @Test("(j) the range test suggests a rate that trains", arguments: [1, 2, 3] as [UInt64])
  func rangeTest(seed: UInt64) throws {
    let data = try RaceData.digits()
    let test = try experiment.rangeTest(data, .momentum, seed: seed)
    #expect(test.rates.count < 120, "it ends when the loss explodes")
    let result = try experiment.race(
      data, [(.momentum, test.suggestion)], epochs: 5, seeds: [seed])[0]
    #expect(result.last[0] < 0.3, "rate \(test.suggestion)")
  }

  @Test("(k) on the digits momentum, Nesterov and Adam are below SGD with nearly each seed")
  func raceOnDigits() throws {
    // The best of the sweep, as the page says.
    let all = OptimizationExperiment.raceRates
    let rates = [
      (Contestant.sgd, all[7]), (.momentum, all[6]), (.nesterov, all[6]), (.adam, all[5]),
    ]
    let seeds: [UInt64] = Self.isSlowRun ? Array(0..<20) : Array(1...5)
    let results = try experiment.race(try .digits(), rates, epochs: 10, seeds: seeds)
    for result in results.dropFirst() {
      let wins = zip(results[0].last, result.last).count { $0 > $1 }
      #expect(wins * 5 >= seeds.count * 4, "\(result.contestant): \(wins) of \(seeds.count)")
    }
    #expect(results.allSatisfy { $0.right.allSatisfy { $0 > 250 } })
  }

  @Test("(k) a sweep finds the smallest loss, and a rate that is far too large is no help")
  func sweep() throws {
    let rates = [1e-4, 0.1, 10]
    let sweep = try experiment.sweep(
      try .digits(), [.momentum], epochs: 1, rates: rates, seeds: [100])[0]
    #expect(sweep.best == 0.1 && sweep.losses.count == 3)
    #expect(sweep.losses[1] < sweep.losses[0] && sweep.losses[1] < sweep.losses[2])
    #expect(OptimizationExperiment.sweepSeeds.allSatisfy { $0 >= 100 }, "races have other seeds")
  }

  @Test("what diverges is infinite from then on, and stops no race") func divergence() throws {
    let wild = Contestant("wild") { _ in SGD<Double>(learningRate: 1e200) }
    let result = try experiment.race(try .digits(), [(wild, 1)], epochs: 2, seeds: [1])[0]
    #expect(result.losses[0] == [.infinity, .infinity] && result.right == [0])
  }

  @Test("the given functions do the work") func answersAreUsed() throws {
    var lazy = OptimizationLesson.lesson.solution
    lazy.epoch = { _, _, _, _, _ in 7 }
    lazy.learningRate = { _, _, _, _ in 0 }
    lazy.clip = { gradients, _ in gradients.map { $0 * 0 } }
    lazy.rangeTest = { low, _, _, _ in ([low], [1], low) }
    lazy.adam = { parameter, state, _, _, _, _, _ in (parameter, state) }
    let experiment = OptimizationExperiment(lazy)
    let data = try RaceData.digits()
    let race = try experiment.race(data, [(.adam, 0.01)], epochs: 1, seeds: [1])
    #expect(race[0].losses == [[7]])
    #expect(try experiment.plans(peak: 1)[2].rate(5, 10) == 0)
    let walks = try experiment.clippedWalks(on: .rosenbrock, rate: 1e-3, steps: 5, limit: 1)
    #expect(walks.clipped.heights[5] == walks.clipped.heights[0])
    #expect(try experiment.rangeTest(data, .sgd, seed: 1).suggestion == 1e-5)
    let pair = try #require(experiment.pairs.first { $0.exercise == "adam" })
    let walk = Walk(on: .ravine(), pair.handmade, rate: 0.1, steps: 3)
    #expect(walk.places[3] == walk.places[0])
  }
}
