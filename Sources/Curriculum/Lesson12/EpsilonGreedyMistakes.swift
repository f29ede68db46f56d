import Curriculum
import Games
import Gradus

extension PlayingLesson {
  /// What an ε-greedy choice is made of, so that a mistake is one change to it.
  private struct ChangedChoice: Sendable {
    var explores: @Sendable (_ draw: Double, _ epsilon: Double) -> Bool = { $0 < $1 }
    /// What is explored among all actions and the legal ones.
    var explored: @Sendable (_ all: [Int], _ legal: [Int], _ best: [Int]) -> [Int] = {
      _, legal, _ in legal
    }
    /// Among which actions the highest value is looked for.
    var compared: @Sendable (_ all: [Int], _ legal: [Int]) -> [Int] = { $1 }
    var highest: @Sendable ([Double]) -> Double = { $0.max()! }
    /// The place of the action among the candidates, and what is drawn for it.
    var place: @Sendable (_ count: Int, _ explores: Bool, inout RandomGenerator) -> Int = {
      count, _, generator in generator.uniformInteger(below: count)
    }
    /// The action from its place and the candidates.
    var action: @Sendable (_ place: Int, _ candidates: [Int], _ legal: [Int]) -> Int = {
      place, candidates, _ in candidates[place]
    }

    func callAsFunction(
      _ values: [Double], _ legal: [Int], _ epsilon: Double, _ generator: inout RandomGenerator
    ) -> Int {
      let isExploring = explores(generator.uniform(), epsilon)
      let all = Array(values.indices)
      let compared = compared(all, legal)
      let limit = highest(compared.map { values[$0] })
      let best = compared.filter { values[$0] == limit }
      var candidates = isExploring ? explored(all, legal, best) : best
      if candidates.isEmpty { candidates = Array(legal.prefix(1)) }
      let count = candidates.count
      return action(place(count, isExploring, &generator), candidates, legal)
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedChoice) -> Void
  ) -> Mistake<Answers.EpsilonGreedy> {
    var changed = ChangedChoice()
    change(&changed)
    return Mistake(name, why) { [changed] in changed($0, $1, $2, &$3) }
  }

  private static let searchBegins =
    "The highest value may be lower than any number that a search begins with, 0 or −1000: begin with −∞ "
    + "or with a legal action's value."

  private static let legalAlone =
    "The highest value is looked for among the legal actions: an illegal one does not count."

  private static let lastIsLeftOut =
    "The highest value may be that of the first or of the last legal action: the search leaves it out."

  private static let drawnAlways =
    "uniform() is drawn in every call, also where ε is 0 or 1: else all later draws are others."

  private static let belowEpsilon =
    "Explore where uniform() itself is below ε: not 1 minus it, not rounded, and not where the two are equal."

  private static func highest(_ values: [Double], _ legal: [Int]) -> Double {
    legal.map { values[$0] }.max()!
  }

  /// A choice with other candidates where it does not explore, or another decision whether it does.
  private static func choice(
    _ name: String, _ why: String,
    best: @escaping @Sendable (_ values: [Double], _ legal: [Int]) -> [Int] = { values, legal in
      legal.filter { values[$0] == highest(values, legal) }
    },
    explores: @escaping @Sendable (_ epsilon: Double, inout RandomGenerator) -> Bool = {
      $1.uniform() < $0
    }
  ) -> Mistake<Answers.EpsilonGreedy> {
    Mistake(name, why) { values, legal, epsilon, generator in
      var candidates = explores(epsilon, &generator) ? legal : best(values, legal)
      if candidates.isEmpty { candidates = legal }
      return candidates[generator.uniformInteger(below: candidates.count)]
    }
  }

