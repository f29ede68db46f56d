import Curriculum
import Gradus

extension EarlyStoppingLesson {
  static let optimism = Exercise<Answers>(
    "optimism", "How much a choice flatters itself",
    hints: [
      "The second set has no part in the choice: find the index of the largest number in `first`.",
      "Both accuracies are of the chosen model: first[chosen] and second[chosen].",
    ],
    learned:
      "The best of many looks better than it is: choose with one set, and measure with another.",
    landmark: Landmark(
      "Sources/Curriculum/Mechanism/PairedExperiment.swift", "static let seedsForChoosing"),
    solution: { $0.optimism = StoppingEarly.optimism },
    check: { answers in
      try check(
        answers, [0.7, 0.9, 0.5, 0.9, 0.88, 0.9, 0.75, 0.3],
        [0.82, 0.92, 0.99, 0.93, 0.97, 0.8, 0.6, 0.45], tellsApart: true)
      var generator = RandomGenerator(seed: 68)
      let random = (0..<2).map { _ in (0..<30).map { _ in 0.5 + 0.4 * generator.uniform() } }
      try check(answers, random[0], random[1], tellsApart: false)
      for (first, second) in [
        ([0.7, 0.9, 0.9], [0.5, 0.6, 0.8]), ([0.8, 0.9], [0.86, 0.85]), ([0.62, 0.6], [0.7, 0.9]),
        ([0.7], [0.75]), ([0, 0], [1, 0]),
      ] {
        try check(answers, first, second, tellsApart: false)
      }
      for (place, var input) in Input.all(seed: 66).enumerated() {
        // Accuracies: from 0 to 1, in tenths where they are often equal.
        let accuracies = input.tensor([2, input.rows]).elements.map {
          let share = min($0.magnitude / 3, 1)
          return input.numbers == .tied ? share.rounded(.up) / 2 + 0.25 : share
        }
        let first = Array(accuracies.prefix(input.rows))
        try check(
          answers, [first, first.sorted(), first.sorted(by: >)][place % 3],
          Array(accuracies.suffix(input.rows)), tellsApart: false)
      }
    },
    wrongAnswers: optimismMistakes.wrongAnswers(\.optimism),
    rightAnswers: [
      RightAnswer("the largest, then its first place") {
        $0.optimism = { first, second in
          let chosen = first.firstIndex(of: first.max()!)!
          return (chosen, first[chosen] - second[chosen])
        }
      },
      RightAnswer("pairs of place and accuracy") {
        $0.optimism = { first, second in
          let best = first.enumerated().max { ($0.element, -$0.offset) < ($1.element, -$1.offset) }!
          return (best.offset, best.element - second[best.offset])
        }
      },
      RightAnswer("the best so far, in a loop") {
        $0.optimism = { first, second in
          var (chosen, best) = (0, -Double.infinity)
          for (index, accuracy) in first.enumerated() where accuracy > best {
            (chosen, best) = (index, accuracy)
          }
          return (chosen, best - second[chosen])
        }
      },
    ])

  private static func check(
    _ answers: Answers, _ first: [Double], _ second: [Double], tellsApart: Bool
  ) throws {
    try expect(
      answers.optimism(first, second),
      equals: try StoppingEarly.optimism(first: first, second: second),
      in: first.count > 11
        ? "optimism of \(first.count) models" : "optimism(first: \(first), second: \(second))",
      parts: [.value("chosen", \.chosen), .number("optimism", \.optimism)],
      suspects: tellsApart ? optimismMistakes.suspects { try $0(first, second) } : [])
  }
}
