import Curriculum
import Gradus

extension ExtendingLesson {
  /// What the schedule is made of, so that a mistake is one change to it.
  private struct ChangedSchedule: Sendable {
    var isWarmingUp: @Sendable (_ step: Int, _ warmup: Int) -> Bool = { $0 < $1 }
    /// The share of the peak in the warm-up, at the end of training, and at a share of the decay.
    var warming: @Sendable (_ step: Int, _ warmup: Int) -> Double = { Double($0 + 1) / Double($1) }
    var decaying: @Sendable (Double) -> Double = { 1 - $0.squareRoot() }
    var warmsToPeak = true
    /// How many steps of the decay are over.
    var decayed: @Sendable (_ step: Int, _ total: Int, _ warmup: Int, _ decay: Int) -> Int = {
      $0 - ($1 - $3)
    }
    var isOver: @Sendable (_ step: Int, _ total: Int) -> Bool = { $0 >= $1 }

    func callAsFunction(_ step: Int, _ total: Int, _ peak: Double, _ warmup: Int, _ decay: Int)
      -> Double
    {
      if isWarmingUp(step, warmup) { return (warmsToPeak ? peak : 1) * warming(step, warmup) }
      if isOver(step, total) { return 0 }
      let decayed = decayed(step, total, warmup, decay)
      return decayed <= 0 ? peak : peak * decaying(Double(decayed) / Double(max(1, decay)))
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedSchedule) -> Void
  ) -> Mistake<Answers.StableDecay> {
    var changed = ChangedSchedule()
    change(&changed)
    return Mistake(name, why) { [changed] in changed($0, $1, $2, $3, $4) }
  }

  static let stableDecayMistakes: [Mistake<Answers.StableDecay>] = [
    mistake(
      "the first step without a rate",
      "The first step has a rate of 0, and so is lost: step 0 takes peak/warmup."
    ) { $0.warming = { Double($0) / Double($1) } },
    mistake(
      "whole numbers divided",
      "A whole number divided by a larger one is 0: convert them to Double first."
    ) { $0.warming = { Double(($0 + 1) / $1) } },
    mistake(
      "warm-up to 1 more", "The peak is reached at the last step of the warm-up, not after it."
    ) {
      $0.warming = { Double($0 + 1) / Double($1 + 1) }
    },
    mistake(
      "one step of warm-up too many", "Step `warmup` has the peak already: the steps count from 0."
    ) {
      $0.isWarmingUp = { $0 <= $1 && $1 > 0 }
    },
    mistake(
      "the warm-up without the peak", "The warm-up rises to the peak, and not to 1: times peak."
    ) {
      $0.warmsToPeak = false
    },
    mistake(
      "the last step without a rate",
      "The rate is 0 from step `total` on, and not one step before it."
    ) { $0.isOver = { $0 >= $1 - 1 } },
    mistake("no warm-up", "The warm-up is missing: its steps rise to the peak.") {
      $0.isWarmingUp = { _, _ in false }
    },
    mistake("a warm-up along a root", "The warm-up rises along a straight line.") {
      $0.warming = { (Double($0 + 1) / Double($1)).squareRoot() }
    },
    mistake("a straight decay", "That decay is a straight line: the root is missing in 1 − √….") {
      $0.decaying = { 1 - $0 }
    },
    mistake(
      "the root of what is left", "That is √(1 − s) and not 1 − √s: it falls late, and not at once."
    ) { $0.decaying = { (1 - $0).squareRoot() } },
    mistake("a cosine", "That decay is a cosine; asked for is 1 − √s.") {
      $0.decaying = { (1 + Double.cos($0 * .pi)) / 2 }
    },
    mistake("1 − s²", "That is 1 − s²; asked for is 1 − √s.") { $0.decaying = { 1 - $0 * $0 } },
    mistake("only the root", "That is √s, which rises: the decay is 1 − √s.") {
      $0.decaying = { $0.squareRoot() }
    },
    mistake(
      "no decay",
      "The last `decay` steps fall from the peak to 0: nothing falls here. (A whole number divided by a larger "
        + "one is 0.)"
    ) {
      $0.decaying = { _ in 1 }
    },
    mistake(
      "the decay begins after the warm-up",
      "The decay begins `decay` steps before the end, not after the warm-up."
    ) {
      $0.decayed = { step, _, warmup, decay in min(decay, step - warmup) }
    },
    mistake(
      "the decay begins a step early",
      "The first step of the decay still has the peak: s is 0 there."
    ) {
      $0.decayed = { $0 - ($1 - $3) + 1 }
    },
    mistake(
      "the decay begins a step late", "The decay begins at step total − decay, a step earlier."
    ) {
      $0.decayed = { $0 - ($1 - $3) - 1 }
    },
    Mistake(
      "the share of all steps",
      "s is the share of the decay that is over: divide by `decay`, and not by `total`."
    ) { step, total, peak, warmup, decay in
      let over = step - (total - decay)
      guard over > 0, step < total else {
        return ChangedSchedule()(step, total, peak, warmup, decay)
      }
      return peak * (1 - (Double(over) / Double(total)).squareRoot())
    },
    Mistake(
      "negative after the end",
      "After the end the rate goes on falling, below 0: from step `total` on it is 0."
    ) { step, total, peak, warmup, decay in
      var changed = ChangedSchedule()
      changed.isOver = { _, _ in false }
      return changed(step, total, peak, warmup, decay)
    },
    Mistake(
      "0 / 0 without a decay",
      "Where `decay` is 0, that is 0/0 or worse: the peak holds to the end."
    ) {
      step, total, peak, warmup, decay in
      if step < warmup { return peak * Double(step + 1) / Double(warmup) }
      if step >= total { return 0 }
      if decay == 0 { return 0 }
      return ChangedSchedule()(step, total, peak, warmup, decay)
    },
    Mistake("the peak forgotten", "That is the share of the peak: multiply it by the peak.") {
      step, total, _, warmup, decay in ChangedSchedule()(step, total, 1, warmup, decay)
    },
  ]
}
