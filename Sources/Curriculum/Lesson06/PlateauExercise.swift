import Curriculum
import Gradus

extension EarlyStoppingLesson {
  static let lowerOnPlateau = Exercise<Answers>(
    "lowerOnPlateau", "Smaller steps where the loss has stopped falling",
    hints: [
      "loss < state.best ?? .infinity is the question; a comparison with NaN is false, as it should be.",
      "Without an improvement: next.waited += 1, and only if that is more than rule.patience …",
      "… next.rate = max(state.rate * rule.factor, rule.smallestRate) and next.waited = 0.",
    ],
    learnt: "Where the loss has stopped falling, smaller steps may still find a way down.",
    landmark: Landmark(
      "Sources/Training/Schedules/ReduceOnPlateau.swift", "struct ReduceOnPlateau"),
    solution: { $0.lowerOnPlateau = StoppingEarly.lowerOnPlateau },
    check: { answers in
      for (rule, losses) in plateaus {
        var state = PlateauState(rate: 0.5)
        for loss in losses {
          let right = try StoppingEarly.lowerOnPlateau(loss, after: state, rule: rule)
          let found = try answers.lowerOnPlateau(loss, state, rule)
          let mistake = plateauMistakes.first { same($0.function(loss, state, rule), found) }
          try expect(
            same(found, right),
            "lowerOnPlateau(\(loss)) after \(text(state)), factor \(rule.factor), patience "
              + "\(rule.patience), smallest rate \(rule.smallestRate): expected \(text(right)), "
              + "found \(text(found)).",
            why: mistake?.why ?? part(of: found, differingFrom: right))
          state = right
        }
      }
    },
    wrongAnswers: plateauMistakes.map { mistake in
      WrongAnswer(mistake.name) { $0.lowerOnPlateau = { mistake.function($0, $1, $2) } }
    })

  private static let plateaus: [(PlateauRule, [Double])] = [
    (PlateauRule(factor: 0.5, patience: 2), [1, 0.75, 0.8, 0.7, 0.7, 0.9, 0.8, 0.8, 0.6]),
    (PlateauRule(factor: 0.25, patience: 0, smallestRate: 0.0625), [1, 2, 2, 2, 0.5]),
    (PlateauRule(factor: 0.5, patience: 1), [.nan, 2, .nan, .nan, 1]),
  ]

  private struct Mistake: Sendable {
    let name: String
    let why: String
    let function: @Sendable (Double, PlateauState, PlateauRule) -> PlateauState

    init(
      _ name: String, _ why: String,
      _ function: @escaping @Sendable (Double, PlateauState, PlateauRule) -> PlateauState
    ) {
      self.name = name
      self.why = why
      self.function = function
    }
  }

  private static func right(
    _ loss: Double, _ state: PlateauState, _ rule: PlateauRule
  ) -> PlateauState {
    let isBetter = loss < state.best ?? .infinity
    let waited = isBetter ? 0 : state.waited + 1
    let isOver = waited > rule.patience
    return PlateauState(
      rate: isOver ? max(state.rate * rule.factor, rule.smallestRate) : state.rate,
      best: isBetter ? loss : state.best, waited: isOver ? 0 : waited)
  }

  private static let plateauMistakes = [
    Mistake(
      "lowers one epoch too early",
      "The rate falls when *more* than patience epochs have been waited: > and not >=."
    ) { loss, state, rule in
      var eager = rule
      eager.patience -= 1
      return right(loss, state, eager)
    },
    Mistake("lowers one epoch too late", "The rate falls one epoch earlier.") {
      loss, state, rule in
      var late = rule
      late.patience += 1
      return right(loss, state, late)
    },
    Mistake(
      "counter not reset when the rate falls",
      "When the rate falls, the count starts anew; else it falls again in each epoch that follows."
    ) { loss, state, rule in
      var next = right(loss, state, rule)
      if next.rate < state.rate || state.waited + 1 > rule.patience, next.waited == 0,
        next.best == state.best
      {
        next.waited = state.waited + 1
      }
      return next
    },
    Mistake(
      "counter not reset by an improvement", "After an improvement nothing has been waited since."
    ) { loss, state, rule in
      var next = right(loss, state, rule)
      if next.best != state.best { next.waited = state.waited }
      return next
    },
    Mistake("no smallest rate", "The rate must not fall below rule.smallestRate.") {
      loss, state, rule in
      var boundless = rule
      boundless.smallestRate = 0
      return right(loss, state, boundless)
    },
    Mistake("rate falls to the smallest at once", "Take the larger of both: max, not min.") {
      loss, state, rule in
      var next = right(loss, state, rule)
      if next.rate < state.rate { next.rate = min(state.rate * rule.factor, rule.smallestRate) }
      return next
    },
    Mistake("factor subtracted", "The rate is multiplied by the factor.") { loss, state, rule in
      var next = right(loss, state, rule)
      if next.rate < state.rate { next.rate = max(state.rate - rule.factor, rule.smallestRate) }
      return next
    },
    Mistake("compares with the last loss", "The best is replaced only by something better.") {
      loss, state, rule in
      var next = right(loss, state, rule)
      next.best = loss
      return next
    },
    Mistake("NaN counted as an improvement", "NaN is never an improvement: it is one more wait.") {
      loss, state, rule in
      guard loss.isNaN else { return right(loss, state, rule) }
      return PlateauState(rate: state.rate, best: loss, waited: 0)
    },
  ]

  /// Equal, where NaN equals itself.
  private static func same(_ a: PlateauState, _ b: PlateauState) -> Bool {
    let bests = (a.best ?? .infinity, b.best ?? .infinity)
    return abs(a.rate - b.rate) < 1e-12 && a.waited == b.waited
      && (bests.0 == bests.1 || bests.0.isNaN && bests.1.isNaN)
  }

  private static func part(
    of found: PlateauState, differingFrom right: PlateauState
  ) -> String {
    if found.best != right.best { return "The best is not the right one." }
    if found.waited != right.waited { return "The count of epochs waited is wrong." }
    return "The count is right, the rate is not."
  }

  private static func text(_ state: PlateauState) -> String {
    "(rate \(state.rate), best \(state.best.map { "\($0)" } ?? "none"), waited \(state.waited))"
  }
}
