import Curriculum
import Gradus

extension LeavingLesson {
  static let halvingRound = Exercise<Answers>(
    "halvingRound", "A round of a search",
    hints: [
      "Between the logarithms of the two ends, walk the share u: exp(log lowest + u·(log highest − log lowest)).",
      "Call `loss` once per setting, in the order of the draws. Before sorting, replace NaN by infinity: a "
        + "comparison with NaN is always false, and a sort that meets it gives any order.",
      "Sort the places by (loss, place), so that the earlier of equal ones comes first, and keep the first "
        + "(count + 1) / 2.",
    ],
    learned:
      "Scales are drawn by their logarithm, and what diverges is the worst, not the one that no comparison sees.",
    landmark: Landmark(
      "Sources/Training/Tuning/TuningHistory.swift", "func survivors"),
    solution: { $0.halvingRound = Leaving.halvingRound },
    check: checkHalvingRound,
    wrongAnswers: halvingRoundMistakes.wrongAnswers(\.halvingRound),
    rightAnswers: [
      RightAnswer("a power of the ratio") {
        $0.halvingRound = { draws, lowest, highest, loss in
          var trials: [(setting: Double, loss: Double, place: Int)] = []
          for (place, u) in draws.enumerated() {
            let setting = lowest * Double.pow(highest / lowest, u)
            let value = try loss(setting)
            trials.append((setting, value.isNaN ? .greatestFiniteMagnitude : value, place))
            if value == .infinity { trials[place].loss = .greatestFiniteMagnitude }
          }
          trials.sort { $0.loss != $1.loss ? $0.loss < $1.loss : $0.place < $1.place }
          return trials[..<((draws.count + 1) / 2)].map(\.setting)
        }
      },
      RightAnswer("the best taken out again and again") {
        $0.halvingRound = { draws, lowest, highest, loss in
          var left = try draws.map { u in
            let setting = Double.exp((1 - u) * Double.log(lowest) + u * Double.log(highest))
            return (setting: setting, loss: try loss(setting))
          }
          var kept: [Double] = []
          func rank(_ place: Int) -> Double {
            left[place].loss.isNaN ? .infinity : left[place].loss
          }
          for _ in 0..<(draws.count - draws.count / 2) {
            kept.append(left.remove(at: left.indices.min { rank($0) < rank($1) }!).setting)
          }
          return kept
        }
      },
      RightAnswer("what diverged put at the end") {
        $0.halvingRound = { draws, lowest, highest, loss in
          let ratio = Double.log(highest / lowest)
          let trials = try draws.enumerated().map { place, u in
            let setting = lowest * Double.exp(u * ratio)
            return (place: place, setting: setting, loss: try loss(setting))
          }
          let good = trials.filter { $0.loss < .infinity }
            .sorted { $0.loss < $1.loss || $0.loss == $1.loss && $0.place < $1.place }
          let bad = trials.filter { !($0.loss < .infinity) }
          return (good + bad).prefix((trials.count + 1) / 2).map(\.setting)
        }
      },
    ])

  @Sendable private static func checkHalvingRound(_ answers: Answers) throws {
    var suspicion = Suspicion(halvingRoundMistakes)
    /// The losses by the places of the draws; each is asked for once.
    func compare(
      _ draws: [Double], _ lowest: Double, _ highest: Double, _ losses: [Double], _ name: String
    ) throws {
      func kept(_ round: Answers.HalvingRound) throws -> (settings: [Double], asked: [Double]) {
        var asked: [Double] = []
        let settings = try round(draws, lowest, highest) { setting in
          asked.append(setting)
          return losses[(asked.count - 1) % losses.count]
        }
        return (settings, asked)
      }
      let found = try kept(answers.halvingRound)
      try suspicion.expect(
        found,
        equals: try kept {
          try Leaving.halvingRound(draws: $0, from: $1, to: $2, loss: $3)
        }, in: "halvingRound of \(name)",
        // In units of the lowest, since a comparison is blind to what is far below 1.
        parts: [
          .value("how many settings are kept") { $0.settings.count },
          .tensor("the settings for which `loss` was called, as multiples of the lowest") {
            Matrix($0.asked) / lowest
          },
          .tensor("the settings that are kept, as multiples of the lowest") {
            Matrix($0.settings) / lowest
          },
        ], otherwise: found.asked.count > draws.count ? onceEach : nil
      ) { try kept($0) }
    }
    try compare(
      [0.5, 0.8, 0.75, 0, 0.9], 0.0001, 1, [3, 1, -2, 1, 0.5],
      "draws [0.5, 0.8, 0.75, 0, 0.9] from 0.0001 to 1, losses [3, 1, −2, 1, 0.5]")
    try compare(
      [0.3, 0.6, 0.2, 0.8, 0.1, 0.4], 0.01, 100, [.nan, 2, .infinity, .nan, 1, -.infinity],
      "six draws, losses [NaN, 2, ∞, NaN, 1, −∞]")
    try compare(
      [0.3, 0.6, 0.2, 0.8, 0.1], 0.01, 100, [.nan, .infinity, 7, .nan, .nan],
      "five draws, losses [NaN, ∞, 7, NaN, NaN]")
    try compare([0.3, 0.6, 0.2], 1, 10, [.nan, .nan, .nan], "three draws that all diverge")
    try compare([0.9, 0.1, 0.5, 0.4], 1, 10, [2, 2, 2, 2], "four draws with one loss")
    try compare([0.0005, 0.0001, 0.0002], 1, 10, [1, 2, 3], "three draws near 0")
    try compare([0.5, 0.5, 0.2], 1, 10, [1, 2, 3], "two equal draws")
    var generator = RandomGenerator(seed: 14_08)
    for count in [1, 2, 3, 4, 5, 7, 8, 16, 33] {
      for (lowest, highest) in [(1e-5, 1e-1), (0.5, 0.5), (1, 1000), (0.2, 1.7)] {
        let draws = Matrix.uniform([count], from: 0, to: 1, using: &generator).elements
        let losses = (0..<count).map { _ in Double(generator.uniformInteger(below: 6)) - 2.5 }
        try compare(
          draws, lowest, highest, losses, "\(count) draws from \(lowest) to \(highest)")
      }
    }
    try expectHandsOnErrors("halvingRound", of: "loss", calls: 3) { probe in
      _ = try answers.halvingRound([0.1, 0.2, 0.3], 1, 2) {
        try probe()
        return $0
      }
    }
  }
}
