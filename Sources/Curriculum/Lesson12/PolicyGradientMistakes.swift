import Curriculum
import Games
import Gradus

extension PlayingLesson {
  /// What the gradient is made of, so that a mistake is one change to it.
  private struct ChangedGradient: Sendable {
    var policy: @Sendable (Matrix) -> Matrix = { $0.softmax() }
    /// The row that a step adds to.
    var state: @Sendable (Move) -> Int = { $0.observation }
    /// The derivative from whether the action was taken, and its probability.
    var derivative: @Sendable (_ isTaken: Bool, _ probability: Double) -> Double = {
      ($0 ? 1 : 0) - $1
    }
    /// The weight of step t of the episode.
    var weight: @Sendable (Int, [Move], [Double]) -> Double = { $2[$0] }
    /// The factor of step t, from γ and the number of steps.
    var scale: @Sendable (_ t: Int, _ discount: Double, _ steps: Int) -> Double = {
      t, discount, _ in
      PlayingLesson.power(discount, t)
    }
    /// Whether a step replaces what an earlier one has left in its row.
    var replaces = false
    /// Whose probability belongs to an action, given the step.
    var column: @Sendable (Move, Int) -> Int = { $1 }

    func callAsFunction(
      _ preferences: Matrix, _ episode: [Move], _ weights: [Double], _ discount: Double
    ) -> Matrix {
      let policy = policy(preferences)
      var gradient = Matrix.zeros(preferences.shape)
      for (t, step) in episode.enumerated() {
        let factor = scale(t, discount, episode.count) * weight(t, episode, weights)
        let state = state(step)
        for action in 0..<preferences.shape[1] {
          let part = factor * derivative(action == step.action, policy[state, column(step, action)])
          gradient[state, action] = (replaces ? 0 : gradient[state, action]) + part
        }
      }
      return gradient
    }
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedGradient) -> Void
  ) -> Mistake<Answers.PolicyGradient> {
    var changed = ChangedGradient()
    change(&changed)
    return Mistake(name, why) { [changed] in changed($0, $1, $2, $3) }
  }

  private static let signOfWeight =
    "A negative weight counts with its sign: it makes the action less probable."

  private static let lastStepCounts =
    "Each step counts, also the last one, however the episode ends with it."

  private static let probabilitiesAsTheyAre =
    "Add nothing to the exponentials, their sum or the probabilities, and cut nothing off: neither a logarithm "
    + "nor a division by a probability is needed."

  /// The weights with those after them, once more.
  private static func weightsAddedUp(
    _ name: String, by factor: @escaping @Sendable (Double) -> Double
  ) -> Mistake<Answers.PolicyGradient> {
    Mistake(
      name,
      "The weights are what the steps count already: do not add up those that follow once more."
    ) { preferences, episode, weights, discount in
      var sums = weights
      for t in weights.indices.dropLast().reversed() { sums[t] += factor(discount) * sums[t + 1] }
      return ChangedGradient()(preferences, episode, sums, discount)
    }
  }

  static let policyGradientMistakes: [Mistake<Answers.PolicyGradient>] = [
    mistake("a step that terminates left out", lastStepCounts) {
      $0.weight = { t, episode, weights in episode[t].ending == .terminated ? 0 : weights[t] }
    },
    mistake("a step that is truncated left out", lastStepCounts) {
      $0.weight = { t, episode, weights in episode[t].ending == .truncated ? 0 : weights[t] }
    },
    mistake(
      "1 − π and −π exchanged",
      "They are exchanged: 1 − π(a|s) is for the action that was taken, −π(a|s) for each other one."
    ) { $0.derivative = { $0 ? -$1 : 1 - $1 } },
    mistake(
      "1/π", "1/π is the derivative of ln π for π. For a preference θ(s, a) it is 1 − π, or −π."
    ) {
      $0.derivative = { $0 ? 1 / $1 : 0 }
    },
    mistake(
      "the probability of the action taken for all",
      "Each action has a probability of its own: π(a|s), and not π(aₜ|s) for all of the row."
    ) { $0.column = { step, _ in step.action } },
    Mistake(
      "preferences that change within the episode",
      "All steps have the policy of the preferences that were passed in: these do not change on the way."
    ) { preferences, episode, weights, discount in
      let changed = ChangedGradient()
      return episode.indices.reduce(Matrix.zeros(preferences.shape)) { gradient, t in
        gradient
          + changed(
            preferences + gradient, [episode[t]], [power(discount, t) * weights[t]], discount)
      }
    },
    mistake("the preferences cut off", probabilitiesAsTheyAre) {
      $0.policy = { $0.map { min(20, max(-20, $0)) }.softmax() }
    },
    mistake("a smallest probability", probabilitiesAsTheyAre) {
      $0.policy = { $0.softmax().map { max($0, 1e-6) } }
    },
    mistake(
      "the steps are not discounted",
      "The factor γᵗ is missing: what happens later counts less, however it is weighted."
    ) { $0.scale = { _, _, _ in 1 } },
    mistake(
      "discounted once too often", "t counts the steps from 0: the first one has the factor γ⁰ = 1."
    ) {
      $0.scale = { t, discount, _ in power(discount, t + 1) }
    },
    mistake(
      "discounted from the end", "The first step has the factor 1, and the last one the least."
    ) {
      $0.scale = { t, discount, steps in power(discount, steps - 1 - t) }
    },
    mistake(
      "discounted twice", "Step t has the factor γᵗ: multiply by γ once for each step."
    ) {
      $0.scale = { t, discount, _ in power(discount, 2 * t) }
    },
    mistake(
      "the discount of the first step only",
      "Step t has the factor γᵗ, which is another for each step."
    ) {
      $0.scale = { t, discount, _ in t == 0 ? 1 : discount }
    },
    mistake(
      "the last visit alone",
      "A state may be visited several times: each visit is added to its row (+=), and replaces nothing."
    ) { $0.replaces = true },
    mistake(
      "only the action that was taken",
      "The other actions' preferences have a derivative, too: −π(a|s)."
    ) {
      $0.derivative = { $0 ? 1 - $1 : 0 }
    },
    mistake("only the others", "The action that was taken has the derivative 1 − π(a|s).") {
      $0.derivative = { $0 ? 0 : -$1 }
    },
    mistake("no softmax in the derivative", "−π(a|s) is missing: the derivative is 1 − π, or −π.") {
      $0.derivative = { isTaken, _ in isTaken ? 1 : 0 }
    },
    mistake(
      "1 − π for all actions",
      "For each other action the derivative is −π(a|s), and not 1 − π(a|s)."
    ) {
      $0.derivative = { 1 - $1 }
    },
    mistake(
      "π added",
      "The probability is subtracted: 1 − π(a|s) for the action taken, −π(a|s) for others."
    ) {
      $0.derivative = { ($0 ? 1 : 0) + $1 }
    },
    mistake(
      "−π for the action taken, too", "For the action that was taken the derivative is 1 − π(a|s)."
    ) {
      $0.derivative = { -$1 }
    },
    mistake(
      "the others are pushed as far as the one taken",
      "The others go down by π(a|s) each, so that each row of the gradient has the sum 0."
    ) { $0.derivative = { $0 ? 1 - $1 : $1 - 1 } },
    mistake(
      "the others are pushed up",
      "The derivative for each other action is −π(a|s): what is done becomes more probable, so the rest less."
    ) { $0.derivative = { $0 ? 1 - $1 : $1 } },
    mistake(
      "downhill",
      "The sign is turned: that is the gradient of a loss. REINFORCE climbs: (taken ? 1 : 0) − π."
    ) { $0.derivative = { $1 - ($0 ? 1 : 0) } },
    Mistake(
      "the gradient of the probability",
      "That is the gradient of π: that of ln π is divided by π(aₜ|sₜ), 1 − π or −π is all of it."
    ) { preferences, episode, weights, discount in
      let policy = preferences.softmax()
      let scaled = zip(episode, weights).map { $1 * policy[$0.observation, $0.action] }
      return ChangedGradient()(preferences, episode, scaled, discount)
    },
    Mistake(
      "divided by the probability again", "∇ ln π is 1 − π or −π already: do not divide by π(a|s)."
    ) {
      preferences, episode, weights, discount in
      let policy = preferences.softmax()
      let scaled = zip(episode, weights).map { $1 / policy[$0.observation, $0.action] }
      return ChangedGradient()(preferences, episode, scaled, discount)
    },
    mistake(
      "the softmax of the whole table",
      "Each state has a policy of its own: the softmax goes along each row, and not over the whole table."
    ) { $0.policy = { $0.flattened().softmax().reshaped(to: $0.shape) } },
    mistake(
      "the softmax of each column", "The rows are the states: the softmax goes along each row."
    ) {
      $0.policy = { $0.transposed().softmax().transposed() }
    },
    mistake(
      "the preferences as probabilities", "The probabilities are the softmax of the preferences."
    ) {
      $0.policy = { $0 }
    },
    mistake(
      "shares of the preferences", "The softmax divides exp θ by the sum of these: exp is missing."
    ) {
      $0.policy = { $0 / $0.sum(along: 1, keepingDimensions: true) }
    },
    mistake("exp θ without its sum", "The softmax divides exp θ by the sum of these in the row.") {
      $0.policy = { $0.exp() }
    },
    mistake("a small number added to the sum of the softmax", probabilitiesAsTheyAre) {
      $0.policy = { $0.exp() / ($0.exp().sum(along: 1, keepingDimensions: true) + 1e-8) }
    },
    mistake("exp of large preferences", nanInGradient) {
      $0.policy = { $0.exp() / $0.exp().sum(along: 1, keepingDimensions: true) }
    },
    mistake(
      "actions equally probable", "The probabilities are the softmax of the preferences' row."
    ) {
      $0.policy = { Matrix.zeros($0.shape).softmax() }
    },
    mistake(
      "the state after the step",
      "The action was chosen in step.observation, the state before it: its row."
    ) { $0.state = { $0.next } },
    mistake(
      "the weight of the first step for all",
      "Step t has the weight weights[t], and not weights[0]."
    ) { $0.weight = { _, _, weights in weights[0] } },
    mistake("the rewards as weights", "The weights are an argument: the rewards are not used here.")
    {
      $0.weight = { t, episode, _ in episode[t].reward }
    },
    mistake("negative weights left out", signOfWeight) { $0.weight = { max(0, $2[$0]) } },
    mistake("the magnitude of the weights", signOfWeight) { $0.weight = { abs($2[$0]) } },
    weightsAddedUp("returns of the weights") { $0 },
    weightsAddedUp("sums of the weights") { _ in 1 },
    mistake(
      "the mean of the weights subtracted",
      "The weights count as they are: do not subtract their mean. A baseline is in them already, if at all."
    ) { $0.weight = { $2[$0] - $2.reduce(0, +) / Double($2.count) } },
    mistake(
      "ln π in the place of π", "The derivative of ln π has π in it, and not ln π: softmax alone."
    ) {
      $0.policy = { $0.logSoftmax() }
    },
    mistake("no weights", "Each step counts as much as its weight says: times weights[t].") {
      $0.weight = { _, _, _ in 1 }
    },
    Mistake(
      "a step along the gradient", "Return the gradient alone: the preferences are not added to it."
    ) { preferences, episode, weights, discount in
      preferences + ChangedGradient()(preferences, episode, weights, discount)
    },
    Mistake("the mean over the steps", "The steps are added up, and not averaged.") {
      preferences, episode, weights, discount in
      ChangedGradient()(preferences, episode, weights, discount) / Double(max(1, episode.count))
    },
  ]
}
