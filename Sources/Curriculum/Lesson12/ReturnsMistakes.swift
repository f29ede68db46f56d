import Curriculum
import Games
import Gradus

extension PlayingLesson {
  /// What follows a step, so that a mistake is one change to it.
  private struct ChangedReturns: Sendable {
    /// What a step is followed by, and its reward.
    struct Step {
      let ending: Ending
      let isLast: Bool
      /// The return of the step after it; 0 for the last.
      let following: Double
      let nextValue: Double
    }

    var follows: @Sendable (Step) -> Double = { step in
      switch step.ending {
      case .terminated: 0
      case .truncated: step.nextValue
      case .continues: step.isLast ? step.nextValue : step.following
      }
    }
    /// Whose next value counts for step t, which ends so.
    var place: @Sendable (Int, Ending) -> Int = { t, _ in t }
    /// The return from how the step ends, its reward, the discount and what follows.
    var sum: @Sendable (Ending, Double, Double, Double) -> Double = { $1 + $2 * $3 }

    func callAsFunction(
      _ rewards: [Double], _ endings: [Ending], _ nextValues: [Double], _ discount: Double
    ) -> [Double] {
      var returns = rewards
      for t in rewards.indices.reversed() {
        let isLast = t + 1 == rewards.count
        let step = Step(
          ending: endings[t], isLast: isLast, following: isLast ? 0 : returns[t + 1],
          nextValue: nextValues[min(max(place(t, endings[t]), 0), rewards.count - 1)])
        returns[t] = sum(endings[t], rewards[t], discount, follows(step))
      }
      return returns
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedReturns) -> Void
  ) -> Mistake<Answers.Returns> {
    var changed = ChangedReturns()
    change(&changed)
    return Mistake(name, why) { [changed] in changed($0, $1, $2, $3) }
  }

  private static let fromTheStart =
    "That is γᵗ·Gₜ. The discount counts the steps from step t on, and not from the start of the episode or "
    + "of the list."

  /// γ is forgotten at the next values of the steps that end in some way.
  private static func notDiscounted(
    _ name: String, where isForgotten: @escaping @Sendable (Ending) -> Bool
  ) -> Mistake<Answers.Returns> {
    Mistake(
      name,
      "Vₜ stands for the return from the next step on, so it is multiplied by γ as that would be."
    ) { rewards, endings, nextValues, discount in
      var returns = rewards
      for t in rewards.indices.reversed() where endings[t] != .terminated {
        let isOpen = endings[t] == .continues && t + 1 < rewards.count
        let factor = !isOpen && isForgotten(endings[t]) ? 1 : discount
        returns[t] += factor * (isOpen ? returns[t + 1] : nextValues[t])
      }
      return returns
    }
  }

  /// The reward is discounted, too, at the steps that end in some way.
  private static func rewardDiscounted(
    _ name: String, where isDiscounted: @escaping @Sendable (Ending) -> Bool
  ) -> Mistake<Answers.Returns> {
    mistake(
      name, "The reward of the step itself counts in full: only what follows is multiplied by γ."
    ) { $0.sum = { isDiscounted($0) ? $2 * ($1 + $3) : $1 + $2 * $3 } }
  }

  /// A factor γᵗ⁺¹ in the place of γ, at the steps that are no last ones, or at these, too.
  private static func powers(
    _ name: String, where isPower: @escaping @Sendable (_ ending: Ending, _ isLast: Bool) -> Bool
  ) -> Mistake<Answers.Returns> {
    Mistake(
      name, "Gₜ₊₁ has its discounts in it already: one factor γ is all that is added at each step."
    ) { rewards, endings, nextValues, discount in
      var returns = rewards
      for t in rewards.indices.reversed() where endings[t] != .terminated {
        let isLast = t + 1 == rewards.count
        let isCutOff = isLast || endings[t] == .truncated
        let power = (0...t).reduce(1) { product, _ in product * discount }
        returns[t] +=
          (isPower(endings[t], isLast) ? power : discount)
          * (isCutOff ? nextValues[t] : returns[t + 1])
      }
      return returns
    }
  }

