import Curriculum
import Games
import Gradus

extension PlayingLesson {
  /// What policy evaluation is made of, so that a mistake is one change to it.
  private struct ChangedEvaluation: Sendable {
    typealias Outcome = MarkovDecisionProcess.Outcome

    var sweeps: @Sendable (Int) -> Int = { $0 }
    /// γ in a sweep, counted from 0.
    var discount: @Sendable (_ sweep: Int, _ discount: Double) -> Double = { $1 }
    /// What the values are before the first sweep.
    var start = 0.0
    /// The states of a sweep, in order, given whether each is terminal.
    var states: @Sendable ([Bool]) -> [Int] = { Array($0.indices) }
    /// Whether the values that a sweep has computed already are used for the others.
    var isInPlace = false
    /// Whether a sweep adds to the old values.
    var addsUp = false
    /// Whether an old value stays where the new one is 0.
    var keepsForZero = false
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
      var values = Tensor<Double>(repeating: start, shape: [process.stateCount])
      let states = states((0..<process.stateCount).map { process.isTerminal($0) })
      for sweep in 0..<max(0, self.sweeps(sweeps)) {
        let discount = self.discount(sweep, discount)
        var next = isInPlace ? values : .zeros(values.shape)
        for state in states where !process.isTerminal(state) {
          let old = isInPlace ? next : values
          let ofActions = (0..<process.actionCount).map { action in
            outcomes(process.outcomes(state: state, action: action)).reduce(0) {
              $0 + brings($1, old[following(state, $1)], discount)
            }
          }
          let row = (0..<process.actionCount).map { policy[state, $0] }
          next[state] = (addsUp ? values[state] : 0) + combine(row, ofActions)
          if keepsForZero && next[state] == 0 { next[state] = values[state] }
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

  static let zeroIsAValue =
    "0 is a value like any other: where a sweep gives 0, it takes the place of the old number."

  private static let bracketsMissing =
    "π(a|s) and p belong to all of r + γ·V(s′), the reward and the value: set brackets around the sum."

  /// Policy evaluation with what an outcome adds from π, the outcome and the next value.
  private static func unbracketed(
    _ policy: Matrix, _ process: MarkovDecisionProcess, _ sweeps: Int,
    _ adds: (Double, MarkovDecisionProcess.Outcome, Double) -> Double
  ) -> Tensor<Double> {
    (0..<sweeps).reduce(Tensor<Double>.zeros([process.stateCount])) { values, _ in
      Tensor(
        (0..<process.stateCount).map { state in
          (0..<process.actionCount).reduce(0) { sum, action in
            process.outcomes(state: state, action: action).reduce(sum) {
              $0 + adds(policy[state, action], $1, values[$1.state])
            }
          }
        })
    }
  }

  /// Sweeps that end where the largest change is below a limit.
  private static func ended(below limit: Double) -> Mistake<Answers.PolicyValues> {
    Mistake(
      "the sweeps end when values change by less than \(limit)",
      "That ends when a sweep changes little. Make all the sweeps that are asked for."
    ) { policy, process, discount, sweeps in
      var values = Tensor<Double>.zeros([process.stateCount])
      for _ in 0..<sweeps {
        let next = (policy * process.actionValues(of: values, discount: discount)).sum(along: 1)
        let change = (next - values).abs().max()
        values = next
        if change < limit { break }
      }
      return values
    }
  }

  private static func fixedDiscount(_ number: Double) -> Mistake<Answers.PolicyValues> {
    mistake(
      "a discount of \(number)", "γ is the argument `discount`, and not always the same number."
    ) { $0.discount = { _, _ in number } }
  }

  static let policyValuesMistakes: [Mistake<Answers.PolicyValues>] = [
    fixedDiscount(0.9), fixedDiscount(0.99),
    mistake(
      "a power of the discount in each sweep",
      "V(s′) has its discounts in it already: γ itself is the factor in each sweep, and no power of it."
    ) {
      $0.discount = { sweep, discount in
        (0...sweep).reduce(1) { product, _ in product * discount }
      }
    },
    mistake(
      "state 0 left out", "State 0 is a state like the others: go through 0..<process.stateCount."
    ) { $0.states = { Array($0.indices.dropFirst()) } },
    mistake(
      "weighed and divided by the number of actions",
      "The probabilities of the actions add up to 1 already: do not divide by the number of actions."
    ) {
      $0.combine = { zip($0, $1).reduce(0) { $0 + $1.0 * $1.1 } / Double($0.count) }
    },
    mistake(
      "the softmax of the policy", "The policy has probabilities already: take no softmax of it."
    ) {
      $0.combine = { zip(Tensor($0).softmax().elements, $1).reduce(0) { $0 + $1.0 * $1.1 } }
    },
    mistake("an old value kept for a new one that is 0", zeroIsAValue) { $0.keepsForZero = true },
    mistake(
      "new values used within their sweep",
      "A sweep computes all new values from the old ones: keep the two apart until its end. (In place "
        + "works, too, but after a number of sweeps it is elsewhere.)"
    ) { $0.isInPlace = true },
    mistake(
      "new values used within their sweep, from the last state to the first",
      "A sweep computes all new values from the old ones: keep the two apart until its end. (In place "
        + "works, too, but after a number of sweeps it is elsewhere.)"
    ) {
      $0.isInPlace = true
      $0.states = { $0.indices.reversed() }
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
      "values begin at 1", "Before the first sweep V is 0 for all states: no step is left there."
    ) { $0.start = 1 },
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
      "action 0 alone",
      "Those are the outcomes of action 0 alone: outcomes(state: state, action: action) of each action."
    ) { $0.combine = { $1[0] } },
    mistake(
      "the probability of action 0 for all",
      "Each action has a probability of its own: policy[state, action], and not policy[state, 0]."
    ) { $0.combine = { row, values in row[0] * values.reduce(0, +) } },
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
      "the mean of the outcomes",
      "The outcomes are not equally probable: weigh each with outcome.probability, and do not divide by "
        + "their number."
    ) {
      $0.outcomes = { all in
        all.map {
          .init(probability: 1 / Double(all.count), state: $0.state, reward: $0.reward)
        }
      }
    },
    Mistake("no brackets around what an outcome brings", bracketsMissing) {
      policy, process, discount, sweeps in
      unbracketed(policy, process, sweeps) { $0 * $1.probability * $1.reward + discount * $2 }
    },
    Mistake("the reward outside of the policy", bracketsMissing) {
      policy, process, discount, sweeps in
      unbracketed(policy, process, sweeps) {
        $1.probability * $1.reward + $0 * $1.probability * discount * $2
      }
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
    mistake("what follows subtracted", "What follows is added to the reward: r + γ·V(s′).") {
      $0.brings = { $0.probability * ($0.reward - $2 * $1) }
    },
    mistake("weighted twice", "The probability of an outcome counts once: p·(r + γ·V(s′)).") {
      $0.brings = { $0.probability * $0.probability * ($0.reward + $2 * $1) }
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
    ended(below: 1e-2), ended(below: 1e-4), ended(below: 1e-6),
    Mistake(
      "sweeps until nothing changes",
      "That goes on until nothing changes any more: `sweeps` says how many sweeps to make."
    ) { policy, process, discount, _ in ChangedEvaluation()(policy, process, discount, 2000) },
    mistake("a sweep too few", "That is one sweep too few.") { $0.sweeps = { $0 - 1 } },
  ]
}
