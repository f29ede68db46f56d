import Curriculum
import Gradus

extension EarlyStoppingLesson {
  static let optimism = Exercise<Answers>(
    "optimism", "How much a choice flatters itself",
    hints: [
      "The second set has no part in the choice: find the index of the largest number in `first`.",
      "Both accuracies are of the chosen model: first[chosen] and second[chosen].",
    ],
    learnt:
      "The best of many looks better than it is: choose with one set, and measure with another.",
    landmark: Landmark(
      "Sources/Curriculum/Mechanism/PairedExperiment.swift", "static let seedsForChoosing"),
    solution: { $0.optimism = StoppingEarly.optimism },
    check: { answers in
      var generator = RandomGenerator(seed: 68)
      let random = (0..<2).map { _ in (0..<30).map { _ in 0.5 + 0.4 * generator.uniform() } }
      let cases: [([Double], [Double])] = [
        // Each wrong choice finds another model here.
        ([0.6, 0.9, 0.7, 0.9, 0.8, 0.75], [0.8, 0.85, 0.75, 0.8, 0.6, 0.97]),
        ([0.8, 0.9], [0.86, 0.85]),
        ([0.62, 0.6], [0.7, 0.9]),
        (random[0], random[1]),
      ]
      for (first, second) in cases {
        let call =
          first.count > 6
          ? "optimism of 30 models" : "optimism(first: \(first), second: \(second))"
        let right = try StoppingEarly.optimism(first: first, second: second)
        let (chosen, optimism) = try answers.optimism(first, second)
        let largest = { (values: [Double]) in values.firstIndex(of: values.max()!)! }
        try expect(
          Double(chosen), equals: Double(right.chosen), in: "\(call), chosen",
          suspects: [
            Suspect(
              Double(largest(second)),
              "That model is the best on the second set, which must have no part in the choice."),
            Suspect(
              Double(first.lastIndex(of: first.max()!)!), "Of equal ones, take the first."),
            Suspect(
              Double(largest(first.map { -$0 })),
              "That is the smallest accuracy: of an accuracy, large values are good."),
            Suspect(
              Double(largest(zip(first, second).map { $0 - $1 })),
              "That model's optimism is the largest: choose by its accuracy on the first set alone."
            ),
            Suspect(Double(right.chosen + 1), "Models are counted from 0."),
          ])
        let mean = { (values: [Double]) in values.reduce(0, +) / Double(values.count) }
        try expect(
          optimism, equals: right.optimism, in: "\(call), optimism",
          suspects: [
            Suspect(
              abs(right.optimism), "It can be negative: leave the sign as it is."),
            Suspect(-right.optimism, "The sign is turned: first − second."),
            Suspect(
              first.max()! - second.max()!,
              "The largest of the second set belongs to another model: use the chosen one's."),
            Suspect(
              mean(first) - mean(second),
              "That compares the means of all models: only the chosen one is reported."),
            Suspect(
              first.max()! - mean(first),
              "That compares with the other models: compare with the second set."),
            Suspect(first.max()!, "That is the accuracy itself: subtract the second set's."),
          ])
      }
    },
    wrongAnswers: [
      WrongAnswer("chosen on the second set") {
        $0.optimism = { first, second in
          let chosen = second.firstIndex(of: second.max()!)!
          return (chosen, first[chosen] - second[chosen])
        }
      },
      WrongAnswer("sign turned") {
        $0.optimism = { first, second in
          let right = try StoppingEarly.optimism(first: first, second: second)
          return (right.chosen, -right.optimism)
        }
      },
      WrongAnswer("the largest of each set") {
        $0.optimism = { first, second in
          let right = try StoppingEarly.optimism(first: first, second: second)
          return (right.chosen, first.max()! - second.max()!)
        }
      },
      WrongAnswer("the means of all models") {
        $0.optimism = { first, second in
          let right = try StoppingEarly.optimism(first: first, second: second)
          let sums = (first.reduce(0, +), second.reduce(0, +))
          return (right.chosen, (sums.0 - sums.1) / Double(first.count))
        }
      },
      WrongAnswer("the smallest accuracy") {
        $0.optimism = { first, second in
          let chosen = first.firstIndex(of: first.min()!)!
          return (chosen, first[chosen] - second[chosen])
        }
      },
      WrongAnswer("the largest optimism") {
        $0.optimism = { first, second in
          let differences = zip(first, second).map { $0 - $1 }
          let chosen = differences.firstIndex(of: differences.max()!)!
          return (chosen, differences[chosen])
        }
      },
      WrongAnswer("the last of equal ones") {
        $0.optimism = { first, second in
          let chosen = first.lastIndex(of: first.max()!)!
          return (chosen, first[chosen] - second[chosen])
        }
      },
      WrongAnswer("never negative") {
        $0.optimism = { first, second in
          let right = try StoppingEarly.optimism(first: first, second: second)
          return (right.chosen, abs(right.optimism))
        }
      },
    ])
}
