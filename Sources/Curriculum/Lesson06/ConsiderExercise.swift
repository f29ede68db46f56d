import Curriculum
import Gradus

extension EarlyStoppingLesson {
  static let consider = Exercise<Answers>(
    "consider", "The patience rule",
    hints: [
      "var next = state, then next.epoch += 1; if next.epoch <= rule.warmUp, return (next, .waiting).",
      "Below best − δ is an improvement for .minimum, above best + δ for .maximum; the first value is one "
        + "too, unless value.isNaN.",
      "An improvement sets next.best and next.waited = 0. Otherwise next.waited += 1, and "
        + "next.waited >= rule.patience means .stop.",
    ],
    learned:
      "A patience rule is a small state: the best so far, and how many epochs have been waited "
      + "since.",
    landmark: Landmark("Sources/Training/Callbacks/EarlyStopping.swift", "mutating func consider"),
    solution: { $0.consider = StoppingEarly.consider },
    check: { answers in
      // All calls are looked at before the first difference is told: each of them has few results, and
      // only together do they tell one mistake from another.
      let found = try considerCalls.map { try answers.consider($0.value, $0.state, $0.rule) }
      let right = try considerCalls.map { call in
        try StoppingEarly.consider(call.value, after: call.state, rule: call.rule)
      }
      try expect(
        found, equals: right, in: "consider",
        parts: considerCalls.indices.map { index in
          .value(text(considerCalls[index])) { text($0[index]) }
        },
        suspects: considerMistakes.suspects { function in
          try considerCalls.map { try function($0.value, $0.state, $0.rule) }
        },
        otherwise: zip(zip(found, right), considerCalls).first { text($0.0.0) != text($0.0.1) }
          .map { reminder(of: $0.0.0, differingFrom: $0.0.1, in: $0.1) })
    },
    wrongAnswers: considerMistakes.wrongAnswers(\.consider),
    rightAnswers: [
      RightAnswer("early returns") {
        $0.consider = { value, state, rule in
          let epoch = state.epoch + 1
          if epoch <= rule.warmUp {
            return (PatienceState(epoch: epoch, best: state.best, waited: state.waited), .waiting)
          }
          let sign: Double = rule.goal == .minimum ? 1 : -1
          let improves =
            state.best.map { sign * value < sign * $0 - rule.minimumDelta } ?? !value.isNaN
          if improves {
            return (PatienceState(epoch: epoch, best: value, waited: 0), .improved)
          }
          let waited = state.waited + 1
          return (
            PatienceState(epoch: epoch, best: state.best, waited: waited),
            waited < rule.patience ? .waiting : .stop
          )
        }
      },
      RightAnswer("the goal's own comparison") {
        $0.consider = { value, state, rule in
          var next = state
          next.epoch += 1
          guard next.epoch > rule.warmUp else { return (next, .waiting) }
          if let best = state.best {
            if rule.goal.isBetter(value, than: best, by: rule.minimumDelta) {
              next.best = value
            }
          } else if !value.isNaN {
            next.best = value
          }
          let improves = next.best != state.best
          next.waited = improves ? 0 : state.waited + 1
          return (
            next, improves ? .improved : next.waited == rule.patience ? .stop : .waiting
          )
        }
      },
      RightAnswer("the decision first") {
        $0.consider = { value, state, rule in
          let counts = state.epoch >= rule.warmUp
          let isBetter =
            switch (counts, state.best, rule.goal) {
            case (false, _, _): false
            case (_, nil, _): value == value
            case (_, let best?, .minimum): best - value > rule.minimumDelta
            case (_, let best?, .maximum): value - best > rule.minimumDelta
            }
          let waited = !counts ? state.waited : isBetter ? 0 : state.waited + 1
          let decision: Answers.Decision =
            isBetter ? .improved : counts && waited >= rule.patience ? .stop : .waiting
          return (
            PatienceState(
              epoch: state.epoch + 1, best: isBetter ? value : state.best, waited: waited),
            decision
          )
        }
      },
    ])

  private typealias Considered = (state: PatienceState, decision: Answers.Decision)
  private typealias ConsiderCall = (value: Double, state: PatienceState, rule: PatienceRule)

  /// The epochs of whole trainings, and then every sort of value at every sort of state.
  private static let considerCalls: [ConsiderCall] = {
    var calls: [ConsiderCall] = []
    for (rule, values) in courses {
      // Each call starts from the right state, so that one mistake shows once and in its own place.
      var state = PatienceState()
      for value in values {
        calls.append((value, state, rule))
        guard let next = try? StoppingEarly.consider(value, after: state, rule: rule),
          next.decision != .stop
        else { break }
        state = next.state
      }
    }
    for goal in [Goal.minimum, .maximum] {
      for delta in [0, 0.125, 2] {
        for best in [nil, 0.5, -2, 1024, 0, .infinity, -.infinity] as [Double?] {
          let near = best ?? 1
          for value in [near - delta, near + delta, near, near - 3, near + 3, 7, .nan, .infinity] {
            for (patience, waited) in [(1, 0), (2, 1), (3, 1), (9, 4)] {
              // As it is after a warm-up of 2 epochs, and after none.
              let rule = PatienceRule(
                goal, patience: patience, minimumDelta: delta, warmUp: waited == 1 ? 2 : 0)
              let state = PatienceState(
                epoch: rule.warmUp + waited + (best == nil ? 0 : 1), best: best, waited: waited)
              calls.append((value, state, rule))
            }
          }
        }
      }
    }
    return calls
  }()

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
    (PatienceRule(patience: 9), [1, 0.99999, 0.999995, 0.99998]),
    (PatienceRule(patience: 2, warmUp: 3), [.nan, 5, 1, .infinity, 2, 3, 2]),
    (PatienceRule(.maximum, patience: 4), [-3, -4, -2, -2, .nan, -5, -2]),
  ]

  /// What the rule says where an answer differs.
  private static func reminder(
    of found: Considered, differingFrom right: Considered, in call: ConsiderCall
  ) -> String {
    if found.state.epoch != right.state.epoch {
      return "Each call counts one epoch, those of the warm-up as well."
    }
    if right.state.epoch <= call.rule.warmUp {
      return "During the warm-up the epoch is counted, and nothing else happens: .waiting."
    }
    return switch right.decision {
    case .improved:
      "That value is an improvement: it becomes the best, nothing has been waited since, .improved."
    case .waiting:
      "That value is no improvement: the best stays, and one more epoch has been waited. That is not "
        + "yet as many as the patience: .waiting."
    case .stop:
      "That value is no improvement: the best stays, and one more epoch has been waited. That makes as "
        + "many as the patience: .stop."
    }
  }

  private static func text(_ call: ConsiderCall) -> String {
    "\(call.value) after \(text(call.state)), rule \(text(call.rule))"
  }

  private static func text(_ state: PatienceState) -> String {
    "(epoch \(state.epoch), best \(state.best.map { "\($0 + 0)" } ?? "none"), waited \(state.waited))"
  }

  private static func text(_ result: Considered) -> String {
    "\(text(result.state)) and .\(result.decision)"
  }

  private static func text(_ rule: PatienceRule) -> String {
    "(.\(rule.goal), patience \(rule.patience), minimum delta \(rule.minimumDelta), "
      + "warm-up \(rule.warmUp))"
  }
}
