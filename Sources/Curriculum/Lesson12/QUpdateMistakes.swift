import Curriculum
import Games
import Gradus

extension PlayingLesson {
  /// What the update is made of, so that a mistake is one change to it.
  private struct ChangedUpdate: Sendable {
    /// Whether the value of the next state counts.
    var bootstraps: @Sendable (Ending) -> Bool = { $0 != .terminated }
    /// What follows, from the table and the step.
    var following: @Sendable (Matrix, Move) -> Double = { q, step in
      PlayingLesson.row(q, step.next).max()!
    }
    /// The target from the reward, γ and what follows.
    var target: @Sendable (Double, Double, Double) -> Double = { $0 + $1 * $2 }
    /// The new number from the old one, α and the target.
    var moved: @Sendable (Double, Double, Double) -> Double = { $0 + $1 * ($2 - $0) }
    /// The place that changes.
    var place: @Sendable (Move) -> (state: Int, action: Int) = { ($0.observation, $0.action) }

    func callAsFunction(_ q: inout Matrix, _ step: Move, _ rate: Double, _ discount: Double) {
      let value = target(step.reward, discount, bootstraps(step.ending) ? following(q, step) : 0)
      let (state, action) = place(step)
      q[state, action] = moved(q[state, action], rate, value)
    }
  }

