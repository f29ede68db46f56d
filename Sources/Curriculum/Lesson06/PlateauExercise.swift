import Curriculum
import Gradus

extension EarlyStoppingLesson {
  static let lowerOnPlateau = Exercise<Answers>(
    "lowerOnPlateau", "Smaller steps where the loss has stopped falling",
    hints: [
      "state.best.map { loss < $0 } ?? !loss.isNaN is the question; a comparison with NaN is false, as it "
        + "should be.",
      "Without an improvement: next.waited += 1, and only if that is more than rule.patience …",
      "… next.rate = max(state.rate * rule.factor, rule.smallestRate) and next.waited = 0.",
    ],
    learned: "Where the loss has stopped falling, smaller steps may still find a way down.",
    landmark: Landmark(
      "Sources/Training/Schedules/ReduceOnPlateau.swift", "struct ReduceOnPlateau"),
    solution: { $0.lowerOnPlateau = StoppingEarly.lowerOnPlateau },
    check: { answers in
      // As in `consider`, the calls tell the mistakes apart together.
      let found = try plateauCalls.map { try answers.lowerOnPlateau($0.loss, $0.state, $0.rule) }
      let right = try plateauCalls.map { call in
        try StoppingEarly.lowerOnPlateau(call.loss, after: call.state, rule: call.rule)
      }
      let differing = zip(found, right).enumerated().first { !same($1.0, $1.1) }
      try expect(
        found, equals: right, in: "lowerOnPlateau",
        parts: plateauCalls.indices.flatMap { index -> [Part<[PlateauState]>] in
          let call = text(plateauCalls[index])
          return [
            .value("\(call), best") { text($0[index].best) },
            .value("\(call), waited") { $0[index].waited },
            .number("\(call), rate") { $0[index].rate },
          ]
        },
        suspects: plateauMistakes.suspects { function in
          try plateauCalls.map { try function($0.loss, $0.state, $0.rule) }
        },
        otherwise: differing.map { index, states in
          reminder(of: states.1, after: plateauCalls[index].state)
        })
    },
    wrongAnswers: plateauMistakes.wrongAnswers(\.lowerOnPlateau),
    rightAnswers: [
      RightAnswer("a guard for what is better") {
        $0.lowerOnPlateau = { loss, state, rule in
          let improves = if let best = state.best { loss < best } else { !loss.isNaN }
          guard !improves else { return PlateauState(rate: state.rate, best: loss) }
          guard state.waited >= rule.patience else {
            return PlateauState(rate: state.rate, best: state.best, waited: state.waited + 1)
          }
          return PlateauState(
            rate: max(rule.smallestRate, rule.factor * state.rate), best: state.best)
        }
      },
      RightAnswer("the rate by a comparison") {
        $0.lowerOnPlateau = { loss, state, rule in
          var next = state
          switch state.best {
          case nil where loss == loss: (next.best, next.waited) = (loss, 0)
          case let best? where loss < best: (next.best, next.waited) = (loss, 0)
          default: next.waited += 1
          }
          if next.waited == rule.patience + 1 {
            let lower = state.rate * rule.factor
            next.rate = lower < rule.smallestRate ? rule.smallestRate : lower
            next.waited = 0
          }
          return next
        }
      },
      RightAnswer("waited first") {
        $0.lowerOnPlateau = { loss, state, rule in
          let isFirst = state.best == nil && !loss.isNaN
          let improves = isFirst || loss < (state.best ?? -.infinity)
          let waited = improves ? 0 : state.waited + 1
          let isOver = waited > rule.patience
          return PlateauState(
            rate: isOver ? max(state.rate * rule.factor, rule.smallestRate) : state.rate,
            best: improves ? loss : state.best, waited: isOver ? 0 : waited)
        }
      },
    ])

  private typealias PlateauCall = (loss: Double, state: PlateauState, rule: PlateauRule)

  /// The epochs of whole trainings, and then every sort of loss at every sort of state.
  private static let plateauCalls: [PlateauCall] = {
    var calls: [PlateauCall] = []
    for (rule, losses) in plateaus {
      var state = PlateauState(rate: 0.5)
      for loss in losses {
        calls.append((loss, state, rule))
        guard let next = try? StoppingEarly.lowerOnPlateau(loss, after: state, rule: rule) else {
          break
        }
        state = next
      }
    }
    for best in [nil, 0.5, -2, 1024, 0, .infinity, -.infinity] as [Double?] {
      let near = best ?? 1
      for loss in [near, near - 0.25, near + 0.25, 3, .nan, .infinity, -.infinity] {
        for (patience, waited) in [(0, 0), (1, 0), (1, 1), (3, 2), (9, 9)] {
          for (rate, factor, smallest) in [
            (0.8, 0.3, 0.0), (0.01, 0.1, 0.005), (3, 0.5, 1.5), (1.5e-8, 0.5, 0),
          ] {
            calls.append(
              (
                loss, PlateauState(rate: rate, best: best, waited: waited),
                PlateauRule(factor: factor, patience: patience, smallestRate: smallest)
              ))
          }
        }
      }
    }
    return calls
  }()

  private static let plateaus: [(PlateauRule, [Double])] = [
    (PlateauRule(factor: 0.25, patience: 2), [1, 0.75, 0.8, 0.7, 0.7, 0.9, 0.8, 0.8, 0.6]),
    (PlateauRule(factor: 0.25, patience: 0, smallestRate: 0.0625), [1, 2, 2, 2, 0.5]),
    (PlateauRule(factor: 0.5, patience: 1), [.nan, 2, .nan, .nan, 1]),
    (PlateauRule(factor: 0.5, patience: 1), [.infinity, .infinity, 5, 6, 5.5]),
    (PlateauRule(factor: 0.5, patience: 9), [1, 0.99999, 0.999995, 0.99998]),
  ]

  private static func same(_ a: PlateauState, _ b: PlateauState) -> Bool {
    (a.rate - b.rate).magnitude < 1e-9 && a.waited == b.waited && text(a.best) == text(b.best)
  }

  /// What the rule says where an answer differs.
  private static func reminder(
    of right: PlateauState, after state: PlateauState
  ) -> String {
    if text(right.best) != text(state.best) {
      return
        "That loss is the first, or below the best: it becomes the best, nothing has been waited "
        + "since, and the rate stays."
    }
    return right.waited > 0
      ? "That loss is no improvement: one more epoch has been waited. It is not yet more than the "
        + "patience, and the rate stays."
      : "That loss is no improvement, and now more epochs have been waited than the patience: the rate "
        + "is multiplied by the factor, but not below the smallest, and the count starts again."
  }

  private static func text(_ call: PlateauCall) -> String {
    "\(call.loss) after (rate \(call.state.rate), best \(text(call.state.best)), waited "
      + "\(call.state.waited)), factor \(call.rule.factor), patience \(call.rule.patience), smallest "
      + "rate \(call.rule.smallestRate)"
  }

  private static func text(_ best: Double?) -> String { best.map { "\($0 + 0)" } ?? "none" }
}
