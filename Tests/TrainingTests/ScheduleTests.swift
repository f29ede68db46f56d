import Foundation
import TensorCore
import Testing
import Training

/// The ends of each schedule and what happens after them. What lies between is compared with PyTorch.
@Suite struct ScheduleTests {
  @Test("a warm-up ends at the full rate, and what follows begins right after it")
  func warmup() {
    let schedule = LinearWarmup(steps: 4, then: CosineDecay(from: 0.8, to: 0.1, steps: 10))
    #expect((0..<5).map { schedule($0) } == [0.2, 0.4, 0.6000000000000001, 0.8, 0.8])
    #expect(schedule(5) < 0.8)
    #expect((schedule(14) - 0.1).magnitude < 1e-15 && schedule(1000) == schedule(14))
    #expect(LinearWarmup(steps: 1, then: ConstantRate(0.3))(0) == 0.3)
  }

  @Test("what has ended stays at its last rate")
  func ends() {
    #expect(CosineDecay(from: 1, to: 0.25, steps: 7)(7) == 0.25)
    #expect(CosineDecay(from: 1, to: 0.25, steps: 7)(8) == 0.25)
    #expect(
      PolynomialDecay(from: 1, steps: 7)(7) == 0 && PolynomialDecay(from: 1, steps: 7)(9) == 0)
    let cycle = OneCycle(peak: 1, steps: 50)
    #expect(cycle(49) == 1 / 25 / 1e4 && cycle(500) == cycle(49))
    #expect(cycle(14) == 1, "the peak is at 0.3 · 50 − 1")
  }

  @Test("cycles of the cosine begin at the full rate")
  func restarts() {
    let schedule = CosineRestarts(from: 1, firstCycle: 3, multiplier: 2)
    for start in [0, 3, 9, 21, 45] { #expect(schedule(start) == 1) }
    for end in [2, 8, 20, 44] { #expect(schedule(end) < 0.3) }
  }

  @Test("a cycle of one step is at its peak")
  func shortCycles() {
    #expect(OneCycle(peak: 1, steps: 1)(0).isFinite)
    #expect(OneCycle(peak: 1, steps: 2, risingShare: 0)(0).isFinite)
    #expect(OneCycle(peak: 1, steps: 10, risingShare: 1)(9) == 1)
    #expect((0..<3).map { OneCycle(peak: 1, steps: 3)($0) }.allSatisfy { $0.isFinite })
  }

  @Test("a plateau can be written down and read again")
  func plateau() throws {
    var plateau = ReduceOnPlateau(from: 1, factor: 0.5, patience: 1)
    #expect([3, 3, 3].map { plateau($0) } == [1, 1, 0.5])
    _ = plateau(3)
    var copy = try JSONDecoder().decode(
      ReduceOnPlateau.self, from: JSONEncoder().encode(plateau))
    #expect(copy == plateau && copy(3) == 0.25 && copy.best == 3)
  }

  @Test func negativeStep() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ConstantRate(0.1)(-1)
    }
    expect("ConstantRate: steps count from 0, found -1", in: result, at: "ScheduleTests.swift:")
  }

  @Test func negativeRate() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = CosineDecay(from: -0.1, steps: 10)
    }
    expect(
      "CosineDecay: expected a finite learning rate of at least 0, found -0.1", in: result,
      at: "ScheduleTests.swift:")
  }

  @Test func noSteps() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LinearWarmup(steps: 0, then: ConstantRate(1))
    }
    expect(
      "LinearWarmup: expected at least 1 step, found 0", in: result, at: "ScheduleTests.swift:")
  }

  @Test func plateauThatRises() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ReduceOnPlateau(from: 1, factor: 1)
    }
    expect(
      "ReduceOnPlateau: expected a factor of at least 0 and below 1, found 1.0", in: result,
      at: "ScheduleTests.swift:")
  }

  /// A rate halves after more than one call without an improvement.
  private func rates(
    _ losses: [Double], _ improvement: ReduceOnPlateau.Improvement
  ) -> [Double] {
    var plateau = ReduceOnPlateau(from: 1, factor: 0.5, patience: 1, improvement: improvement)
    return losses.map { plateau($0) }
  }

  @Test("a loss below zero that stands still or rises lowers the rate, and one that falls does not")
  func negativeLosses() {
    for improvement in [
      ReduceOnPlateau.Improvement.fallsByShare(0.1), .falls(by: 0.1), .risesByShare(0.1),
      .rises(by: 0.1),
    ] {
      #expect(rates([-1, -1, -1, -1, -1], improvement) == [1, 1, 0.5, 0.5, 0.25])
      let falls: Bool
      switch improvement {
      case .fallsByShare, .falls: falls = true
      case .risesByShare, .rises: falls = false
      }
      let better: [Double] = falls ? [-1, -2, -4, -8, -16] : [-16, -8, -4, -2, -1]
      #expect(rates(better, improvement) == [1, 1, 1, 1, 1], "\(improvement)")
      #expect(rates(better.reversed(), improvement) == [1, 1, 0.5, 0.5, 0.25], "\(improvement)")
      // Through zero, where a share is nothing.
      let through: [Double] = falls ? [1, 0, -1, -2] : [-2, -1, 0, 1]
      #expect(rates(through, improvement) == [1, 1, 1, 1])
    }
    #expect(rates([-100, -109, -109, -111], .fallsByShare(0.1)) == [1, 1, 0.5, 0.5])
    #expect(rates([0, 0, 0], .fallsByShare(0.1)) == [1, 1, 0.5])
  }

  @Test("an infinite or missing loss is no improvement, and never stands in the way of one")
  func infiniteLosses() {
    let infinity = Double.infinity
    for improvement in [ReduceOnPlateau.Improvement.fallsByShare(0.1), .falls(by: 0.1)] {
      #expect(rates([infinity, .nan, infinity], improvement) == [1, 0.5, 0.5])
      #expect(rates([infinity, 5, 4, 3], improvement) == [1, 1, 1, 1])
      #expect(rates([5, -infinity, -infinity, 5], improvement) == [1, 1, 1, 0.5])
    }
    for improvement in [ReduceOnPlateau.Improvement.risesByShare(0.1), .rises(by: 0.1)] {
      #expect(rates([-infinity, .nan, -infinity], improvement) == [1, 0.5, 0.5])
      #expect(rates([-infinity, -5, -4, -3], improvement) == [1, 1, 1, 1])
      #expect(rates([-5, infinity, infinity, -5], improvement) == [1, 1, 1, 0.5])
    }
  }

  @Test("a loss below zero does not end early stopping or the search for a rate at once")
  func otherRulesBelowZero() {
    var stopping = EarlyStopping(patience: 2, minimumDelta: 0.1)
    #expect(
      [Double.infinity, -1, -2, -2, -2].map { stopping.consider($0) }
        == [.improved, .improved, .improved, .waiting, .stop])
    var rising = EarlyStopping(on: "score", .maximum, patience: 2)
    #expect(
      [-Double.infinity, -2, -1, .nan, .infinity, 1, .infinity].map { rising.consider($0) }
        == [.improved, .improved, .improved, .waiting, .improved, .waiting, .stop])
    let losses = [-1, -2, -3, -4, 1.5, 2.5, 9]
    let test = learningRateRangeTest(of: SmallModel(), with: SGD(learningRate: 1), steps: 7) {
      ($0.scale.value.scalar() * 0 + losses[$1], $0.gradients(at: 0))
    }
    // From −1, as far as 4 is from 1: 2.
    #expect(test.losses == [-1, -2, -3, -4, 1.5, 2.5])
  }
}
