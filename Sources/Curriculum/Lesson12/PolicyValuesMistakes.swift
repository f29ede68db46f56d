import Curriculum
import Games
import Gradus

extension PlayingLesson {
  /// What policy evaluation is made of, so that a mistake is one change to it.
  private struct ChangedEvaluation: Sendable {
    typealias Outcome = MarkovDecisionProcess.Outcome

    var sweeps: @Sendable (Int) -> Int = { $0 }
    /// Whether the values that a sweep has computed already are used for the others.
    var isInPlace = false
    /// Whether a sweep adds to the old values.
    var addsUp = false
    /// What an outcome adds, given the value that follows and γ.
    var brings: @Sendable (Outcome, Double, Double) -> Double = {
      $0.probability * ($0.reward + $2 * $1)
    }
    /// The value of a state from the policy there and the values of the actions.
    var combine: @Sendable ([Double], [Double]) -> Double = {
      zip($0, $1).reduce(0) { $0 + $1.0 * $1.1 }
    }
    /// Of which state the value counts, of the state itself or of the next one.
    var following: @Sendable (Int, Outcome) -> Int = { $1.state }
    var outcomes: @Sendable ([Outcome]) -> [Outcome] = { $0 }

    func callAsFunction(
      _ policy: Matrix, _ process: MarkovDecisionProcess, _ discount: Double, _ sweeps: Int
    ) -> Tensor<Double> {
      var values = Tensor<Double>.zeros([process.stateCount])
      for _ in 0..<max(0, self.sweeps(sweeps)) {
        var next = values
        for state in 0..<process.stateCount where !process.isTerminal(state) {
          let old = isInPlace ? next : values
          let ofActions = (0..<process.actionCount).map { action in
            outcomes(process.outcomes(state: state, action: action)).reduce(0) {
              $0 + brings($1, old[following(state, $1)], discount)
            }
          }
          let row = (0..<process.actionCount).map { policy[state, $0] }
          next[state] = (addsUp ? values[state] : 0) + combine(row, ofActions)
        }
        values = next
      }
      return values
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedEvaluation) -> Void
  ) -> Mistake<Answers.PolicyValues> {
    var changed = ChangedEvaluation()
    change(&changed)
    return Mistake(name, why) { [changed] in changed($0, $1, $2, $3) }
  }

  static let policyValuesMistakes: [Mistake<Answers.PolicyValues>] = [
    mistake(
      "new values used within their sweep",
      "A sweep computes all new values from the old ones: keep the two apart until its end. (In place "
        + "works, too, but after a number of sweeps it is elsewhere.)"
    ) { $0.isInPlace = true },
    mistake(
      "the best action", "That is the best action's value. A policy's is the mean over its actions."
    ) { $0.combine = { $1.max()! } },
    mistake(
      "every action equally often",
      "The policy says how probable each action is: weigh with policy[state, action]."
    ) { $0.combine = { $1.reduce(0, +) / Double($0.count) } },
    mistake(
      "sum over the actions", "Each action counts as often as the policy takes it: times π(a|s)."
    ) {
      $0.combine = { $1.reduce(0, +) }
    },
    mistake(
      "only the most probable action",
      "The policy takes each action with its probability, not only one."
    ) { $0.combine = { row, values in values[row.firstIndex(of: row.max()!)!] } },
    mistake(
      "outcomes not weighted",
      "An outcome counts as often as it happens: times outcome.probability."
    ) { $0.brings = { $0.reward + $2 * $1 } },
    mistake(
      "the reward not weighted", "The probability belongs to all of r + γ·V(s′), the reward too."
    ) {
      $0.brings = { $0.reward + $0.probability * $2 * $1 }
    },
    mistake(
      "the next value not weighted", "The probability belongs to all of r + γ·V(s′), the value too."
    ) { $0.brings = { $0.probability * $0.reward + $2 * $1 } },
    mistake(
      "only the first outcome", "An action may have several outcomes: go through all of them."
    ) {
      $0.outcomes = { Array($0.prefix(1)) }
    },
    mistake(
      "only the most probable outcome",
      "Chance decides among all outcomes: the less probable count, too."
    ) {
      $0.outcomes = { all in
        all.max { $0.probability < $1.probability }.map {
          [.init(probability: 1, state: $0.state, reward: $0.reward)]
        } ?? []
      }
    },
    mistake("no discount", "The value of the next state counts γ times: the discount is missing.") {
      $0.brings = { outcome, following, _ in outcome.probability * (outcome.reward + following) }
    },
    mistake(
      "the reward discounted, too", "The reward counts in full: only V(s′) is multiplied by γ."
    ) {
      $0.brings = { $0.probability * $2 * ($0.reward + $1) }
    },
    mistake(
      "the discount at the reward",
      "γ stands at the value of the next state, and not at the reward: r + γ·V(s′)."
    ) { $0.brings = { $0.probability * ($0.reward * $2 + $1) } },
    mistake(
      "only the next reward", "Those are the mean rewards: γ·V(s′), what follows, is missing."
    ) {
      $0.brings = { outcome, _, _ in outcome.probability * outcome.reward }
    },
    mistake("only what follows", "The reward of the step itself is missing: r + γ·V(s′).") {
      $0.brings = { $0.probability * $2 * $1 }
    },
    mistake(
      "the value of the state itself",
      "What follows is worth values[outcome.state], the state after the step, and not the one before it."
    ) { $0.following = { state, _ in state } },
    mistake(
      "added to the old values",
      "A sweep computes new values: they start at 0, not at the old values."
    ) { $0.addsUp = true },
    mistake(
      "a sweep too many", "That is one sweep too many: V = 0 is what there is after 0 sweeps."
    ) {
      $0.sweeps = { $0 + 1 }
    },
    Mistake(
      "the sweeps end when little changes",
      "That ends when a sweep changes little. Make all the sweeps that are asked for."
    ) { policy, process, discount, sweeps in
      var values = Tensor<Double>.zeros([process.stateCount])
      for _ in 0..<sweeps {
        let next = (policy * process.actionValues(of: values, discount: discount)).sum(along: 1)
        let change = (next - values).abs().max()
        values = next
        if change < 1e-4 { break }
      }
      return values
    },
    mistake("a sweep too few", "That is one sweep too few.") { $0.sweeps = { $0 - 1 } },
  ]
}
