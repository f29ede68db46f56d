import Gradus
import Testing

/// The rates of 60 steps.
@Suite struct ScheduleParityTests {
  @Test("a schedule gives PyTorch's rates to 1e-12", arguments: scheduleNames)
  func schedule(_ subject: String) throws {
    for fixture in try Fixture.ofOptimizers(subject) {
      let schedule = try makeSchedule(fixture, subject)
      compare(try fixture.tensor("rates").elements.indices.map { schedule($0) }, with: fixture)
    }
  }

  @Test("the rate on a plateau is PyTorch's")
  func plateau() throws {
    for fixture in try Fixture.ofOptimizers("ReduceOnPlateau") {
      var plateau = try makePlateau(fixture)
      // The file marks by −1 where there was a NaN.
      let losses = try fixture.tensor("losses").elements.map { $0 == -1 ? .nan : $0 }
      #expect(losses.contains { $0.isNaN })
      compare(losses.map { plateau($0) }, with: fixture)
    }
  }

  private func compare(_ rates: [Double], with fixture: Fixture) {
    guard let expected = fixture.tensors["rates"]?.elements else {
      Issue.record("\(fixture) has no rates")
      return
    }
    #expect(rates.count == expected.count)
    let allowed = 1e-12 * (expected.max() ?? 0)
    for (step, (ours, theirs)) in zip(rates, expected).enumerated()
    where !((ours - theirs).magnitude <= allowed) {
      Issue.record("\(fixture), step \(step): the rate is \(ours), PyTorch's \(theirs)")
      return
    }
  }

  private func makePlateau(_ fixture: Fixture) throws -> ReduceOnPlateau {
    let standard = ReduceOnPlateau(from: 1)
    let improvement: ReduceOnPlateau.Improvement =
      if let share = try fixture.number("fallsByShare") {
        .fallsByShare(share)
      } else if let amount = try fixture.number("falls") {
        .falls(by: amount)
      } else if let share = try fixture.number("risesByShare") {
        .risesByShare(share)
      } else if let amount = try fixture.number("rises") {
        .rises(by: amount)
      } else {
        standard.improvement
      }
    return ReduceOnPlateau(
      from: try fixture.rate(), factor: try fixture.number("factor", default: standard.factor),
      patience: try fixture.number("patience").map { Int($0) } ?? standard.patience,
      improvement: improvement,
      cooldown: try fixture.number("cooldown").map { Int($0) } ?? standard.cooldown,
      smallestRate: try fixture.number("smallestRate", default: standard.smallestRate))
  }
}

/// A schedule in a fixture's configuration. Where that names no value, the initializer's default is
/// taken.
private func makeSchedule(_ fixture: Fixture, _ subject: String) throws -> any Schedule {
  let rate = try fixture.rate()
  switch subject {
  case "ConstantRate":
    return ConstantRate(rate)
  case "StepDecay":
    let standard = StepDecay(from: rate, every: try fixture.integer("interval"))
    let factor = try fixture.number("factor", default: standard.factor)
    return StepDecay(from: rate, factor: factor, every: standard.interval)
  case "MultiStepDecay":
    let standard = MultiStepDecay(from: rate, at: try fixture.integers(of: "milestones"))
    let factor = try fixture.number("factor", default: standard.factor)
    return MultiStepDecay(from: rate, factor: factor, at: standard.milestones)
  case "ExponentialDecay":
    let factor = try fixture.number("factor")
    return ExponentialDecay(from: rate, factor: try #require(factor))
  case "LinearDecay":
    let standard = LinearDecay(from: rate, steps: try fixture.integer("steps"))
    let last = try fixture.number("lastRate", default: standard.lastRate)
    return LinearDecay(from: rate, to: last, steps: standard.steps)
  case "CyclicRate":
    let (peak, up) = (try fixture.number("peak", default: 0), try fixture.integer("risingSteps"))
    let standard = CyclicRate(from: rate, to: peak, risingSteps: up)
    return CyclicRate(
      from: rate, to: peak, risingSteps: up,
      fallingSteps: try fixture.number("fallingSteps").map { Int($0) },
      heightFactor: try fixture.number("heightFactor", default: standard.heightFactor))
  case "PolynomialDecay":
    let standard = PolynomialDecay(from: rate, steps: try fixture.integer("steps"))
    let power = try fixture.number("power", default: standard.power)
    return PolynomialDecay(from: rate, steps: standard.steps, power: power)
  case "CosineDecay":
    let standard = CosineDecay(from: rate, steps: try fixture.integer("steps"))
    let last = try fixture.number("lastRate", default: standard.lastRate)
    return CosineDecay(from: rate, to: last, steps: standard.steps)
  case "CosineRestarts":
    let standard = CosineRestarts(from: rate, firstCycle: try fixture.integer("firstCycle"))
    let last = try fixture.number("lastRate", default: standard.lastRate)
    let multiplier = try fixture.number("multiplier").map { Int($0) } ?? standard.multiplier
    return CosineRestarts(
      from: rate, to: last, firstCycle: standard.firstCycle, multiplier: multiplier)
  case "LinearWarmup":
    let following = try makeSchedule(fixture, try #require(fixture.configuration["then"]))
    return warmup(steps: try fixture.integer("warmup"), then: following)
  case "OneCycle":
    let standard = OneCycle(peak: rate, steps: try fixture.integer("steps"))
    return OneCycle(
      peak: rate, steps: standard.steps,
      risingShare: try fixture.number("risingShare", default: standard.risingShare),
      startDivisor: try fixture.number("startDivisor", default: standard.startDivisor),
      endDivisor: try fixture.number("endDivisor", default: standard.endDivisor),
      curve: fixture.configuration["curve"] == "linear" ? .linear : standard.curve)
  default:
    throw FixtureError("\(fixture): it is not said how this is made")
  }
}

private func warmup<S: Schedule>(steps: Int, then following: S) -> any Schedule {
  LinearWarmup(steps: steps, then: following)
}

/// Every schedule that is a function of the step.
let scheduleNames = [
  "ConstantRate", "StepDecay", "MultiStepDecay", "ExponentialDecay", "PolynomialDecay",
  "CosineDecay", "CosineRestarts", "LinearDecay", "LinearWarmup", "OneCycle", "CyclicRate",
]

extension Fixture {
  fileprivate func rate() throws -> Double { try #require(try number("learningRate")) }
}
