import Curriculum
import Gradus

extension EarlyStoppingLesson {
  static let consider = Exercise<Answers>(
    "consider", "The patience rule",
    hints: [
      "var next = state, then next.epoch += 1; while next.epoch <= rule.warmUp return (next, .waiting).",
      "Below best − δ is an improvement for .minimum, above best + δ for .maximum; the first value is one "
        + "too, unless value.isNaN.",
      "An improvement sets next.best and next.waited = 0. Otherwise next.waited += 1, and "
        + "next.waited >= rule.patience means .stop.",
    ],
    learnt:
      "A patience rule is a small state: the best so far, and how many epochs have been waited "
      + "since.",
    landmark: Landmark("Sources/Training/Callbacks/EarlyStopping.swift", "mutating func consider"),
    solution: { $0.consider = StoppingEarly.consider },
    check: { answers in
      for (rule, values) in courses {
        // Each call starts from the right state, so that one mistake shows once and in its own place.
        var state = PatienceState()
        for value in values {
          let right = try StoppingEarly.consider(value, after: state, rule: rule)
          let found = try answers.consider(value, state, rule)
          let mistake = considerMistakes.first { mistake in
            let other = mistake.function(value, state, rule)
            return other.decision == found.decision && same(other.state, found.state)
          }
          let call = "consider(\(value)) after \(text(state)), rule \(text(rule))"
          try expect(
            found.decision == right.decision && same(found.state, right.state),
            "\(call): expected \(text(right)), found \(text(found)).",
            why: mistake?.why ?? part(of: found, differingFrom: right))
          if right.decision == .stop { break }
          state = right.state
        }
      }
    },
    wrongAnswers: considerMistakes.map { mistake in
      WrongAnswer(mistake.name) { $0.consider = { mistake.function($0, $1, $2) } }
    })

  /// Rules, and the values of the epochs that they watch.
  private static let courses: [(PatienceRule, [Double])] = [
    (PatienceRule(patience: 2), [0.9, 0.7, 0.8, 0.6, 0.6, 0.65]),
    (PatienceRule(patience: 1), [0.5, 0.4, 0.45]),
    (PatienceRule(patience: 3, minimumDelta: 0.125), [1, 0.9375, 0.875, 0.8125, 0.5]),
    (PatienceRule(.maximum, patience: 2), [0.5, 0.75, 0.625, 0.8, 0.7, 0.75]),
    (PatienceRule(.maximum, patience: 2, minimumDelta: 0.125), [0.5, 0.5625, 0.75, 0.8]),
    (PatienceRule(patience: 2, warmUp: 2), [0.1, 0.2, 0.9, 0.8, 0.85, 0.95]),
    (PatienceRule(patience: 3), [.nan, 0.5, .nan, 0.4, .nan, .nan]),
    (PatienceRule(patience: 2), [-1, -2, -1.5, -3]),
  ]

  private typealias Considered = (state: PatienceState, decision: EarlyStopping.Decision)

  /// What the rule is made of, so that a mistake is one change to it.
  private struct Parts: Sendable {
    var isBetter: @Sendable (Double, Double, PatienceRule) -> Bool = { value, best, rule in
      rule.goal.isBetter(value, than: best, by: rule.minimumDelta)
    }
    var countsNaN = false
    var resets = true
    var stops: @Sendable (Int, PatienceRule) -> Bool = { $0 >= $1.patience }
    var warmUp: @Sendable (PatienceRule) -> Int = { $0.warmUp }
    var waitsInWarmUp = false
    var replacesAlways = false

    func callAsFunction(
      _ value: Double, _ state: PatienceState, _ rule: PatienceRule
    ) -> Considered {
      var next = state
      next.epoch += 1
      if next.epoch <= warmUp(rule) {
        if waitsInWarmUp { next.waited += 1 }
        return (next, .waiting)
      }
      let isFirst = state.best == nil && (countsNaN || !value.isNaN)
      let improves = state.best.map { isBetter(value, $0, rule) } ?? isFirst
      if improves || (countsNaN && value.isNaN) {
        next.best = value
        if resets { next.waited = 0 }
        return (next, .improved)
      }
      if replacesAlways { next.best = value }
      next.waited += 1
      return (next, stops(next.waited, rule) ? .stop : .waiting)
    }
  }

