import Curriculum
import Gradus

extension RememberingLesson {
  typealias Sample = @Sendable (Matrix, Double, Double) throws -> Int

  static let sample = Exercise<Answers>(
    "sample", "A character, drawn",
    hints: [
      "At temperature 0, return logits.argmax().",
      "Subtract the largest logit before anything else; then divide by the temperature and take exp. "
        + "Divided by their sum, these are the probabilities.",
      "Go through the characters and add up their probabilities: the first at which the sum exceeds `draw` "
        + "is the answer. Where rounding leaves the sum below `draw`, it is the last one.",
    ],
    learned:
      "A temperature below 1 prefers what is likely, and one above 1 makes all more equal; 0 always takes "
      + "the likeliest.",
    landmark: Landmark("Sources/Examples/CharacterText.swift", "func draw"),
    solution: { $0.sample = Remembering.sample },
    check: { answers in
      var suspicion = Suspicion(sampleMistakes)
      func compare(
        _ logits: Matrix, _ temperature: Double, draws: [Double], _ what: String? = nil
      ) throws {
        func all(_ sample: Sample) throws -> [Int] {
          try draws.map { try sample(logits, temperature, $0) }
        }
        let found = try all(answers.sample)
        let expected = try all { try Remembering.sample($0, temperature: $1, draw: $2) }
        let place = draws.indices.first { found[$0] != expected[$0] } ?? 0
        try suspicion.expect(
          found, equals: expected,
          in: "sample of \(what ?? "\(logits.elements)"), temperature \(temperature)",
          parts: [.value("draw \(draws[place])") { Drawn(characters: $0, shown: place) }],
          otherwise: try? all(answers.sample) != found
            ? "The same call gives another character each time: `draw` decides, and no other random number."
            : nil,
          all)
      }
      let logits = Matrix([0.2, 0.4, 0.1, 0.3].map { Double.log(2 * $0) })
      let draws = (0..<50).map { Double(2 * $0 + 1) / 100 }
      for temperature in [1, 0.5, 2, 0.2, 0] {
        try compare(
          logits, temperature, draws: draws, "logits of the probabilities 0.2, 0.4, 0.1, 0.3")
      }
      try compare([1e-6, 3e-6, 2e-6], 1e-6, draws: [0.05, 0.15, 0.5, 0.7, 0.95])
      // Close to where the sum is 0.25; and a sum of ten times 0.1 that rounding leaves below 1.
      try compare([0, 0, 0, 0], 1, draws: [0.25 - 1e-12, 0.25 + 1e-12])
      try compare(.zeros([10]), 1, draws: [Double(1).nextDown])
      try compare([1, 3, 3, 2], 0, draws: [0.05, 0.3, 0.6, 0.9])
      try compare([-1000, -1001, -1000.5], 1, draws: [0.2, 0.6, 0.9])
      try compare([1000, 999, 1001], 1, draws: [0.1, 0.3, 0.5])
      try compare([-2000, 0, -1], 1, draws: [0])
      try compare([3, 1, 2], 1e-4, draws: [0, 0.999])
      for temperature in [1, 0] as [Double] { try compare([3], temperature, draws: [0, 0.7]) }
      try compare([0, 1000, 3], 0, draws: [0, 0.5])
      var generator = RandomGenerator(seed: 916)
      for (place, var input) in Input.all(seed: 917).enumerated() {
        let logits = input.tensor([input.rows + input.columns])
        for temperature in [[1, 0], [0.5, 2], [0.1, 10]][place % 3] {
          try compare(
            logits, temperature, draws: (0..<4).map { _ in generator.uniform() },
            "\(logits.elementCount) \(input.numbers.rawValue)")
        }
      }
    },
    wrongAnswers: sampleMistakes.wrongAnswers(\.sample),
    rightAnswers: [
      RightAnswer("the framework's softmax, and a sum") {
        $0.sample = { logits, temperature, draw in
          guard temperature > 0 else { return logits.argmax() }
          var sum = 0.0
          let probabilities = (logits / temperature).softmax().elements
          for (k, probability) in probabilities.enumerated() {
            sum += probability
            if draw < sum { return k }
          }
          return probabilities.count - 1
        }
      },
      RightAnswer("cumulative sums, of which the first is looked for") {
        $0.sample = { logits, temperature, draw in
          if temperature == 0 {
            let largest = logits.max()
            return logits.elements.firstIndex(of: largest)!
          }
          let sums = (logits / temperature).softmax().cumulativeSum(along: 0).elements
          return sums.firstIndex { $0 > draw } ?? sums.count - 1
        }
      },
      RightAnswer("without dividing by the sum") {
        $0.sample = { logits, temperature, draw in
          if temperature == 0 { return logits.argmax() }
          let weights = logits.elements.map { Double.exp(($0 - logits.max()) / temperature) }
          let limit = draw * weights.reduce(0, +)
          var sum = 0.0
          return weights.firstIndex {
            sum += $0
            return sum > limit
          } ?? weights.count - 1
        }
      },
    ])

  /// The characters of several draws, of which a message shows one.
  private struct Drawn: Equatable, CustomStringConvertible {
    let characters: [Int]
    let shown: Int
    var description: String { "\(characters[shown])" }
  }
}
