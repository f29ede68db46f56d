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
    learned:
      "A model is a value, so keeping the best is an assignment, and stopping early returns to "
      + "it.",
    landmark: Landmark("Sources/Training/Fit/TrainingRun.swift", "mutating func keepModel"),
    solution: { $0.train = StoppingEarly.train },
    check: { answers in
      var suspicion = Suspicion(trainMistakes)
      for (losses, rule) in trainings {
        try check(answers, losses, rule, &suspicion)
      }
      try expectHandsOnErrors("train", of: "runEpoch", calls: 4) { probe in
        _ = try answers.train(
          model(0), 4, PatienceRule(patience: 9),
          {
            try probe()
            $0 = model(epochs(of: $0) + 1)
          }, { Double(-epochs(of: $0)) })
      }
      try expectHandsOnErrors("train", of: "validationLoss", calls: 4) { probe in
        _ = try answers.train(
          model(0), 4, PatienceRule(patience: 9), { $0 = model(epochs(of: $0) + 1) },
          {
            try probe()
            return Double(-epochs(of: $0))
          })
      }
    },
    wrongAnswers: trainMistakes.wrongAnswers(\.train),
    rightAnswers: [
      RightAnswer("a while loop that ends by a flag") {
        $0.train = { start, epochs, rule, runEpoch, validationLoss in
          var (model, best, epoch, bestEpoch, goesOn) = (start, start, 0, 0, true)
          var (state, losses) = (PatienceState(), [Double]())
          while goesOn && epoch < epochs {
            epoch += 1
            try runEpoch(&model)
            losses.append(try validationLoss(model))
            let result = try StoppingEarly.consider(losses[epoch - 1], after: state, rule: rule)
            state = result.state
            switch result.decision {
            case .improved: (best, bestEpoch) = (model, epoch)
            case .stop: goesOn = false
            default: break
            }
          }
          return (best, bestEpoch, losses)
        }
      },
      RightAnswer("the state knows the epoch") {
        $0.train = { start, epochs, rule, runEpoch, validationLoss in
          var (model, state) = (start, PatienceState())
          var result: Answers.Stopped = (start, 0, [])
          repeat {
            try runEpoch(&model)
            let loss = try validationLoss(model)
            result.losses.append(loss)
            let decision: Answers.Decision
            (state, decision) = try StoppingEarly.consider(loss, after: state, rule: rule)
            if decision == .stop { return result }
            if decision == .improved { (result.model, result.epoch) = (model, state.epoch) }
          } while state.epoch < epochs
          return result
        }
      },
      RightAnswer("all models kept, and the best chosen at the end") {
        $0.train = { start, epochs, rule, runEpoch, validationLoss in
          var (models, bests, state) = ([start], [0], PatienceState())
          var losses: [Double] = []
          for epoch in 1...epochs {
            var model = models[epoch - 1]
            try runEpoch(&model)
            models.append(model)
            losses.append(try validationLoss(model))
            let considered = try StoppingEarly.consider(losses.last!, after: state, rule: rule)
            state = considered.state
            if considered.decision == .improved { bests.append(epoch) }
            if considered.decision == .stop { break }
          }
          return (models[bests.last!], bests.last!, losses)
        }
      },
    ])

  /// The validation losses of epochs, and a rule that watches them.
  private static let trainings: [([Double], PatienceRule)] = [
    // The first two tell nearly all mistakes apart.
    ([3, 2, 2.5, 1, 4, 5, 6, 7, 8], PatienceRule(patience: 3)),
    ([4, 2, 3, 2.5, 3], PatienceRule(patience: 9)), ([5, 3, 4, 6, 1], PatienceRule(patience: 2)),
    ([5, 4, 3, 2], PatienceRule(patience: 1)),
    ([0.5, 0.9, 0.8, 0.7, 0.6], PatienceRule(.maximum, patience: 3)),
    ([0.1, 0.2, 3, 2, 4, 5, 1], PatienceRule(patience: 2, warmUp: 2)),
    ([.nan, .nan, .nan], PatienceRule(patience: 2)),
    ([.nan, .nan, .nan], PatienceRule(patience: 2, warmUp: 1)), ([7], PatienceRule(patience: 1)),
    ([.infinity, .nan, 8, -1, .infinity, -2, 3, 4], PatienceRule(patience: 2)),
    ([4, 3.5, 3.25, 3, 2.75, 2.5], PatienceRule(patience: 3, minimumDelta: 0.75)),
    ([0.5, 0.9, 1.3, 1.5, 1.6], PatienceRule(.maximum, patience: 9, minimumDelta: 0.5)),
    ([9, 9, .nan, .nan, 5], PatienceRule(patience: 3, warmUp: 2)),
    ([4, 4.5, 4.75, 3, 3, 3, 2, 1], PatienceRule(patience: 2, minimumDelta: 1)),
    ([6, 9, 8, 7, 6.5, 5], PatienceRule(patience: 3)),
    ([1, 0.99999, 1.5, 1.25], PatienceRule(patience: 9)),
    ([9, 9, 9, 5, 6, 7, 4, 8, 8, 8, 8, 3], PatienceRule(patience: 3)),
    ([9, 8, 7, 5, 5.5, 6, 5.25], PatienceRule(patience: 3, warmUp: 3)),
  ]

  /// A model whose one number counts how often an epoch has been run on it.
  private static func model(_ epochs: Int) -> Answers.Network {
    Sequential(Linear<Float>(weight: Tensor(repeating: Float(epochs), shape: [1, 1]), bias: nil))
  }

  private static func epochs(of model: Answers.Network) -> Int {
    Int(model.parameters[0].value.sum())
  }

  /// What is known of a training afterward.
  private typealias Trained = (epochsRun: Int, losses: [Double], modelsEpoch: Int, epoch: Int)

  /// Judges a training whose validation loss after each epoch is given.
  private static func check(
    _ answers: Answers, _ losses: [Double], _ rule: PatienceRule,
    _ suspicion: inout Suspicion<Answers.Train>
  ) throws {
    let call =
      "train with the validation losses \(losses), .\(rule.goal), patience \(rule.patience)"
      + (rule.minimumDelta > 0 ? ", minimum delta \(rule.minimumDelta)" : "")
      + (rule.warmUp > 0 ? ", warm-up \(rule.warmUp)" : "")
    let right = try trained(
      by: {
        try StoppingEarly.train(from: $0, epochs: $1, rule: $2, runEpoch: $3, validationLoss: $4)
      }, losses, rule, in: call)
    let found = try trained(by: answers.train, losses, rule, in: call)
    try suspicion.expect(
      found, equals: right, in: call,
      parts: [
        .value("epochs run", \.epochsRun), .value("losses") { $0.losses.map { "\($0)" } },
        .value("epochs of the returned model", \.modelsEpoch), .value("epoch", \.epoch),
      ],
      otherwise: found.epochsRun != right.epochsRun
        ? "On .stop leave the loop, and only then; give consider the whole rule, and the state that it "
          + "returned last."
        : found.losses.count != right.losses.count
          ? "Note the validation loss of each epoch, whatever it is." : nil
    ) { try trained(by: $0, losses, rule, in: call) }
  }

  /// Runs a training whose validation loss after each epoch is given, and watches what it does.
  private static func trained(
    by train: Answers.Train, _ losses: [Double], _ rule: PatienceRule, in call: String
  ) throws -> Trained {
    var run = 0
    let result = try train(
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
    return (run, result.losses, epochs(of: result.model), result.epoch)
  }
}
