import Curriculum
import Gradus

extension EarlyStoppingLesson {
  /// What the rule is made of, so that a mistake is one change to it.
  private struct ChangedRule: Sendable {
    var isBetter: @Sendable (Double, Double, PatienceRule) -> Bool = { value, best, rule in
      rule.goal.isBetter(value, than: best, by: rule.minimumDelta)
    }
    var isFirst: @Sendable (Double, PatienceRule) -> Bool = { value, _ in !value.isNaN }
    var countsNaN = false
    var resets = true
    var stops: @Sendable (Int, PatienceRule) -> Bool = { $0 >= $1.patience }
    var warmUp: @Sendable (PatienceRule) -> Int = { $0.warmUp }
    var watchesWarmUp = false
    var waitsInWarmUp = false
    var replacesAlways = false
    var keepsBest = false
    var keepsAnyBetter = false
    var passesNaN = false
    var counts = true
    var improved = Answers.Decision.improved
    /// What is remembered after an improvement, and after the end.
    var afterImprovement: @Sendable (PatienceState, PatienceRule) -> PatienceState = { next, _ in
      next
    }
    var afterStop: @Sendable (PatienceState) -> PatienceState = { $0 }

    func callAsFunction(
      _ value: Double, _ state: PatienceState, _ rule: PatienceRule
    ) -> (state: PatienceState, decision: Answers.Decision) {
      var next = state
      if counts { next.epoch += 1 }
      let improves =
        state.best.map { isBetter(value, $0, rule) } ?? isFirst(value, rule)
        || (countsNaN && value.isNaN)
      if next.epoch <= warmUp(rule) {
        if waitsInWarmUp { next.waited += 1 }
        if watchesWarmUp && improves { next.best = value }
        return (next, .waiting)
      }
      if improves {
        if !keepsBest { next.best = value }
        if resets { next.waited = 0 }
        return (afterImprovement(next, rule), improved)
      }
      if replacesAlways { next.best = value }
      if keepsAnyBetter, let best = state.best, rule.goal.isBetter(value, than: best) {
        next.best = value
      }
      if passesNaN && value.isNaN { return (next, .waiting) }
      next.waited += 1
      return stops(next.waited, rule) ? (afterStop(next), .stop) : (next, .waiting)
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedRule) -> Void
  ) -> Mistake<Answers.Consider> {
    var rule = ChangedRule()
    change(&rule)
    return Mistake(name, why) { [rule] in rule($0, $1, $2) }
  }

