import Curriculum
import Gradus

extension EarlyStoppingLesson {
  /// The right loop, with something done otherwise.
  private struct ChangedLoop: Sendable {
    /// Which model is kept where an epoch improves; nil for that which is kept already.
    var keeps: @Sendable (_ before: Answers.Network, _ after: Answers.Network) -> Answers.Network? =
      {
        $1
      }
    var keepsState = true
    var stops: @Sendable (Answers.Decision) -> Bool = { $0 == .stop }
    var improves:
      @Sendable (_ decision: Answers.Decision, _ loss: Double, _ losses: [Double]) -> Bool =
        { decision, _, _ in decision == .improved }
    var beginsAnew = false
    var returnsLast = (model: false, epoch: false)
    var notes: @Sendable (_ loss: Double, _ decision: Answers.Decision) -> Bool = { _, _ in true }
    var firstEpoch = 1

    func callAsFunction(
      _ start: Answers.Network, _ epochs: Int, _ rule: PatienceRule,
      _ runEpoch: (inout Answers.Network) throws -> Void,
      _ validationLoss: (Answers.Network) throws -> Double
    ) throws -> Answers.Stopped {
      var (model, state, losses) = (start, PatienceState(), [Double]())
      var (best, last) = ((model: start, epoch: 0), 0)
      for epoch in 1...epochs {
        let before = model
        if beginsAnew { model = start }
        try runEpoch(&model)
        let loss = try validationLoss(model)
        let (next, decision) = try StoppingEarly.consider(loss, after: state, rule: rule)
        if keepsState { state = next }
        if improves(decision, loss, losses) {
          best = (keeps(before, model) ?? best.model, epoch - 1 + firstEpoch)
        }
        if notes(loss, decision) { losses.append(loss) }
        last = epoch
        if stops(decision) { break }
      }
      return (
        returnsLast.model ? model : best.model, returnsLast.epoch ? last : best.epoch, losses
      )
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedLoop) -> Void
  ) -> Mistake<Answers.Train> {
    var loop = ChangedLoop()
    change(&loop)
    return Mistake(name, why) { [loop] in try loop($0, $1, $2, $3, $4) }
  }

  private static let whenImproved =
    "The epoch cannot be computed from what was waited: note it when consider says .improved."

