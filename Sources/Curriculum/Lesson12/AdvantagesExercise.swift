import Curriculum
import Games
import Gradus

extension PlayingLesson {
  static let advantages = Exercise<Answers>(
    "advantages", "Better than expected",
    hints: [
      "First the returns of all episodes: returns(rewards:endings:nextValues:discount:), with a list of "
        + "zeros for the next values.",
      "For each step, collect the returns of the steps in all other episodes with the same observation.",
      "The baseline is their sum divided by their number, or 0 where there are none; the advantage is the "
        + "step's own return minus the baseline.",
    ],
    learned:
      "A baseline that does not depend on the action adds no bias, and takes away most of the noise.",
    landmark: Landmark("Sources/Games/Learning/Advantages.swift", "func generalizedAdvantages"),
    solution: { $0.advantages = Playing.advantages },
    check: checkAdvantages,
    wrongAnswers: advantagesMistakes.wrongAnswers(\.advantages),
    rightAnswers: [
      RightAnswer("sums and counts of each state, without the own episode's") {
        $0.advantages = { episodes, discount in
          let returns = try episodes.map { try plainReturns($0, discount) }
          func totals(_ episode: Int) -> [Int: (sum: Double, count: Int)] {
            zip(episodes[episode], returns[episode]).reduce(into: [:]) { totals, visit in
              totals[visit.0.observation, default: (0, 0)].sum += visit.1
              totals[visit.0.observation, default: (0, 0)].count += 1
            }
          }
          let each = episodes.indices.map(totals)
          return episodes.indices.map { own in
            episodes[own].indices.map { t in
              let state = episodes[own][t].observation
              var (sum, count) = (0.0, 0)
              for other in episodes.indices where other != own {
                sum += each[other][state]?.sum ?? 0
                count += each[other][state]?.count ?? 0
              }
              return returns[own][t] - (count == 0 ? 0 : sum / Double(count))
            }
          }
        }
      },
      RightAnswer("all steps in one list") {
        $0.advantages = { episodes, discount in
          var visits: [(episode: Int, state: Int, value: Double)] = []
          for (place, episode) in episodes.enumerated() {
            for (step, value) in zip(episode, try plainReturns(episode, discount)) {
              visits.append((place, step.observation, value))
            }
          }
          let all = visits.map { visit in
            let others = visits.filter { $0.state == visit.state && $0.episode != visit.episode }
            guard !others.isEmpty else { return visit.value }
            return visit.value - others.map(\.value).reduce(0, +) / Double(others.count)
          }
          var rest = all[...]
          return episodes.map { episode in
            defer { rest = rest.dropFirst(episode.count) }
            return Array(rest.prefix(episode.count))
          }
        }
      },
      RightAnswer("the mean of the differences") {
        $0.advantages = { episodes, discount in
          let returns = try episodes.map { try plainReturns($0, discount) }
          return episodes.enumerated().map { own, episode in
            zip(episode, returns[own]).map { step, value in
              let differences = episodes.indices.filter { $0 != own }.flatMap { other in
                zip(episodes[other], returns[other])
                  .filter { $0.0.observation == step.observation }.map { value - $0.1 }
              }
              return differences.isEmpty
                ? value : differences.reduce(0, +) / Double(differences.count)
            }
          }
        }
      },
    ])

  /// The returns of an episode after which nothing is worth anything.
  static func plainReturns(_ episode: [Move], _ discount: Double) throws -> [Double] {
    try Playing.returns(
      rewards: episode.map(\.reward), endings: episode.map(\.ending),
      nextValues: episode.map { _ in 0 }, discount: discount)
  }

  static let nanAmongAdvantages =
    "Where no other episode has been in the state, the baseline is 0: 0 / 0 is NaN."

  @Sendable private static func checkAdvantages(_ answers: Answers) throws {
    var suspicion = Suspicion(advantagesMistakes)
    func compare(_ episodes: [[Move]], _ discount: Double, _ name: String) throws {
      let found = try answers.advantages(episodes, discount)
      try expect(
        !found.joined().contains { $0.isNaN },
        "advantages of \(name), discount \(discount): there is a NaN.", why: nanAmongAdvantages)
      let parts =
        [
          Part<[[Double]]>.value("lengths") { $0.map(\.count) }
        ]
        + episodes.indices.map { place in
          Part<[[Double]]>.tensor("episode \(place)") { Tensor(place < $0.count ? $0[place] : []) }
        }
      try suspicion.expect(
        found, equals: Playing.advantages(of: episodes, discount: discount),
        in: "advantages of \(name), discount \(discount)", parts: parts
      ) { try $0(episodes, discount) }
    }
    // In state 2 only the first episode has been, and twice; state 48 is beyond any table of a small size;
    // the second episode is cut off.
    let episodes = [
      [
        Move(0, 1, reward: 2, to: 1), Move(1, 0, reward: -1, to: 0), Move(0, 0, reward: 8, to: 2),
        Move(2, 1, reward: 5, to: 2), Move(2, 0, reward: -6, to: 3, .terminated),
      ],
      [
        Move(0, 0, reward: 6, to: 1), Move(1, 1, reward: 11, to: 1),
        Move(1, 0, reward: -3, to: 0),
      ],
      [Move(48, 0, reward: 9, to: 0), Move(0, 1, reward: 1, to: 3, .terminated)],
      [
        Move(1, 1, reward: 4, to: 1), Move(1, 1, reward: 7, to: 0),
        Move(0, 1, reward: 3, to: 3, .truncated),
      ],
    ]
    try compare(
      episodes, 0.5,
      "episodes through the states "
        + episodes.map { "\($0.map(\.observation))" }.joined(separator: ", "))
    try compare(
      [1, 2, 6].map { [Move(0, 0, reward: $0, to: 1, .terminated)] }, 1,
      "three episodes of one step, rewards 1, 2 and 6")
    try compare(Array(episodes.prefix(1)), 0.5, "a single episode")
    var generator = RandomGenerator(seed: 12_10)
    for var input in Input.all(seed: 12_10) {
      for (states, discount) in [(1, 1), (2, 0.9), (4, 0.5), (3, 0)] {
        let episodes = (0..<input.rows).map { _ in
          let steps = 1 + generator.uniformInteger(below: input.columns + 2)
          let rewards = input.tensor([steps]).elements
          return (0..<steps).map { t in
            Move(
              generator.uniformInteger(below: states), generator.uniformInteger(below: 2),
              reward: rewards[t], to: generator.uniformInteger(below: states),
              t + 1 < steps ? .continues : Ending.all[generator.uniformInteger(below: 3)])
          }
        }
        try compare(
          episodes, discount,
          "\(count(input.rows, "episode")), \(count(states, "state")), \(input.numbers.rawValue)")
      }
    }
  }
}