  static let epsilonGreedyMistakes: [Mistake<Answers.EpsilonGreedy>] = [
    choice("no first draw where ε is 0", drawnAlways, explores: { $0 > 0 && $1.uniform() < $0 }),
    choice("no first draw where ε is 1", drawnAlways, explores: { $0 >= 1 || $1.uniform() < $0 }),
    choice("any legal action where none has the highest value of all", legalAlone) {
      values, legal in legal.filter { values[$0] == values.max()! }
    },
    choice(
      "illegal actions of the highest legal value",
      "The candidates are legal actions: filter `legal`, and not all actions, by the highest value."
    ) { values, legal in
      values.indices.filter { values[$0] == highest(values, legal) }
    },
    choice("the first legal action is left out of the search", lastIsLeftOut) { values, legal in
      legal.filter { values[$0] == legal.dropFirst().map { values[$0] }.max() }
    },
    mistake("explores where 1 minus the draw is below ε", belowEpsilon) {
      $0.explores = { 1 - $0 < $1 }
    },
    Mistake(
      "no draws where one action is legal",
      "Both numbers are drawn in every call, also where a single action is legal."
    ) { values, legal, epsilon, generator in
      legal.count == 1 ? legal[0] : ChangedChoice()(values, legal, epsilon, &generator)
    },
    Mistake(
      "draws until the action is legal",
      "Draw a place among the legal actions at once, and not actions until one of them is legal."
    ) { values, legal, epsilon, generator in
      var tried = generator
      guard tried.uniform() < epsilon else {
        return ChangedChoice()(values, legal, epsilon, &generator)
      }
      generator = tried
      while true {
        let action = generator.uniformInteger(below: values.count)
        if legal.contains(action) { return action }
      }
    },
    mistake(
      "the last candidate is never drawn",
      "uniformInteger(below: n) is at most n − 1: draw below candidates.count, which is never reached."
    ) {
      $0.place = { count, _, generator in generator.uniformInteger(below: max(1, count - 1)) }
    },
    mistake(
      "the first of equal actions",
      "Of equally good actions the first is always taken: each of them has to have its turn."
    ) {
      $0.place = { count, explores, generator in
        let place = generator.uniformInteger(below: count)
        return explores ? place : 0
      }
    },
    mistake(
      "the last of equal actions",
      "Of equally good actions the last is always taken: draw one of them."
    ) {
      $0.place = { count, explores, generator in
        let place = generator.uniformInteger(below: count)
        return explores ? place : count - 1
      }
    },
    mistake(
      "no draw for the best action",
      "The place is drawn in every call, also among the best: else ties are not fair, and the generator is "
        + "one draw behind."
    ) {
      $0.place = { count, explores, generator in
        explores ? generator.uniformInteger(below: count) : 0
      }
    },
    mistake(
      "no draw for a single candidate",
      "Draw the place also where there is a single candidate, so that each call takes two draws."
    ) {
      $0.place = { count, _, generator in count == 1 ? 0 : generator.uniformInteger(below: count) }
    },
    mistake(
      "epsilon the other way around",
      "ε is how often to explore: explore where the draw is below it."
    ) {
      $0.explores = { $0 >= $1 }
    },
    mistake("never explores", "With probability ε any legal action is taken, and not the best.") {
      $0.explores = { _, _ in false }
    },
    mistake("always explores", "Only with probability ε is the action any of the legal ones.") {
      $0.explores = { _, _ in true }
    },
    mistake("explores illegal actions", "Exploring, too, takes legal actions alone.") {
      $0.explored = { all, _, _ in all }
    },
    mistake("the highest value of all actions", legalAlone) { $0.compared = { all, _ in all } },
    mistake(
      "legal only where it explores", "Neither the best action nor an explored one may be illegal."
    ) {
      $0.compared = { all, _ in all }
      $0.explored = { all, _, _ in all }
    },
    mistake("explores all but the best", "Exploring takes any legal action, the best among them.") {
      $0.explored = { _, legal, best in legal.filter { !best.contains($0) } }
    },
    mistake("the lowest value", "That is the action of the lowest value: the highest is asked for.")
    {
      $0.highest = { $0.min()! }
    },
    choice(
      "the highest magnitude", "The highest counts with its sign, and not the highest magnitude."
    ) { values, legal in
      legal.filter { values[$0] == legal.map { abs(values[$0]) }.max()! }
    },
    mistake("the highest begins at 0", searchBegins) { $0.highest = { max(0, $0.max()!) } },
    mistake("the highest begins at −1e9", searchBegins) { $0.highest = { max(-1e9, $0.max()!) } },
    mistake("the last legal action is left out of the search", lastIsLeftOut) {
      $0.compared = { $1.count > 1 ? $1.dropLast() : $1 }
    },
    choice(
      "nearly equal values",
      "Candidates are the actions whose value is the highest, and not those that come near it: =="
    ) { values, legal in
      legal.filter { highest(values, legal) - values[$0] < 1e-7 }
    },
    mistake("explores where the draw equals epsilon", belowEpsilon) { $0.explores = { $0 <= $1 } },
    choice("the highest begins at 0, and any action where none reaches it", searchBegins) {
      values, legal in legal.filter { values[$0] == max(0, highest(values, legal)) }
    },
    mistake(
      "the place of the action",
      "That is a place among the candidates: the action that stands there "
        + "is candidates[place]."
    ) { $0.action = { place, _, _ in place } },
    mistake(
      "the place taken from the legal actions",
      "The place was drawn among the candidates, so it is the candidates that it is looked up in."
    ) { $0.action = { place, _, legal in legal[place] } },
    Mistake(
      "the best action drawn first",
      "Decide first whether to explore: the best action is drawn only where it is taken."
    ) { values, legal, epsilon, generator in
      let best = legal.filter { values[$0] == highest(values, legal) }
      let greedy = best[generator.uniformInteger(below: best.count)]
      return generator.uniform() < epsilon
        ? legal[generator.uniformInteger(below: legal.count)] : greedy
    },
    Mistake(
      "a copy of the generator",
      "The generator has to move on: draw from the one that was passed in."
    ) { values, legal, epsilon, generator in
      var copy = generator
      return ChangedChoice()(values, legal, epsilon, &copy)
    },
    Mistake(
      "one draw for both", "Draw twice: whether to explore and what to take do not hang together."
    ) {
      values, legal, epsilon, generator in
      let draw = generator.uniform()
      if draw < epsilon { return legal[Int(draw / epsilon * Double(legal.count))] }
      let best = legal.filter { values[$0] == highest(values, legal) }
      return best[Int((draw - epsilon) / (1 - epsilon) * Double(best.count))]
    },
  ]
}
