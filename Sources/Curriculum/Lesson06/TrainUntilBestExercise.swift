import Curriculum
import Gradus

extension EarlyStoppingLesson {
  static let train = Exercise<Answers>(
    "train", "Stop early, and go back to the best",
    hints: [
      "Beside the model you need: the best model and its epoch, a PatienceState, and the losses.",
      "In each epoch: try runEpoch(&model), let loss = try validationLoss(model), then "
        + "consider(loss, after: state, rule: rule).",
      "On .improved: best = (model, epoch). On .stop: break. At the end return the best, not the last.",
    ],
    learnt:
      "A model is a value, so keeping the best is an assignment, and stopping early returns to "
      + "it.",
    landmark: Landmark("Sources/Training/Fit/TrainingRun.swift", "mutating func keepModel"),
    solution: { $0.train = StoppingEarly.train },
    check: { answers in
      try check(answers, [5, 3, 4, 6, 1], PatienceRule(patience: 2))
      try check(answers, [5, 4, 3, 2], PatienceRule(patience: 1))
      try check(answers, [0.5, 0.9, 0.8, 0.7, 0.6], PatienceRule(.maximum, patience: 3))
      try check(answers, [3, 2, 2.5, 1, 4, 5, 6, 7], PatienceRule(patience: 3))
      try check(answers, [0.1, 0.2, 3, 2, 4, 5], PatienceRule(patience: 2, warmUp: 2))
      try check(answers, [.nan, .nan, .nan], PatienceRule(patience: 2))
    },
    wrongAnswers: [
      WrongAnswer("the best not restored") {
        $0.train = { try loop($0, $1, $2, $3, $4) { last, _ in last } }
      },
      WrongAnswer("the best of the losses, the last model") {
        $0.train = { try loop($0, $1, $2, $3, $4) { last, best in (last.0, best.1) } }
      },
      WrongAnswer("never stops") {
        $0.train = { start, epochs, rule, runEpoch, loss in
          var patient = rule
          patient.patience = .max
          return try StoppingEarly.train(
            from: start, epochs: epochs, rule: patient, runEpoch: runEpoch, validationLoss: loss)
        }
      },
      WrongAnswer("one epoch more after the stop") {
        $0.train = { start, epochs, rule, runEpoch, loss in
          var patient = rule
          patient.patience += 1
          return try StoppingEarly.train(
            from: start, epochs: epochs, rule: patient, runEpoch: runEpoch, validationLoss: loss)
        }
      },
      WrongAnswer("epochs counted from 0") {
        $0.train = { start, epochs, rule, runEpoch, loss in
          let right = try StoppingEarly.train(
            from: start, epochs: epochs, rule: rule, runEpoch: runEpoch, validationLoss: loss)
          return (right.model, right.epoch - 1, right.losses)
        }
      },
      WrongAnswer("kept before the epoch") {
        $0.train = { start, epochs, rule, runEpoch, loss in
          var (model, state, losses) = (start, PatienceState(), [Double]())
          var best = (start, 0)
          for epoch in 1...epochs {
            let before = model
            try runEpoch(&model)
            losses.append(try loss(model))
            let considered = try StoppingEarly.consider(
              losses[losses.count - 1], after: state, rule: rule)
            state = considered.state
            if considered.decision == .improved { best = (before, epoch) }
            if considered.decision == .stop { break }
          }
          return (best.0, best.1, losses)
        }
      },
      WrongAnswer("each epoch from the start") {
        $0.train = { start, epochs, rule, runEpoch, loss in
          try StoppingEarly.train(
            from: start, epochs: epochs, rule: rule,
            runEpoch: {
              $0 = start
              try runEpoch(&$0)
            }, validationLoss: loss)
        }
      },
      WrongAnswer("measured before the epoch") {
        $0.train = { start, epochs, rule, runEpoch, loss in
          _ = try loss(start)
          return try StoppingEarly.train(
            from: start, epochs: epochs, rule: rule, runEpoch: runEpoch, validationLoss: loss)
        }
      },
      WrongAnswer("state forgotten") {
        $0.train = { start, epochs, rule, runEpoch, loss in
          var (model, losses) = (start, [Double]())
          var best = (start, 0)
          for epoch in 1...epochs {
            try runEpoch(&model)
            losses.append(try loss(model))
            // A new state for each epoch: every value is the first, and so the best.
            let decision = try StoppingEarly.consider(
              losses[losses.count - 1], after: PatienceState(), rule: rule
            ).decision
            if decision == .improved { best = (model, epoch) }
            if decision == .stop { break }
          }
          return (best.0, best.1, losses)
        }
      },
      WrongAnswer("the loss of the improvement alone is noted") {
        $0.train = { start, epochs, rule, runEpoch, loss in
          let right = try StoppingEarly.train(
            from: start, epochs: epochs, rule: rule, runEpoch: runEpoch, validationLoss: loss)
          return (right.model, right.epoch, Array(right.losses.prefix(right.epoch)))
        }
      },
    ])

