import GradientChecking
import Synchronization
import Testing
import Training

/// A schedule, and what is known of it.
struct ScheduleCase: Sendable, CustomTestStringConvertible {
  let schedule: any Schedule
  let steps: Int
  var rates: [Int: Double]
  var largestChange: Double?
  var jumps: Set<Int> = []

  var testDescription: String { "\(schedule)" }

  func check() -> [ProofProblem] {
    func check(_ schedule: some Schedule) -> [ProofProblem] {
      checkSchedule(
        schedule, steps: steps, rates: rates, largestChange: largestChange, jumps: jumps)
    }
    return check(schedule)
  }

  static let all = [
    ScheduleCase(
      schedule: ConstantRate(0.5), steps: 10, rates: [0: 0.5, 100: 0.5], largestChange: 0),
    ScheduleCase(
      schedule: CosineDecay(from: 1, to: 0.5, steps: 10), steps: 10,
      rates: [0: 1, 5: 0.75, 10: 0.5, 70: 0.5], largestChange: .pi / 40),
    ScheduleCase(
      schedule: CosineRestarts(from: 1, firstCycle: 10, multiplier: 2), steps: 50,
      rates: [0: 1, 5: 0.5, 10: 1, 20: 0.5, 30: 1], largestChange: .pi / 20, jumps: [10, 30]),
    ScheduleCase(
      schedule: CyclicRate(from: 0.1, to: 0.5, risingSteps: 4, heightFactor: 0.5), steps: 20,
      rates: [0: 0.1, 4: 0.5, 8: 0.1, 12: 0.3], largestChange: 0.1),
    ScheduleCase(
      schedule: ExponentialDecay(from: 1, factor: 0.5), steps: 10, rates: [0: 1, 3: 0.125],
      largestChange: 0.5),
    ScheduleCase(
      schedule: LinearDecay(from: 1, steps: 8), steps: 8, rates: [0: 1, 4: 0.5, 8: 0, 9: 0],
      largestChange: 0.125),
    ScheduleCase(
      schedule: LinearWarmup(steps: 5, then: LinearDecay(from: 1, steps: 5)), steps: 10,
      rates: [0: 0.2, 4: 1, 5: 1, 10: 0], largestChange: 0.2),
    ScheduleCase(
      schedule: MultiStepDecay(from: 1, factor: 0.5, at: [4, 6]), steps: 10,
      rates: [0: 1, 3: 1, 4: 0.5, 6: 0.25], largestChange: 0, jumps: [4, 6]),
    ScheduleCase(
      schedule: OneCycle(peak: 1, steps: 20, curve: .linear), steps: 20,
      rates: [0: 0.04, 5: 1, 19: 4e-6, 20: 4e-6], largestChange: 0.2),
    ScheduleCase(
      schedule: PolynomialDecay(from: 1, steps: 4, power: 2), steps: 4,
      rates: [0: 1, 2: 0.25, 4: 0, 5: 0], largestChange: 0.4375),
    ScheduleCase(
      schedule: StepDecay(from: 1, factor: 0.5, every: 3), steps: 8,
      rates: [0: 1, 2: 1, 3: 0.5, 6: 0.25], largestChange: 0, jumps: [3, 6]),
  ]
}

/// Schedules that are wrong, each with a mistake that people make.
enum WrongSchedule: String, CaseIterable, Mistake, Schedule {
  case pastTheEnd
  case tornJoint
  case oneStepLate
  case quotientOfTheStep
  case countingCalls

  private static let calls = Mutex(0)

  func rate(at step: Int) -> Double {
    let t = Double(step)
    switch self {
    case .pastTheEnd: return 1 - t / 10
    case .tornJoint: return step < 5 ? t / 5 : max(0, 0.5 - (t - 5) / 10)
    case .oneStepLate: return max(0, min(1, 1.1 - t / 10))
    case .quotientOfTheStep: return 1 / t.squareRoot()
    case .countingCalls:
      let count = Self.calls.withLock { calls in
        calls += 1
        return calls
      }
      return 1 / Double(count)
    }
  }

  var check: String {
    switch self {
    case .pastTheEnd, .quotientOfTheStep: "finite and at least 0"
    case .tornJoint: "joints"
    case .oneStepLate: "given rates"
    case .countingCalls: "repetition"
    }
  }

  var remark: String {
    switch self {
    case .pastTheEnd:
      "at step 11 the rate is -0.1. Likely cause: the formula goes on past its last step"
    case .tornJoint: "two pieces do not meet there"
    case .oneStepLate: "expected 0.5. Likely cause: it is one step late: steps count from 0."
    case .quotientOfTheStep: "at step 0 the rate is inf. Likely cause: a quotient by the step"
    case .countingCalls: "it counts its calls, or holds a class that does"
    }
  }
}

@Suite struct ScheduleKindTests {
  @Test("the framework's schedules are right", arguments: ScheduleCase.all)
  func schedules(schedule: ScheduleCase) { #expect(schedule.check() == []) }

  @Test("a wrong schedule is rejected", arguments: WrongSchedule.allCases)
  func mistakes(mistake: WrongSchedule) {
    let problems = checkSchedule(
      mistake, steps: 10, rates: mistake == .oneStepLate ? [5: 0.5] : [:],
      largestChange: mistake == .tornJoint ? 0.2 : nil)
    expect(mistake, in: problems)
  }

  @Test("a jump that is declared must be one") func declaredJump() {
    let problems = checkSchedule(
      LinearDecay(from: 1, steps: 8), steps: 8, largestChange: 0.125, jumps: [3])
    #expect(problems.first?.finding.contains("where a jump is declared, by at most 0.125") == true)
  }

  @Test("numbers out of range trap") func wrongArguments() async {
    await #expect(processExitsWith: .failure) { _ = checkSchedule(ConstantRate(1), steps: 0) }
    await #expect(processExitsWith: .failure) {
      _ = checkSchedule(ConstantRate(1), steps: 1, largestChange: .nan)
    }
    await #expect(processExitsWith: .failure) {
      _ = checkSchedule(ConstantRate(1), steps: 1, rates: [-1: 1])
    }
  }
}
