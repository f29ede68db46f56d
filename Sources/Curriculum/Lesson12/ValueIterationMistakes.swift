import Curriculum
import Games
import Gradus

extension PlayingLesson {
  /// What value iteration is made of, so that a mistake is one change to it.
  private struct ChangedIteration: Sendable {
    typealias Outcome = MarkovDecisionProcess.Outcome

    var sweeps: @Sendable (Int) -> Int = { $0 }
    /// Whether what a sweep has computed already is used for the rest.
    var isInPlace = false
    /// What the next state is worth: from its row, the action, and the row of the state itself.
    var worth: @Sendable (_ next: [Double], _ action: Int, _ own: [Double]) -> Double = {
      next, _, _ in
      next.max()!
    }
    /// What an outcome brings, given what follows and γ.
    var brings: @Sendable (Outcome, Double, Double) -> Double = {
      $0.probability * ($0.reward + $2 * $1)
    }
    /// The action's value from what each of its outcomes brings.
    var combine: @Sendable ([Double]) -> Double = { $0.reduce(0, +) }
    var outcomes: @Sendable ([Outcome]) -> [Outcome] = { $0 }

    func callAsFunction(
      _ process: MarkovDecisionProcess, _ discount: Double, _ sweeps: Int
    ) -> Matrix {
      let actions = 0..<process.actionCount
      var q = Matrix.zeros([process.stateCount, actions.count])
      func row(_ q: Matrix, _ state: Int) -> [Double] { actions.map { q[state, $0] } }
      for _ in 0..<max(0, self.sweeps(sweeps)) {
        let before = q
        for state in 0..<process.stateCount where !process.isTerminal(state) {
          for action in actions {
            let old = isInPlace ? q : before
            q[state, action] = combine(
              outcomes(process.outcomes(state: state, action: action)).map {
                brings($0, worth(row(old, $0.state), action, row(old, state)), discount)
              })
          }
        }
      }
      return q
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedIteration) -> Void
  ) -> Mistake<Answers.ValueIteration> {
    var changed = ChangedIteration()
    change(&changed)
    return Mistake(name, why) { [changed] in changed($0, $1, $2) }
  }

  static let valueIterationMistakes: [Mistake<Answers.ValueIteration>] = [
    mistake(
      "new values used within their sweep",
      "A sweep computes the whole of the new Q from the old one: keep the two apart until its end. (In "
        + "place works, too, but after a number of sweeps it is elsewhere.)"
    ) { $0.isInPlace = true },
    mistake(
      "the mean of the next actions",
      "That is the value when later actions are taken at random: the best of them counts, the maximum."
    ) { $0.worth = { next, _, _ in next.reduce(0, +) / Double(next.count) } },
    mistake(
      "the best outcome, or 0",
      "Chance decides about the outcome, and not the agent: their sum counts, not the best of them."
    ) { $0.combine = { $0.reduce(0, max) } },
    mistake("the sum of the next actions", "Of the next state's actions the best one counts: max.")
    {
      $0.worth = { next, _, _ in next.reduce(0, +) }
    },
    mistake(
      "the worst of the next actions", "Of the next state's actions the best counts, not the worst."
    ) {
      $0.worth = { next, _, _ in next.min()! }
    },
    mistake(
      "the largest begins at 0",
      "Where all values are negative, the largest is negative, too: do not begin the search with 0."
    ) { $0.worth = { next, _, _ in max(0, next.max()!) } },
    mistake("the first of the next actions", "Look for the largest of the next actions' values.") {
      $0.worth = { next, _, _ in next[0] }
    },
    mistake(
      "the same action again",
      "That takes the same action again in the next state. Take the largest over all actions there."
    ) { $0.worth = { next, action, _ in next[action] } },
    mistake(
      "the best action of the state itself",
      "The maximum goes over the actions of the next state, outcome.state, and not of the state itself."
    ) { $0.worth = { _, _, own in own.max()! } },
    mistake(
      "the best outcome",
      "Chance chooses the outcome and not the agent: the sum goes over the outcomes, the maximum over the "
        + "next actions."
    ) {
      $0.brings = { $0.reward + $2 * $1 }
      $0.combine = { $0.max() ?? 0 }
    },
    mistake(
      "outcomes not weighted",
      "An outcome counts as often as it happens: times outcome.probability."
    ) { $0.brings = { $0.reward + $2 * $1 } },
    mistake(
      "the reward not weighted", "The probability belongs to all of r + γ·max Q, the reward too."
    ) {
      $0.brings = { $0.reward + $0.probability * $2 * $1 }
    },
    mistake(
      "only the first outcome", "An action may have several outcomes: go through all of them."
    ) {
      $0.outcomes = { Array($0.prefix(1)) }
    },
    mistake("no discount", "What follows counts γ times: the discount is missing.") {
      $0.brings = { outcome, following, _ in outcome.probability * (outcome.reward + following) }
    },
    mistake(
      "the reward discounted, too", "The reward counts in full: only max Q is multiplied by γ."
    ) {
      $0.brings = { $0.probability * $2 * ($0.reward + $1) }
    },
    mistake(
      "only the next reward", "Those are the mean rewards: γ·max Q, what follows, is missing."
    ) {
      $0.brings = { outcome, _, _ in outcome.probability * outcome.reward }
    },
    mistake("only what follows", "The reward of the step itself is missing: r + γ·max Q.") {
      $0.brings = { $0.probability * $2 * $1 }
    },
    mistake(
      "a sweep too many", "That is one sweep too many: Q = 0 is what there is after 0 sweeps."
    ) {
      $0.sweeps = { $0 + 1 }
    },
    Mistake(
      "the sweeps end when little changes",
      "That ends when a sweep changes little. Make all the sweeps that are asked for."
    ) { process, discount, sweeps in
      var q = Matrix.zeros([process.stateCount, process.actionCount])
      for _ in 0..<sweeps {
        let next = process.actionValues(of: q.max(along: 1), discount: discount)
        let change = (next - q).abs().max()
        q = next
        if change < 1e-4 { break }
      }
      return q
    },
    mistake("a sweep too few", "That is one sweep too few.") { $0.sweeps = { $0 - 1 } },
  ]
}
