import Curriculum
import Games
import Gradus

extension PlayingLesson {
  static let epsilonGreedy = Exercise<Answers>(
    "epsilonGreedy", "To try, or to take the best",
    hints: [
      "First decide what the candidates are, all of legal or the best of them; then draw one of them.",
      "The highest value is that of a legal action: legal.map { values[$0] }.max()!. Others do not count.",
      "The best are legal.filter { values[$0] == highest }; candidates[generator.uniformInteger(below: "
        + "candidates.count)] is the action.",
    ],
    learned:
      "Ties have to be fair: where all values are still equal, who takes the first never tries another.",
    landmark: Landmark("Sources/Games/Learning/ActionChoice.swift", "func epsilonGreedy"),
    solution: { $0.epsilonGreedy = Playing.epsilonGreedy },
    check: checkEpsilonGreedy,
    wrongAnswers: epsilonGreedyMistakes.wrongAnswers(\.epsilonGreedy),
    rightAnswers: [
      RightAnswer("a loop that collects the best") {
        $0.epsilonGreedy = { values, legal, epsilon, generator in
          let draw = generator.uniform()
          var (best, highest): ([Int], Double) = ([], -.infinity)
          for action in legal {
            if values[action] > highest { (best, highest) = ([], values[action]) }
            if values[action] == highest { best.append(action) }
          }
          if draw < epsilon { best = legal }
          return best[generator.uniformInteger(below: best.count)]
        }
      },
      RightAnswer("bernoulli, and two returns") {
        $0.epsilonGreedy = { values, legal, epsilon, generator in
          if generator.bernoulli(epsilon) {
            return legal[generator.uniformInteger(below: legal.count)]
          }
          let best = legal.filter { action in legal.allSatisfy { values[$0] <= values[action] } }
          return best[generator.uniformInteger(below: best.count)]
        }
      },
      RightAnswer("over all actions in order") {
        $0.epsilonGreedy = { values, legal, epsilon, generator in
          let isGreedy = generator.uniform() >= epsilon
          let highest = values.indices.filter(legal.contains).map { values[$0] }.max()
          let candidates = values.indices.filter {
            legal.contains($0) && (!isGreedy || values[$0] == highest)
          }
          return candidates[generator.uniformInteger(below: candidates.count)]
        }
      },
      RightAnswer("Games' choice") {
        $0.epsilonGreedy = { values, legal, epsilon, generator in
          generator.epsilonGreedy(values, epsilon: epsilon, among: legal)
        }
      },
    ])

  static let otherChance =
    "There is chance that is not from the generator: draw from the one that was passed in."

  /// Without an ε, it is what the generator gives first.
  private typealias ChoiceCall = (values: [Double], legal: [Int], epsilon: Double?)
  /// The actions of calls one after the other, and what their generator gives afterward.
  private typealias Choices = (actions: [Int], next: Int)

  @Sendable private static func checkEpsilonGreedy(_ answers: Answers) throws {
    var suspicion = Suspicion(epsilonGreedyMistakes)
    for (place, calls) in choiceCalls.enumerated() {
      let seed = 12_04 + UInt64(place)
      func choices(_ function: Answers.EpsilonGreedy) throws -> [Choices] {
        try calls.map { call -> Choices in
          var generator = RandomGenerator(seed: seed)
          // Not below itself: a first draw that equals ε does not explore.
          let epsilon = call.epsilon ?? generator.uniform()
          generator = RandomGenerator(seed: seed)
          let actions = try (0..<60).map { _ in
            try function(call.values, call.legal, epsilon, &generator)
          }
          return (actions, generator.uniformInteger(below: 1000))
        }
      }
      let found = try choices(answers.epsilonGreedy)
      let again = try choices(answers.epsilonGreedy)
      try expect(
        zip(found, again).allSatisfy { $0 == $1 },
        "epsilonGreedy: two runs with equal generators chose different actions.",
        why: otherChance
      )
      let right = try choices { try Playing.epsilonGreedy($0, legal: $1, epsilon: $2, using: &$3) }
      let parts = calls.enumerated().flatMap { index, call -> [Part<[Choices]>] in
        let epsilon = call.epsilon.map { "\($0)" } ?? "equal to the first draw"
        let name = "values \(call.values), legal \(call.legal), epsilon \(epsilon)"
        return (0..<60).map { draw in
          .value("\(name), call \(draw + 1) with one generator") { $0[index].actions[draw] }
        } + [.value("\(name), what the generator gives next") { $0[index].next }]
      }
      let strange = zip(found, calls).compactMap { choices, call in
        choices.actions.first { !call.legal.contains($0) }
      }.first
      let explanation =
        strange.map {
          "Action \($0) is not legal. Is it a place in a list, where the action that stands there is asked "
            + "for? Or are not all candidates from legal?"
        }
        ?? (zip(found, right).allSatisfy { $0.next == $1.next }
          ? "The generator is used as often as it should be. Are the draws in the order that is asked for, and "
            + "the candidates the right ones, all of legal where it explores, and else the best of them?"
          : "Draw from the generator that was passed in, twice in each call: uniform(), and then the place "
            + "among the candidates.")
      try suspicion.expect(
        found, equals: right, in: "epsilonGreedy", parts: parts, otherwise: explanation
      ) { try choices($0) }
    }
  }

  private static let choiceCalls: [[ChoiceCall]] = {
    let choices: [(values: [Double], legal: [Int])] = [
      ([9, 5, 2, 5], [1, 2, 3]), ([0, 0, 0], [0, 1, 2]), ([-3, -1, -2, -1, -5], [0, 1, 2, 3, 4]),
      ([0.5, 0.25, 7], [0, 1]), ([1, 2, 3], [1]), ([4], [0]),
      ([-2e12, -1e12, 5000, -1e12], [0, 1, 3]), ([1, 1.000_000_000_001, 0.5], [0, 1, 2]),
      ([1e-6, 2e-6, 2e-6, -1e-6], [0, 1, 2, 3]),
      ([-.infinity, 0.5, -.infinity, 0.5], [1, 3]),
      ([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8], [1, 3, 4, 6, 8, 10]),
      ([5, 4, 3, 2, 1, 0, -1, -2, -3, -4, -5], Array(0..<11)),
      ([1, 2, 3, 4, 4, 4, 4, 4, 4], [2, 3, 4, 5, 6, 7]),
    ]
    // Seen together, the first tell the mistakes apart: the best value is illegal, and so is one of three
    // equal ones; there is a single candidate, and a lower value of a larger magnitude; all values are
    // negative; the last legal action is the best.
    let first: [ChoiceCall] = [
      ([9, 5, 2, 5, 5, 3], [1, 2, 3, 5], 0.4), ([1, 7, 3, 6, -9], [1, 2, 4], 0.25),
      ([-3, -1, -2], [0, 1, 2], 0.25), ([4, 1, 2, 6], [1, 2], 0.25),
    ]
    let firstDraw: ChoiceCall = ([0, 1, 2, 3, 4, 5, 6, 7], Array(0..<8), nil)
    return [first, [firstDraw]]
      + choices.flatMap { values, legal in [0, 0.25, 1].map { [(values, legal, $0)] } }
  }()
}
