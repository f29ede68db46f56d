import TensorCore
import Training

/// Proves a schedule: its rates are finite and at least 0, from step 0 to long after the end; a rate depends on
/// the step alone, in whatever order steps are asked for; and it has the rates, and the jumps, that are given.
///
/// ```swift
/// let schedule = LinearWarmup(steps: 10, then: CosineDecay(from: 0.1, steps: 90))
/// #expect(checkSchedule(schedule, steps: 100, rates: [0: 0.01, 9: 0.1, 100: 0], largestChange: 0.01) == [])
/// ```
///
/// - Parameters:
///   - schedule: The schedule.
///   - steps: How many steps a training has; at least 1. It is asked for 10 times as many, too.
///   - rates: Rates that are known, by step.
///   - largestChange: How far the rates of two steps in a row may be apart, so that no joint is torn; nil, the
///     default, for any distance.
///   - jumps: The steps before which the rate jumps by more.
///   - file: The caller's file.
///   - line: The caller's line; traps with it when a number of steps, a rate or a change is out of its range.
/// - Returns: What is wrong; empty if all is well.
public func checkSchedule(
  _ schedule: some Schedule, steps: Int, rates: [Int: Double] = [:], largestChange: Double? = nil,
  jumps: Set<Int> = [], file: StaticString = #fileID, line: UInt = #line
) -> [ProofProblem] {
  require(
    steps > 0 && steps <= 1_000_000,
    "checkSchedule: expected 1 to 1 000 000 steps, found \(steps)", file: file, line: line)
  require(
    largestChange ?? 0 >= 0,
    "checkSchedule: expected a largest change of at least 0, found \(numberText(largestChange ?? 0))",
    file: file, line: line)
  require(
    rates.keys.allSatisfy { $0 >= 0 } && jumps.allSatisfy { $0 > 0 },
    "checkSchedule: steps count from 0, and the first jump is before step 1, found rates of "
      + "\(rates.keys.sorted()) and jumps before \(jumps.sorted())", file: file, line: line)
  var report = ProofReport("\(type(of: schedule))")
  let asked = Array(0...steps) + [steps + 1, 2 * steps, 10 * steps, 1_000 * steps]
  let found = asked.map { schedule.rate(at: $0) }

  if let place = found.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
    report.add(
      "finite and at least 0", "at step \(asked[place]) the rate is \(text(found[place])).",
      asked[place] >= steps
        ? "the formula goes on past its last step: the step is to be limited, as in min(step, steps)."
        : asked[place] == 0 ? "a quotient by the step, which begins at 0." : nil)
  }
  for (step, rate) in zip(asked, found).reversed()
  where schedule.rate(at: step).bitPattern != rate.bitPattern {
    report.add(
      "repetition",
      "at step \(step) the rate is \(text(rate)), and \(text(schedule.rate(at: step))) when asked again.",
      "it counts its calls, or holds a class that does: a rate is a function of the step.")
    break
  }
  // Rounding, of which a sum of large and small rates has that of the large one.
  let rounding = 1e-12 * (found.filter(\.isFinite).max() ?? 0)
  for (step, rate) in rates.sorted(by: { $0.key < $1.key }) {
    let found = schedule.rate(at: step)
    guard !((found - rate).magnitude <= rounding) else { continue }
    func isRate(_ step: Int) -> Bool {
      step >= 0 && (schedule.rate(at: step) - rate).magnitude <= rounding
    }
    report.add(
      "given rates", "at step \(step) the rate is \(text(found)), expected \(text(rate)).",
      isRate(step - 1)
        ? "it is one step early: steps count from 0."
        : step < .max && isRate(step + 1) ? "it is one step late: steps count from 0." : nil)
  }
  if let largestChange {
    for step in 1...steps {
      let change = (found[step] - found[step - 1]).magnitude
      let isJump = !(change <= largestChange * (1 + 1e-12))
      guard isJump != jumps.contains(step) else { continue }
      report.add(
        "joints",
        "from step \(step - 1) to step \(step) the rate goes from \(text(found[step - 1])) to "
          + "\(text(found[step])), "
          + (isJump ? "by more than" : "where a jump is declared, by at most")
          + " \(text(largestChange)).",
        isJump ? "two pieces do not meet there; if that is meant, it is one of the jumps." : nil)
      break
    }
  }
  return report.problems
}