  private static func row(_ q: Matrix, _ state: Int) -> [Double] {
    (0..<q.shape[1]).map { q[state, $0] }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedUpdate) -> Void
  ) -> Mistake<Answers.QUpdate> {
    var changed = ChangedUpdate()
    change(&changed)
    return Mistake(name, why) { [changed] in changed(&$0, $1, $2, $3) }
  }

  private static let largestBegins =
    "The largest value may be lower than any number that a search begins with, 0, −1000 or −1e9: begin with −∞ or "
    + "with a value of the row."

  private static let impossibleIsNoEnd =
    "−∞ says that an action is impossible, and not that the episode has ended: transition.ending says that."

  private static let fixedRate = "α is the argument `rate`, and not always the same number."

  static let qUpdateMistakes: [Mistake<Answers.QUpdate>] = [
    mistake(
      "bootstrap through a terminal step",
      "Nothing follows a step that terminates its episode: its target is the reward alone."
    ) { $0.bootstraps = { _ in true } },
    mistake(
      "no bootstrap at a truncated step",
      "Where a step is truncated, only time is up: the next state is worth what it always is."
    ) { $0.bootstraps = { $0 == .continues } },
    mistake(
      "terminated and truncated exchanged",
      "Terminated and truncated are exchanged: only after .terminated nothing follows."
    ) { $0.bootstraps = { $0 != .truncated } },
    mistake(
      "never a bootstrap", "Except at a terminal step, γ·max Q(s′, a′) belongs to the target."
    ) {
      $0.bootstraps = { _ in false }
    },
    Mistake(
      "multiplied by 0 at the end", nanAsValue
    ) { q, step, rate, discount in
      let goesOn = step.ending == .terminated ? 0.0 : 1
      let target = step.reward + goesOn * discount * row(q, step.next).max()!
      q[step.observation, step.action] += rate * (target - q[step.observation, step.action])
    },
    mistake(
      "the same action in the next state",
      "That is the value of the same action in the next state: Q-learning takes the largest there."
    ) { $0.following = { q, step in q[step.next, step.action] } },
    mistake(
      "the mean of the next state's values",
      "That is what the next state is worth to someone who acts at random: take the largest value, not the mean."
    ) { $0.following = { q, step in row(q, step.next).reduce(0, +) / Double(q.shape[1]) } },
    mistake(
      "the smallest of the next state's values",
      "Take the largest value of the next state, not the smallest."
    ) { $0.following = { q, step in row(q, step.next).min()! } },
    mistake("the largest begins at 0", largestBegins) {
      $0.following = { q, step in max(0, row(q, step.next).max()!) }
    },
    mistake("the largest begins at −1000", largestBegins) {
      $0.following = { q, step in max(-1000, row(q, step.next).max()!) }
    },
    mistake("the largest begins at −1e9", largestBegins) {
      $0.following = { q, step in max(-1e9, row(q, step.next).max()!) }
    },
    mistake("an impossible action taken for the end", impossibleIsNoEnd) {
      $0.following = { q, step in
        let values = row(q, step.next)
        return values.contains(-.infinity) ? 0 : values.max()!
      }
    },
    mistake("an impossible first action taken for the end", impossibleIsNoEnd) {
      $0.following = { q, step in q[step.next, 0] == -.infinity ? 0 : row(q, step.next).max()! }
    },
    mistake(
      "the largest of a column",
      "Rows are states and columns are actions: the maximum goes along row s′, over q[s′, a′]."
    ) {
      $0.following = { q, step in (0..<q.shape[0]).map { q[$0, step.next] }.max()! }
    },
    mistake(
      "the two indices exchanged", "Rows are states and columns are actions: q[state, action]."
    ) { $0.place = { ($0.action, $0.observation) } },
    Mistake(
      "the old value taken off before the target is computed",
      "The target comes from the table as it was: compute it first, and change Q(s, a) once."
    ) { q, step, rate, discount in
      let (s, a) = (step.observation, step.action)
      q[s, a] -= rate * q[s, a]
      let following = step.ending == .terminated ? 0 : row(q, step.next).max()!
      q[s, a] += rate * (step.reward + discount * following)
    },
    Mistake(
      "the row of a terminal state set to 0",
      "Only Q(s, a) changes: the row of a terminal state is not used, and stays as it is."
    ) { q, step, rate, discount in
      if step.ending == .terminated {
        for action in 0..<q.shape[1] where step.next != step.observation {
          q[step.next, action] = 0
        }
      }
      ChangedUpdate()(&q, step, rate, discount)
    },
    mistake(
      "the best value of the state before",
      "The maximum goes over the row of the next state, transition.next, and not of the one before the step."
    ) { $0.following = { q, step in row(q, step.observation).max()! } },
    mistake(
      "the largest of the whole table", "The maximum goes over one row, that of the next state."
    ) {
      $0.following = { q, _ in q.max() }
    },
    mistake(
      "the place of the largest value",
      "That is the number of the best action; its value is asked for."
    ) {
      $0.following = { q, step in
        let values = row(q, step.next)
        return Double(values.firstIndex(of: values.max()!)!)
      }
    },
    mistake(
      "the largest magnitude", "The largest counts with its sign, and not the largest magnitude."
    ) {
      $0.following = { q, step in row(q, step.next).map(abs).max()! }
    },
    mistake("no discount", "What follows counts γ times: the discount is missing.") {
      $0.target = { reward, _, following in reward + following }
    },
    mistake(
      "the reward discounted, too",
      "The reward counts in full: only max Q(s′, a′) is multiplied by γ."
    ) {
      $0.target = { $1 * ($0 + $2) }
    },
    mistake("what follows subtracted", "What follows is added to the reward: r + γ·max Q(s′, a′).")
    {
      $0.target = { $0 - $1 * $2 }
    },
    Mistake(
      "α and γ exchanged", "α and γ are exchanged: γ belongs to max Q(s′, a′), α to the difference."
    ) { q, step, rate, discount in ChangedUpdate()(&q, step, discount, rate) },
    mistake(
      "the discount at the difference",
      "γ multiplies max Q(s′, a′) alone: Q(s, a) is subtracted from the target once, without γ."
    ) {
      $0.following = { q, step in
        row(q, step.next).max()! - q[step.observation, step.action]
      }
    },
    mistake("the reward forgotten", "The target begins with the reward of the step.") {
      $0.target = { $1 * $2 }
    },
    mistake(
      "no learning rate", "Q moves toward the target by the share α of the way, and not all of it."
    ) {
      $0.moved = { _, _, target in target }
    },
    mistake(
      "the target with its full weight",
      "That is (1 − α)·Q + target: the target, too, has a weight, which is α."
    ) { $0.moved = { (1 - $1) * $0 + $2 } },
    mistake("a rate of 0.5", fixedRate) { $0.moved = { $0 + 0.5 * ($2 - $0) } },
    mistake("a rate of 0.1", fixedRate) { $0.moved = { $0 + 0.1 * ($2 - $0) } },
    mistake(
      "the difference kept within −1 ... 1",
      "The whole difference counts, target − Q: it is not cut off at 1 and −1."
    ) { $0.moved = { $0 + $1 * min(1, max(-1, $2 - $0)) } },
    mistake("the target added", "α·(target − Q) is added: the old value has to be subtracted.") {
      $0.moved = { $0 + $1 * $2 }
    },
    mistake(
      "assigned instead of added",
      "The old value stays a part of the new one: Q(s, a) += α·(target − Q(s, a))."
    ) { $0.moved = { $1 * ($2 - $0) } },
    mistake(
      "no brackets around the difference",
      "α multiplies the whole difference, (target − Q): it needs brackets."
    ) { $0.moved = { $0 + $1 * $2 - $0 } },
    mistake("away from the target", "That goes away from the target: add α·(target − Q).") {
      $0.moved = { $0 - $1 * ($2 - $0) }
    },
    mistake(
      "the rate on the old value",
      "α and 1 − α are exchanged: α is the share of the target in the new value."
    ) { $0.moved = { $1 * $0 + (1 - $1) * $2 } },
    mistake(
      "the next state changed",
      "What changes is Q(s, a), of the state before the step, and not of the next."
    ) { $0.place = { ($0.next, $0.action) } },
    Mistake(
      "the whole row changed",
      "Only the action that was taken has been tried: Q(s, a) alone changes."
    ) {
      q, step, rate, discount in
      let old = q
      for action in 0..<q.shape[1] {
        var table = old
        let other = Move(step.observation, action, reward: step.reward, to: step.next, step.ending)
        ChangedUpdate()(&table, other, rate, discount)
        q[step.observation, action] = table[step.observation, action]
      }
    },
    Mistake(
      "nothing learned from the last step",
      "The last step has a reward, too: its target is that reward."
    ) { q, step, rate, discount in
      if step.ending != .terminated { ChangedUpdate()(&q, step, rate, discount) }
    },
    Mistake(
      "a copy changed", "The table that was passed in has to change, and not a copy of it."
    ) { _, _, _, _ in },
  ]
}