  /// What has been collected up to each step, in two ways to discount it.
  private static func collected(
    _ name: String, byPowers: Bool, beginsAgain: Bool
  ) -> Mistake<Answers.Returns> {
    Mistake(
      name,
      "That is what has been collected before each step. A return looks ahead: begin with the last step."
    ) { rewards, endings, _, discount in
      var (sum, factor) = (0.0, 1.0)
      return rewards.indices.map { t in
        if beginsAgain && t > 0 && endings[t - 1] != .continues { (sum, factor) = (0, 1) }
        sum = byPowers ? sum + factor * rewards[t] : rewards[t] + discount * sum
        factor *= discount
        return sum
      }
    }
  }

  static let returnsMistakes: [Mistake<Answers.Returns>] = [
    mistake(
      "bootstrap at a terminal step",
      "Nothing follows a step that terminates its episode: its return is its reward alone."
    ) { $0.follows = { $0.ending == .continues && !$0.isLast ? $0.following : $0.nextValue } },
    mistake(
      "no bootstrap at a truncated step",
      "Where a step is truncated, only time is up: γ·Vₜ stands for the rewards that would have come."
    ) {
      $0.follows = {
        $0.ending != .continues ? 0 : $0.isLast ? $0.nextValue : $0.following
      }
    },
    mistake(
      "terminated and truncated exchanged",
      "Terminated and truncated are exchanged: after .terminated comes nothing, after .truncated γ·Vₜ."
    ) {
      $0.follows = {
        switch $0.ending {
        case .terminated: $0.nextValue
        case .truncated: 0
        case .continues: $0.isLast ? $0.nextValue : $0.following
        }
      }
    },
    mistake(
      "no bootstrap at the end of the list",
      "The last step is only the last that is given: where its episode continues, γ·Vₜ is missing."
    ) {
      $0.follows = {
        $0.ending == .truncated ? $0.nextValue : $0.ending == .terminated ? 0 : $0.following
      }
    },
    mistake(
      "no bootstrap anywhere",
      "What is cut off, by time or by the end of the list, is followed by γ·Vₜ, and not by nothing."
    ) { $0.follows = { $0.ending == .continues ? $0.following : 0 } },
    mistake(
      "neither endings nor next values",
      "There neither the endings nor the next values count: a return stops where its episode ends, and what "
        + "is cut off is followed by γ·Vₜ."
    ) { $0.follows = { $0.following } },
    mistake(
      "the last step's ending not looked at",
      "The last step, too, may terminate its episode: then nothing follows it, whatever its next value is."
    ) {
      $0.follows = {
        $0.isLast || $0.ending == .truncated
          ? $0.nextValue : $0.ending == .terminated ? 0 : $0.following
      }
    },
    mistake(
      "returns run through the ends of episodes",
      "The next episode's rewards do not belong to this one: a return stops where its episode ends."
    ) { $0.follows = { $0.isLast ? $0.nextValue : $0.following } },
    mistake(
      "a terminated step is followed by the next episode",
      "After a terminated step another episode begins: none of its rewards belong to this one."
    ) { $0.follows = { $0.isLast || $0.ending == .truncated ? $0.nextValue : $0.following } },
    mistake(
      "a truncated step is followed by the next episode",
      "After a truncated step the list goes on with another episode: what counts there is γ·Vₜ."
    ) {
      $0.follows = {
        $0.ending == .terminated ? 0 : $0.isLast ? $0.nextValue : $0.following
      }
    },
    mistake(
      "the next value of every step",
      "Where the episode continues, the return that followed counts and not its estimate Vₜ."
    ) { $0.follows = { $0.ending == .terminated ? 0 : $0.nextValue } },
    mistake(
      "the value before the step",
      "Vₜ is nextValues[t], the value of the state after step t: that is the one of the step before."
    ) { $0.place = { t, _ in t - 1 } },
    mistake(
      "the value before a truncated step",
      "Vₜ is nextValues[t], the value of the state after step t: that is the one of the step before."
    ) { $0.place = { $1 == .truncated ? $0 - 1 : $0 } },
    mistake("the value of the step after", "Vₜ is nextValues[t], and not that of the next step.") {
      $0.place = { t, _ in t + 1 }
    },
    mistake("no discount", "What follows counts γ times: the discount is missing.") {
      $0.sum = { _, reward, _, rest in reward + rest }
    },
    rewardDiscounted("the reward discounted, too") { _ in true },
    rewardDiscounted("the reward discounted where something follows") { $0 != .terminated },
    rewardDiscounted("the reward discounted where the episode continues") { $0 == .continues },
    mistake(
      "the discount at the reward",
      "γ stands at what follows, and not at the reward: Gₜ = rₜ + γ·Gₜ₊₁."
    ) { $0.sum = { _, reward, discount, rest in discount * reward + rest } },
    mistake("subtracted", "What follows is added to the reward, and not subtracted.") {
      $0.sum = { _, reward, discount, rest in reward - discount * rest }
    },
    notDiscounted("the next value is not discounted") { $0 != .terminated },
    notDiscounted("the next value of a truncated step is not discounted") { $0 == .truncated },
    notDiscounted("the last next value is not discounted") { $0 == .continues },
    Mistake(
      "the return of the whole episode for every step",
      "That is the return from the episode's first step for all of its steps: what was before a step does "
        + "not count for it."
    ) { rewards, endings, nextValues, discount in
      let returns = ChangedReturns()(rewards, endings, nextValues, discount)
      var first = 0
      return returns.indices.map { t in
        if t > 0 && endings[t - 1] != .continues { first = t }
        return returns[first]
      }
    },
    collected("what was collected so far", byPowers: false, beginsAgain: true),
    collected("what was collected so far by powers of γ", byPowers: true, beginsAgain: true),
    collected("what was collected in the whole list", byPowers: false, beginsAgain: false),
    collected("the same by powers of γ", byPowers: true, beginsAgain: false),
    Mistake("discounted from the start of the list", fromTheStart) {
      rewards, endings, nextValues, discount in
      var factor = 1.0
      return ChangedReturns()(rewards, endings, nextValues, discount).map { value in
        defer { factor *= discount }
        return factor * value
      }
    },
    Mistake("discounted from the start of the episode", fromTheStart) {
      rewards, endings, nextValues, discount in
      var factor = 1.0
      return ChangedReturns()(rewards, endings, nextValues, discount).enumerated().map { t, value in
        factor = t > 0 && endings[t - 1] == .continues ? factor * discount : 1
        return factor * value
      }
    },
    Mistake(
      "only the next reward",
      "That adds the next reward alone. All that follows counts: γ·Gₜ₊₁, with the return of the next step."
    ) { rewards, endings, nextValues, discount in
      rewards.indices.map { t in
        let isOpen = endings[t] == .continues && t + 1 < rewards.count
        let rest = endings[t] == .terminated ? 0 : isOpen ? rewards[t + 1] : nextValues[t]
        return rewards[t] + discount * rest
      }
    },
    Mistake(
      "from the first step to the last",
      "Gₜ₊₁ is not yet computed when Gₜ needs it: go through the steps from the last to the first."
    ) { rewards, endings, nextValues, discount in
      rewards.indices.map { t in
        let isOpen = endings[t] == .continues && t + 1 < rewards.count
        return rewards[t] + (endings[t] == .terminated || isOpen ? 0 : discount * nextValues[t])
      }
    },
    powers("a power of the discount at each return") { $0 == .continues && !$1 },
    powers("a power of the discount where the episode continues") { ending, _ in
      ending == .continues
    },
    powers("a power of the discount everywhere") { _, _ in true },
    Mistake(
      "the reward of the next step",
      "rₜ is rewards[t], the reward of step t itself, and not that of the next step."
    ) { rewards, endings, nextValues, discount in
      let shifted = rewards.indices.map { t in
        endings[t] == .continues && t + 1 < rewards.count ? rewards[t + 1] : rewards[t]
      }
      return ChangedReturns()(shifted, endings, nextValues, discount)
    },
    Mistake(
      "the mean subtracted", "Those are the returns minus their mean: return them as they are."
    ) { rewards, endings, nextValues, discount in
      let returns = ChangedReturns()(rewards, endings, nextValues, discount)
      let mean = returns.reduce(0, +) / Double(returns.count)
      return returns.map { $0 - mean }
    },
    Mistake(
      "the rewards as they are", "Those are the rewards: what follows each of them is missing."
    ) {
      rewards, _, _, _ in rewards
    },
  ]
}
