import Curriculum
import Games
import Gradus

extension PlayingLesson {
  /// What value iteration is made of, so that a mistake is one change to it.
  private struct ChangedIteration: Sendable {
    typealias Outcome = MarkovDecisionProcess.Outcome

    /// When what a sweep has computed already is used for the rest.
    enum InPlace { case never, afterEachAction, afterEachState }

    var sweeps: @Sendable (Int) -> Int = { $0 }
    /// The states of a sweep, in order, given whether each is terminal.
    var states: @Sendable ([Bool]) -> [Int] = { Array($0.indices) }
    var inPlace = InPlace.never
    /// Whether a sweep adds to the old values.
    var addsUp = false
    /// Whether an old value stays where the new one is 0.
    var keepsForZero = false
    /// Whether an old value stays where the new one is smaller.
    var keepsLarger = false
    /// What Q is before the first sweep.
    var start = 0.0
    /// What the next state is worth: from its row, the action, and the rows of all states and of the state
    /// itself.
    var worth:
      @Sendable (_ next: [Double], _ action: Int, _ rows: (all: [Double], own: [Double])) -> Double =
        {
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
      var q = Matrix(repeating: start, shape: [process.stateCount, actions.count])
      func row(_ q: Matrix, _ state: Int) -> [Double] { actions.map { q[state, $0] } }
      let states = states((0..<process.stateCount).map { process.isTerminal($0) })
      for _ in 0..<max(0, self.sweeps(sweeps)) {
        var old = q
        for state in states {
          if inPlace == .afterEachState { old = q }
          for action in actions {
            if inPlace == .afterEachAction { old = q }
            q[state, action] =
              (addsUp ? old[state, action] : 0)
              + combine(
                outcomes(process.outcomes(state: state, action: action)).map {
                  brings(
                    $0, worth(row(old, $0.state), action, (old.elements, row(old, state))), discount
                  )
                })
            if keepsForZero && q[state, action] == 0 { q[state, action] = old[state, action] }
            if keepsLarger { q[state, action] = max(q[state, action], old[state, action]) }
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

  private static let inPlace =
    "A sweep computes the whole of the new Q from the old one: keep the two apart until its end. (In place "
    + "works, too, but after a number of sweeps it is elsewhere.)"

  /// What is told where a number is infinite.
  static let infiniteValue =
    "A terminal state has no outcomes: its row of Q is 0, and not the −∞ that a search begins with."

  /// Sweeps that end where the largest change is below a limit.
  private static func ended(below limit: Double) -> Mistake<Answers.ValueIteration> {
    Mistake(
      "the sweeps end when values change by less than \(limit)",
      "That ends when a sweep changes little. Make all the sweeps that are asked for."
    ) { process, discount, sweeps in
      var q = Matrix.zeros([process.stateCount, process.actionCount])
      for _ in 0..<sweeps {
        let next = process.actionValues(of: q.max(along: 1), discount: discount)
        let change = (next - q).abs().max()
        q = next
        if change < limit { break }
      }
      return q
    }
  }

  static let valueIterationMistakes: [Mistake<Answers.ValueIteration>] = [
    mistake(
      "the larger of the old and the new value",
      "The new value takes the place of the old one, also where it is smaller: no maximum of the two."
    ) { $0.keepsLarger = true },
    mistake("an old value kept for a new one that is 0", zeroIsAValue) { $0.keepsForZero = true },
    mistake(
      "Q begins at 1", "Before the first sweep Q is 0 for all states and actions: no step is left."
    ) { $0.start = 1 },
    mistake(
      "the largest magnitude", "The largest counts with its sign, and not the largest magnitude."
    ) {
      $0.worth = { next, _, _ in next.map(abs).max()! }
    },
    mistake(
      "nothing after a reward above 0",
      "A reward above 0 ends nothing: γ·max Q follows it, too. Where the next state is terminal, that is 0."
    ) { $0.brings = { $0.probability * ($0.reward + ($0.reward > 0 ? 0 : $2 * $1)) } },
    mistake(
      "the reward or what follows, whichever is larger",
      "The reward and what follows are added, r + γ·max Q: no maximum of the two."
    ) { $0.brings = { $0.probability * max($0.reward, $2 * $1) } },
    mistake(
      "the largest of the whole table",
      "The maximum goes over one row of Q, that of the next state, and not over the whole table."
    ) { $0.worth = { _, _, rows in rows.all.max()! } },
    mistake("new values used within their sweep", inPlace) { $0.inPlace = .afterEachAction },
    mistake("the largest values looked for again after each state", inPlace) {
      $0.inPlace = .afterEachState
    },
    mistake(
      "the sweep ends at a terminal state",
      "A terminal state is left out (continue) and does not end the sweep (break): states may follow it."
    ) { $0.states = { Array($0.indices.prefix { [ended = $0] in !ended[$0] }) } },
    mistake(
      "the last state left out",
      "The last state need not be the terminal one: go through all of them, 0..<process.stateCount."
    ) { $0.states = { Array($0.indices.dropLast()) } },
    mistake(
      "added to the old values",
      "A sweep computes new values: they start at 0, not at the old values."
    ) { $0.addsUp = true },
    Mistake("terminal states are −∞", infiniteValue) { process, discount, sweeps in
      var q = ChangedIteration()(process, discount, sweeps)
      for state in 0..<process.stateCount where process.isTerminal(state) {
        for action in 0..<process.actionCount { q[state, action] = -.infinity }
      }
      return q
    },
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
    mistake(
      "the number of the best action",
      "That is the number of the best action: its value is asked for."
    ) { $0.worth = { next, _, _ in Double(next.firstIndex(of: next.max()!)!) } },
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
    ) { $0.worth = { _, _, rows in rows.own.max()! } },
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
      "the mean of the outcomes",
      "The outcomes are not equally probable: weigh each with outcome.probability, and do not divide by "
        + "their number."
    ) {
      $0.brings = { $0.reward + $2 * $1 }
      $0.combine = { $0.isEmpty ? 0 : $0.reduce(0, +) / Double($0.count) }
    },
    mistake(
      "only the last outcome",
      "Only the last outcome is left: what each of them brings is added up (+=)."
    ) {
      $0.outcomes = { Array($0.suffix(1)) }
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
    mistake("what follows subtracted", "What follows is added to the reward: r + γ·max Q.") {
      $0.brings = { $0.probability * ($0.reward - $2 * $1) }
    },
    mistake(
      "weighted, and divided by the number of outcomes",
      "The probabilities of the outcomes add up to 1 already: do not divide by their number."
    ) { $0.combine = { $0.isEmpty ? 0 : $0.reduce(0, +) / Double($0.count) } },
    mistake("only what follows", "The reward of the step itself is missing: r + γ·max Q.") {
      $0.brings = { $0.probability * $2 * $1 }
    },
    mistake(
      "a sweep too many", "That is one sweep too many: Q = 0 is what there is after 0 sweeps."
    ) {
      $0.sweeps = { $0 + 1 }
    },
    ended(below: 1e-2), ended(below: 1e-4), ended(below: 1e-6),
    Mistake(
      "sweeps until nothing changes",
      "That goes on until nothing changes any more: `sweeps` says how many sweeps to make."
    ) { process, discount, _ in ChangedIteration()(process, discount, 2000) },
    mistake("a sweep too few", "That is one sweep too few.") { $0.sweeps = { $0 - 1 } },
  ]
}