  /// A model whose one number counts how often an epoch has been run on it.
  private static func model(_ epochs: Int) -> Sequential<Float> {
    Sequential(Linear<Float>(weight: Tensor(repeating: Float(epochs), shape: [1, 1]), bias: nil))
  }

  private static func epochs(of model: Sequential<Float>) -> Int {
    Int(model.parameters[0].value.sum())
  }

  /// Judges a training whose validation loss after each epoch is given.
  private static func check(
    _ answers: Answers, _ losses: [Double], _ rule: PatienceRule
  ) throws {
    let call =
      "train with the validation losses \(losses), .\(rule.goal), patience \(rule.patience)"
      + (rule.warmUp > 0 ? ", warm-up \(rule.warmUp)" : "")
    let right = try StoppingEarly.train(
      from: model(0), epochs: losses.count, rule: rule,
      runEpoch: { $0 = model(epochs(of: $0) + 1) },
      validationLoss: { losses[min(epochs(of: $0), losses.count) - 1] })
    var run = 0
    let found = try answers.train(
      model(0), losses.count, rule,
      {
        run += 1
        guard run <= losses.count else {
          throw Disagreement(
            "\(call): epoch \(run) was begun.", why: "Run at most `epochs` of them.")
        }
        $0 = model(epochs(of: $0) + 1)
      },
      { model in
        let trained = epochs(of: model)
        guard run > 0 else {
          throw Disagreement(
            "\(call): a model was measured before the first epoch.",
            why: "Run the epoch first, then measure what has become of the model.")
        }
        guard trained == run else {
          throw Disagreement(
            "\(call): after \(run) epochs, a model was measured that has been trained for \(trained).",
            why: "Every epoch goes on with the model of the last one, and that model is measured.")
        }
        return losses[trained - 1]
      })

    try expect(
      run == right.losses.count,
      "\(call): expected \(right.losses.count) epochs, \(run) were run.",
      why: run < right.losses.count
        ? "Only .stop ends the training early."
        : run == right.losses.count + 1
          ? "One too many: leave the loop as soon as consider says .stop."
          : "On .stop leave the loop; give consider the state that it returned last.")
    try expect(
      found.losses.count == right.losses.count,
      "\(call): expected \(right.losses.count) losses, found \(found.losses.count).",
      why: "Note the validation loss of each epoch, whatever it is.")
    for (index, loss) in found.losses.enumerated() {
      try expect(
        loss == losses[index] || loss.isNaN && losses[index].isNaN,
        "\(call), losses[\(index)]: expected \(losses[index]), found \(loss).",
        why: "Append each epoch's validation loss as it was measured.")
    }
    let last = right.losses.count
    try expect(
      Double(epochs(of: found.model)), equals: Double(right.epoch),
      in: "\(call), epochs behind the returned model",
      suspects: [
        Suspect(Double(last), "That is the last model: return the best one."),
        Suspect(
          Double(right.epoch - 1),
          "That is the model from before the best epoch: keep it after it has been measured."),
      ])
    try expect(
      Double(found.epoch), equals: Double(right.epoch), in: "\(call), epoch",
      suspects: [
        Suspect(Double(right.epoch - 1), "Epochs are counted from 1."),
        Suspect(Double(last), "That is the last epoch, not the best."),
      ])
  }

  /// The right loop, and a wrong choice between the last and the best.
  private static func loop(
    _ start: Answers.Network, _ epochs: Int, _ rule: PatienceRule,
    _ runEpoch: (inout Answers.Network) throws -> Void,
    _ validationLoss: (Answers.Network) throws -> Double,
    choose: (_ last: (Answers.Network, Int), _ best: (Answers.Network, Int)) -> (
      Answers.Network, Int
    )
  ) throws -> Answers.Stopped {
    var model = start
    let best = try StoppingEarly.train(
      from: start, epochs: epochs, rule: rule,
      runEpoch: {
        try runEpoch(&$0)
        model = $0
      }, validationLoss: validationLoss)
    let chosen = choose((model, best.losses.count), (best.model, best.epoch))
    return (chosen.0, chosen.1, best.losses)
  }
}