  private struct Mistake: Sendable {
    let name: String
    let why: String
    let function: @Sendable (Double, PatienceState, PatienceRule) -> Considered

    init(_ name: String, _ why: String, _ change: (inout Parts) -> Void) {
      self.name = name
      self.why = why
      var parts = Parts()
      change(&parts)
      function = { [parts] in parts($0, $1, $2) }
    }
  }

  private static let considerMistakes = [
    Mistake(
      "patience one too long",
      "One epoch too late: the patience-th epoch in a row ends the training."
    ) { $0.stops = { $0 > $1.patience } },
    Mistake(
      "patience one too short", "One epoch too early: only the patience-th epoch in a row may stop."
    ) { $0.stops = { $0 >= $1.patience - 1 } },
    Mistake(
      "goal exchanged", "The goal is turned around: .minimum means that small values are good."
    ) {
      $0.isBetter = { value, best, rule in
        (rule.goal == .minimum ? Goal.maximum : .minimum)
          .isBetter(value, than: best, by: rule.minimumDelta)
      }
    },
    Mistake("goal ignored", "With goal .maximum, large values are the good ones.") {
      $0.isBetter = { $0 < $1 - $2.minimumDelta }
    },
    Mistake(
      "minimum delta with the wrong sign",
      "The minimum delta has the wrong sign: a value must be better than the best by more than that."
    ) {
      $0.isBetter = { value, best, rule in
        rule.goal == .minimum
          ? value < best + rule.minimumDelta : value > best - rule.minimumDelta
      }
    },
    Mistake("minimum delta ignored", "Use the minimum delta: so small a change does not count.") {
      $0.isBetter = { $2.goal.isBetter($0, than: $1) }
    },
    Mistake("an equal value counts", "A value that only equals the best ± δ is no improvement.") {
      $0.isBetter = { value, best, rule in
        rule.goal == .minimum
          ? value <= best - rule.minimumDelta : value >= best + rule.minimumDelta
      }
    },
    Mistake(
      "counter not reset",
      "After an improvement the count starts anew: epochs in a row are meant, not all of them."
    ) { $0.resets = false },
    Mistake(
      "NaN counted as an improvement",
      "NaN is never an improvement: whatever is compared with it later, is not better."
    ) { $0.countsNaN = true },
    Mistake("compares with the last value", "The best is replaced only by something better.") {
      $0.replacesAlways = true
    },
    Mistake("warm-up ignored", "During the warm-up nothing is considered: only count the epoch.") {
      $0.warmUp = { _ in 0 }
    },
    Mistake("warm-up one too short", "The warm-up lasts one epoch longer: epoch <= warmUp.") {
      $0.warmUp = { $0.warmUp - 1 }
    },
    Mistake("warm-up uses up patience", "Epochs of the warm-up are not waited for.") {
      $0.waitsInWarmUp = true
    },
  ]

  /// Equal, where NaN equals itself.
  private static func same(_ a: PatienceState, _ b: PatienceState) -> Bool {
    let bests = (a.best ?? .infinity, b.best ?? .infinity)
    return a.epoch == b.epoch && a.waited == b.waited && (a.best == nil) == (b.best == nil)
      && (bests.0 == bests.1 || bests.0.isNaN && bests.1.isNaN)
  }

  private static func part(of found: Considered, differingFrom right: Considered) -> String {
    if found.state.epoch != right.state.epoch { return "Each call counts one epoch." }
    if found.state.best != right.state.best { return "The best is not the right one." }
    if found.state.waited != right.state.waited { return "The count of epochs waited is wrong." }
    return "The state is right, the decision is not."
  }

  private static func text(_ state: PatienceState) -> String {
    "(epoch \(state.epoch), best \(state.best.map { "\($0)" } ?? "none"), waited \(state.waited))"
  }

  private static func text(_ result: Considered) -> String {
    "\(text(result.state)) and .\(result.decision)"
  }

  private static func text(_ rule: PatienceRule) -> String {
    "(.\(rule.goal), patience \(rule.patience), minimum delta \(rule.minimumDelta), "
      + "warm-up \(rule.warmUp))"
  }
}