  static let trainMistakes: [Mistake<Answers.Train>] = [
    mistake("the best not restored", "That is the last model: return the best one, and its epoch.")
    {
      $0.returnsLast = (true, true)
    },
    Mistake(
      "the last model where nothing stopped",
      "No .stop has come, and that is the last model: then as well, return the best one and its epoch."
    ) { start, epochs, rule, runEpoch, validationLoss in
      var (last, run) = (start, 0)
      var right = try StoppingEarly.train(
        from: start, epochs: epochs, rule: rule,
        runEpoch: {
          try runEpoch(&$0)
          (last, run) = ($0, run + 1)
        }, validationLoss: validationLoss)
      if run == epochs { (right.model, right.epoch) = (last, run) }
      return right
    },
    mistake(
      "the best never kept",
      "That is the model before the first epoch: on .improved, best = model."
    ) { $0.keeps = { _, _ in nil } },
    mistake(
      "kept until the stop",
      "The model is kept at .waiting as well: keep it when consider says .improved."
    ) { $0.improves = { decision, _, _ in decision != .stop } },
    Mistake(
      "the epoch from what was waited", whenImproved
    ) { start, epochs, rule, runEpoch, validationLoss in
      var (state, run) = (PatienceState(), 0)
      var right = try StoppingEarly.train(
        from: start, epochs: epochs, rule: rule,
        runEpoch: {
          try runEpoch(&$0)
          run += 1
        },
        validationLoss: {
          let loss = try validationLoss($0)
          state = try StoppingEarly.consider(loss, after: state, rule: rule).state
          return loss
        })
      right.epoch = run - state.waited
      return right
    },
    Mistake(
      "the epoch from the patience", whenImproved
    ) { start, epochs, rule, runEpoch, validationLoss in
      var right = try StoppingEarly.train(
        from: start, epochs: epochs, rule: rule, runEpoch: runEpoch, validationLoss: validationLoss)
      right.epoch = right.losses.count - rule.patience
      return right
    },
    Mistake(
      "one epoch too few", "The last epoch is not run: there are `epochs` of them, 1...epochs."
    ) { start, epochs, rule, runEpoch, validationLoss in
      try StoppingEarly.train(
        from: start, epochs: epochs - 1, rule: rule, runEpoch: runEpoch,
        validationLoss: validationLoss)
    },
    Mistake(
      "stops by a count of its own",
      "The training ends by another rule than consider's: leave the loop when it says .stop."
    ) { start, epochs, rule, runEpoch, validationLoss in
      try StoppingEarly.train(
        from: start, epochs: epochs, rule: PatienceRule(patience: rule.patience),
        runEpoch: runEpoch, validationLoss: validationLoss)
    },
    mistake(
      "the best of the losses, the last model",
      "The epoch is that of the best, the model is the last: keep the best model as well."
    ) { $0.returnsLast = (true, false) },
    mistake(
      "the best model, the last epoch",
      "The model is the best, the epoch is the last: return the epoch of the best."
    ) { $0.returnsLast = (false, true) },
    mistake(
      "never stops",
      "All epochs are run: on .stop leave the loop. If that is done, consider never says it: give it the state "
        + "that it returned last."
    ) {
      $0.stops = { _ in false }
    },
    mistake(
      "stops at the first epoch without improvement",
      "Only .stop ends the training early: .waiting is an epoch that is waited for."
    ) { $0.stops = { $0 != .improved } },
    Mistake(
      "one epoch more after the stop",
      "One too many: leave the loop as soon as consider says .stop."
    ) { start, epochs, rule, runEpoch, validationLoss in
      var hasStopped = false
      var (model, state, losses) = (start, PatienceState(), [Double]())
      var best = (model: start, epoch: 0)
      for epoch in 1...epochs {
        try runEpoch(&model)
        losses.append(try validationLoss(model))
        if hasStopped { break }
        let (next, decision) = try StoppingEarly.consider(
          losses[epoch - 1], after: state, rule: rule)
        state = next
        if decision == .improved { best = (model, epoch) }
        hasStopped = decision == .stop
      }
      return (best.model, best.epoch, losses)
    },
    mistake("epochs counted from 0", "Epochs are counted from 1.") { $0.firstEpoch = 0 },
    mistake(
      "kept before the epoch",
      "That is the model from before the best epoch: keep it after it has been measured."
    ) { $0.keeps = { before, _ in before } },
    mistake("each epoch from the start", "") { $0.beginsAnew = true },
    Mistake("measured before the epoch") { start, epochs, rule, runEpoch, validationLoss in
      _ = try validationLoss(start)
      return try StoppingEarly.train(
        from: start, epochs: epochs, rule: rule, runEpoch: runEpoch, validationLoss: validationLoss)
    },
    mistake(
      "state forgotten",
      "Every epoch is considered as if it were the first, and so it is the best: give consider the state that "
        + "it returned last."
    ) { $0.keepsState = false },
    mistake(
      "every epoch kept",
      "That is the last model: return the best one, and its epoch."
    ) { $0.improves = { _, _, _ in true } },
    mistake(
      "the smallest loss, whatever the rule says",
      "The smallest loss is kept, whatever the rule's goal, minimum delta and warm-up: keep the model when "
        + "consider says .improved."
    ) {
      $0.improves = { _, loss, losses in
        !loss.isNaN && losses.allSatisfy { $0.isNaN || loss < $0 }
      }
    },
    mistake(
      "better than the epoch before",
      "A model is kept that is better than that of the epoch before: keep it when consider says .improved."
    ) { $0.improves = { _, loss, losses in losses.last.map { loss < $0 } ?? true } },
    mistake(
      "only the losses of improvements noted",
      "Note the validation loss of each epoch, whatever it is."
    ) { $0.notes = { $1 == .improved } },
    mistake(
      "the loss of the stop not noted",
      "The loss of the epoch that ends the training is missing: note it before leaving the loop."
    ) { $0.notes = { $1 != .stop } },
    mistake(
      "NaN not noted", "A loss that is NaN is missing: note each epoch's loss, whatever it is."
    ) { loop in loop.notes = { loss, _ in !loss.isNaN } },
    Mistake(
      "the losses up to the best alone",
      "The losses after the best epoch are missing: note those of all epochs that were run."
    ) { start, epochs, rule, runEpoch, validationLoss in
      var right = try StoppingEarly.train(
        from: start, epochs: epochs, rule: rule, runEpoch: runEpoch, validationLoss: validationLoss)
      right.losses = Array(right.losses.prefix(right.epoch))
      return right
    },
    Mistake(
      "the last model where none improved",
      "No epoch has improved on anything: then the model before the first epoch is returned, with epoch 0."
    ) { start, epochs, rule, runEpoch, validationLoss in
      var last = start
      var right = try StoppingEarly.train(
        from: start, epochs: epochs, rule: rule,
        runEpoch: {
          try runEpoch(&$0)
          last = $0
        }, validationLoss: validationLoss)
      if right.epoch == 0 { right.model = last }
      return right
    },
    Mistake(
      "the last epoch where none improved",
      "No epoch has improved on anything: then the model before the first epoch is returned, with epoch 0."
    ) { start, epochs, rule, runEpoch, validationLoss in
      var right = try StoppingEarly.train(
        from: start, epochs: epochs, rule: rule, runEpoch: runEpoch, validationLoss: validationLoss)
      if right.epoch == 0 { right.epoch = right.losses.count }
      return right
    },
    Mistake(
      "the best model, the epoch of the smallest loss",
      "The epoch is that of the smallest loss: note it when consider says .improved, as the model."
    ) { start, epochs, rule, runEpoch, validationLoss in
      var right = try StoppingEarly.train(
        from: start, epochs: epochs, rule: rule, runEpoch: runEpoch, validationLoss: validationLoss)
      if let smallest = right.losses.filter({ !$0.isNaN }).min() {
        right.epoch = right.losses.firstIndex(of: smallest)! + 1
      }
      return right
    },
    Mistake("errors of runEpoch swallowed") { start, epochs, rule, runEpoch, validationLoss in
      try StoppingEarly.train(
        from: start, epochs: epochs, rule: rule, runEpoch: { try? runEpoch(&$0) },
        validationLoss: validationLoss)
    },
    Mistake("errors of validationLoss swallowed") { start, epochs, rule, runEpoch, validationLoss in
      try StoppingEarly.train(
        from: start, epochs: epochs, rule: rule, runEpoch: runEpoch,
        validationLoss: { (try? validationLoss($0)) ?? .nan })
    },
  ]
}