  static let considerMistakes: [Mistake<Answers.Consider>] = [
    mistake(
      "patience one too long",
      "One epoch too late: the patience-th epoch in a row ends the training."
    ) { $0.stops = { $0 > $1.patience } },
    mistake(
      "patience one too short", "One epoch too early: only the patience-th epoch in a row may stop."
    ) { $0.stops = { $0 >= $1.patience - 1 } },
    mistake(
      "goal exchanged", "The goal is turned around: .minimum means that small values are good."
    ) {
      $0.isBetter = { value, best, rule in
        (rule.goal == .minimum ? Goal.maximum : .minimum)
          .isBetter(value, than: best, by: rule.minimumDelta)
      }
    },
    mistake("goal ignored", "With goal .maximum, large values are the good ones.") {
      $0.isBetter = { $0 < $1 - $2.minimumDelta }
    },
    mistake(
      "minimum delta with the wrong sign",
      "The minimum delta has the wrong sign: a value must be better than the best by more than that."
    ) {
      $0.isBetter = { value, best, rule in
        rule.goal == .minimum
          ? value < best + rule.minimumDelta : value > best - rule.minimumDelta
      }
    },
    mistake(
      "minimum delta subtracted for both goals",
      "For .maximum the minimum delta is added: a value must be above best + δ."
    ) {
      $0.isBetter = { value, best, rule in
        rule.goal == .minimum
          ? value < best - rule.minimumDelta : value > best - rule.minimumDelta
      }
    },
    mistake(
      "minimum delta as a share",
      "The minimum delta is an amount and not a share of the best: best − δ, not best · (1 − δ)."
    ) {
      $0.isBetter = { value, best, rule in
        rule.goal == .minimum
          ? value < best * (1 - rule.minimumDelta) : value > best * (1 + rule.minimumDelta)
      }
    },
    mistake(
      "minimum delta in either direction",
      "A value that is far from the best in either direction counts: it must be better than the best."
    ) { $0.isBetter = { ($0 - $1).magnitude > $2.minimumDelta } },
    mistake("minimum delta ignored", "Use the minimum delta: so small a change does not count.") {
      $0.isBetter = { $2.goal.isBetter($0, than: $1) }
    },
    mistake("an equal value counts", "A value that only equals the best ± δ is no improvement.") {
      $0.isBetter = { value, best, rule in
        rule.goal == .minimum
          ? value <= best - rule.minimumDelta : value >= best + rule.minimumDelta
      }
    },
    mistake(
      "the best begins at infinity",
      "The first value is an improvement whatever its size, infinity too: only NaN is not."
    ) {
      $0.isFirst = { value, rule in
        rule.goal == .minimum ? value < .infinity : value > -.infinity
      }
    },
    mistake(
      "the best begins at 0",
      "The first value is an improvement whatever its size: before it there is no best, and not 0."
    ) { $0.isFirst = { value, rule in rule.goal.isBetter(value, than: 0) } },
    mistake(
      "the first value is no improvement",
      "When there is no best yet, the value is an improvement: it becomes the first best."
    ) { $0.isFirst = { _, _ in false } },
    mistake(
      "counter not reset",
      "After an improvement the count starts again at 0: epochs in a row are meant, not all of them."
    ) { $0.resets = false },
    mistake(
      "NaN counted as an improvement",
      "NaN is never an improvement: whatever is compared with it later, is not better."
    ) { $0.countsNaN = true },
    mistake(
      "a first NaN becomes the best", "NaN is never an improvement, not even the first value."
    ) {
      $0.isFirst = { _, _ in true }
    },
    mistake("compares with the last value", "The best is replaced only by something better.") {
      $0.replacesAlways = true
    },
    mistake(
      "an epoch waited after an improvement",
      "After an improvement the count is 0: it has not been waited."
    ) {
      $0.afterImprovement = { next, _ in
        PatienceState(epoch: next.epoch, best: next.best, waited: 1)
      }
    },
    mistake(
      "the minimum delta taken off the best",
      "The value itself becomes the best, without the minimum delta."
    ) {
      $0.afterImprovement = { next, rule in
        let delta = rule.goal == .minimum ? -rule.minimumDelta : rule.minimumDelta
        return PatienceState(
          epoch: next.epoch, best: next.best.map { $0 + delta }, waited: next.waited)
      }
    },
    mistake(
      "counter reset by the stop",
      "At the stop the count stays what it is: only an improvement resets it."
    ) { $0.afterStop = { PatienceState(epoch: $0.epoch, best: $0.best, waited: 0) } },
    mistake(
      "NaN not waited", "NaN is no improvement: it is one more epoch that is waited."
    ) { $0.passesNaN = true },
    mistake(
      "a small improvement becomes the best",
      "A value that is better by no more than the minimum delta is not the new best: the best stays."
    ) { $0.keepsAnyBetter = true },
    mistake(
      "a first infinity is no improvement",
      "The first value is an improvement whatever its size, infinity too: only NaN is not."
    ) { $0.isFirst = { value, _ in value.isFinite } },
    mistake(
      "too small an improvement does not count",
      "However little a value is better by, it counts when that is more than the minimum delta."
    ) {
      $0.isBetter = { value, best, rule in
        rule.goal.isBetter(value, than: best, by: rule.minimumDelta + 1e-4)
      }
    },
    mistake(
      "minimum delta for .minimum only",
      "The minimum delta is for both goals: with .maximum, a value must be above best + δ."
    ) {
      $0.isBetter = { value, best, rule in
        rule.goal.isBetter(value, than: best, by: rule.goal == .minimum ? rule.minimumDelta : 0)
      }
    },
    mistake("the best not replaced", "An improvement becomes the best: next.best = value.") {
      $0.keepsBest = true
    },
    mistake("an improvement called waiting", "An improvement is .improved, not .waiting.") {
      $0.improved = .waiting
    },
    mistake("epochs not counted", "Each call counts one epoch: next.epoch += 1.") {
      $0.counts = false
    },
    mistake("warm-up ignored", "During the warm-up nothing is considered: only count the epoch.") {
      $0.warmUp = { _ in 0 }
    },
    mistake("warm-up one too short", "The warm-up lasts one epoch longer: epoch <= warmUp.") {
      $0.warmUp = { $0.warmUp - 1 }
    },
    mistake(
      "warm-up one too long", "The warm-up lasts one epoch less: it is over when epoch > warmUp."
    ) { $0.warmUp = { $0.warmUp == 0 ? 0 : $0.warmUp + 1 } },
    mistake("warm-up uses up patience", "Epochs of the warm-up are not waited for.") {
      $0.waitsInWarmUp = true
    },
    mistake(
      "best taken from the warm-up",
      "The values of the warm-up are not looked at: none of them becomes the best."
    ) { $0.watchesWarmUp = true },
  ]
}
