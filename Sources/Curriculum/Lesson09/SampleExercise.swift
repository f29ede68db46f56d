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
        + "is the answer.",
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
        func all(_ sample: Sample) throws -> Matrix {
          Matrix(try draws.map { Double(try sample(logits, temperature, $0)) })
        }
        let texts = draws.map { $0.significant(3) }.joined(separator: ", ")
        try suspicion.expect(
          all(answers.sample),
          equals: all { try Remembering.sample($0, temperature: $1, draw: $2) },
          in:
            "sample of \(what ?? "\(logits.elements)"), temperature \(temperature), draws \(texts)",
          all)
      }
      // Twice the probabilities 0.1, 0.4, 0.3 and 0.2, as logarithms.
      let logits = Matrix([0.1, 0.4, 0.3, 0.2].map { Double.log(2 * $0) })
      let draws = (0..<20).map { Double($0) / 20 + 0.03 }
      for temperature in [1, 2, 0.5, 0.2, 0] {
        try compare(logits, temperature, draws: draws)
      }
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

  private static let sampleMistakes: [Mistake<Sample>] = [
    drawn("temperature ignored", "The temperature does not count: divide the logits by it.") {
      logits, _ in logits.softmax()
    },
    drawn("multiplied by the temperature", "The logits are divided by the temperature.") {
      ($0 * $1).softmax()
    },
    drawn(
      "probabilities divided by the temperature",
      "The logits are divided by the temperature, before softmax."
    ) { $0.softmax() / $1 },
    drawn("logits as probabilities", "Logits are no probabilities: take softmax of them.") {
      logits, temperature in logits / temperature
    },
    drawn(
      "overflow",
      "exp of thousands is infinity, and that of −thousands is 0: subtract the largest logit before exp."
    ) {
      let weights = ($0 / $1).exp()
      return weights / weights.sum()
    },
    drawn(
      "the largest not divided",
      "The largest logit is subtracted after the division, and has not been divided itself: subtract it before."
    ) {
      let weights = ($0 / $1 - $0.max()).exp()
      return weights / weights.sum()
    },
    drawn("not divided by the sum", "The probabilities add up to 1: divide by their sum.") {
      (($0 - $0.max()) / $1).exp()
    },
    Mistake(
      "always the largest", "That is the largest at any temperature; only at 0 is it taken always.",
      { logits, _, _ in logits.argmax() }),
    Mistake(
      "no case for temperature 0",
      "Divided by a temperature of 0, logits are NaN or infinite: there the largest is taken.",
      { logits, temperature, draw in first((logits / temperature).softmax(), draw) }),
    Mistake(
      "temperature 0 as 1", "At temperature 0 nothing is drawn: the largest is taken.",
      { logits, temperature, draw in
        try Remembering.sample(
          logits, temperature: temperature == 0 ? 1 : temperature, draw: draw)
      }),
    Mistake(
      "the last of the largest at 0", "Of equal ones, the first is taken at temperature 0.",
      { logits, temperature, draw in
        guard temperature == 0 else {
          return try Remembering.sample(logits, temperature: temperature, draw: draw)
        }
        let largest = logits.max()
        return logits.elements.lastIndex(of: largest)!
      }),
    Mistake(
      "the smallest at 0", "At temperature 0 the largest is taken, not the smallest.",
      { logits, temperature, draw in
        temperature == 0
          ? (-logits).argmax()
          : try Remembering.sample(logits, temperature: temperature, draw: draw)
      }),
    picked(
      "compared with each alone",
      "draw is compared with the sum of the probabilities so far, not with each of them."
    ) { probabilities, draw in probabilities.firstIndex { $0 > draw } ?? probabilities.count - 1 },
    picked("one too late", "The first whose sum exceeds draw is the one, not the one after it.") {
      probabilities, draw in min(place(probabilities, draw) + 1, probabilities.count - 1)
    },
    picked("one too early", "The first whose sum exceeds draw is the one, not the one before it.") {
      probabilities, draw in max(place(probabilities, draw) - 1, 0)
    },
    picked(
      "≥ for >",
      "The sum has to exceed draw: with ≥, a draw of 0 takes the first even at probability 0."
    ) { probabilities, draw in
      var sum = 0.0
      return probabilities.firstIndex {
        sum += $0
        return sum >= draw
      } ?? probabilities.count - 1
    },
    picked("from the end", "The probabilities are added up from the first one on.") {
      probabilities, draw in
      probabilities.count - 1 - place(probabilities.reversed(), draw)
    },
    picked(
      "sorted first", "The characters keep their places: a draw is not of sorted probabilities."
    ) {
      probabilities, draw in place(probabilities.sorted(by: >), draw)
    },
    picked("uniform", "That draws each character alike: the probabilities do not count.") {
      probabilities, draw in Int(draw * Double(probabilities.count))
    },
  ]

  /// The first at which the sum exceeds the draw.
  private static func place(_ probabilities: [Double], _ draw: Double) -> Int {
    var sum = 0.0
    return probabilities.firstIndex {
      sum += $0
      return sum > draw
    } ?? probabilities.count - 1
  }

  private static func first(_ probabilities: Matrix, _ draw: Double) -> Int {
    place(probabilities.elements, draw)
  }

  /// Drawn rightly from other probabilities.
  private static func drawn(
    _ name: String, _ why: String,
    _ probabilities: @escaping @Sendable (_ logits: Matrix, _ temperature: Double) -> Matrix
  ) -> Mistake<Sample> {
    Mistake(name, why) { logits, temperature, draw in
      temperature == 0 ? logits.argmax() : first(probabilities(logits, temperature), draw)
    }
  }

  /// Drawn in another way from the right probabilities.
  private static func picked(
    _ name: String, _ why: String,
    _ pick: @escaping @Sendable (_ probabilities: [Double], _ draw: Double) -> Int
  ) -> Mistake<Sample> {
    Mistake(name, why) { logits, temperature, draw in
      temperature == 0
        ? logits.argmax() : pick((logits / temperature).softmax().elements, draw)
    }
  }
}
