import Curriculum
import Gradus

extension RegularizationLesson {
  static let dropout = Exercise<Answers>(
    "dropout", "Units that fail at random",
    hints: [
      "At inference nothing happens: guard isTraining else { return x }.",
      "draws.map { … } makes the mask: an element falls where its draw is below the probability.",
      "What stays is divided by 1 − p, so that the mean stays: the mask holds 0 or 1 / (1 − p).",
    ],
    learned:
      "What stays is divided by 1 − p, so the expected value is the same and inference needs no "
      + "change.",
    landmark: Landmark("Sources/Layers/Dropout.swift", "mutating func dropoutMask"),
    solution: { $0.dropout = Regularization.dropout },
    check: { answers in
      // Where there is no chance but that of the draws, equal elements with equal draws come out alike.
      let same = try answers.dropout(
        .ones([8, 8]), Matrix(repeating: 0.6, shape: [8, 8]), 0.5, true)
      let numbers = Set(same.elements.map(\.bitPattern))
      try expect(
        numbers.count <= 1,
        "dropout of 64 equal elements with equal draws: expected equal numbers, found "
          + "\(numbers.count) different ones.",
        why: "Chance comes from the draws alone: draw no numbers of your own.")
      let x: Matrix = [[1, 2, -3], [4, 5, 6]]
      let draws: Matrix = [[0.1, 0.9, 0.3], [0.25, 0.7, 0.05]]
      try check(
        answers, x, draws, 0.25, true, in: "dropout of [[1, 2, -3], [4, 5, 6]], p = 0.25")
      try check(
        answers, x, draws, 0.25, false,
        in: "dropout of [[1, 2, -3], [4, 5, 6]], p = 0.25, at inference")
      try check(
        answers, [[1, 2, 3]], [[0, 0.5, 0.9]], 0, true, in: "dropout of [[1, 2, 3]], p = 0",
        tellsApart: false)
      for (x, draws, probability, isTraining, what) in randomDraws(seed: 46) {
        try check(
          answers, x, draws, probability, isTraining, in: "dropout of \(what)", tellsApart: false)
      }
    },
    wrongAnswers: dropoutMistakes.wrongAnswers(\.dropout) + [
      WrongAnswer("draws of its own", why: "draw no numbers of your own") {
        $0.dropout = { x, _, probability, isTraining in
          isTraining
            ? x.map { Double.random(in: 0..<1) < probability ? 0 : $0 / (1 - probability) } : x
        }
      }
    ],
    rightAnswers: [
      RightAnswer("selected, then divided") {
        $0.dropout = { x, draws, probability, isTraining in
          guard isTraining else { return x }
          return select(draws .< probability, Tensor(0), x / (1 - probability))
        }
      },
      RightAnswer("a mask of zeros and ones") {
        $0.dropout = { x, draws, probability, isTraining in
          let keep = draws.map { isTraining && $0 < probability ? 0.0 : 1 }
          return isTraining ? x * keep / (1 - probability) : x
        }
      },
      RightAnswer("element by element") {
        $0.dropout = { x, draws, probability, isTraining in
          if !isTraining { return x }
          let elements = zip(x.elements, draws.elements).map { value, draw in
            draw >= probability ? value / (1 - probability) : 0
          }
          return Tensor(shape: x.shape, elements: elements)
        }
      },
    ])

  /// Inputs of several shapes with their draws, each in training and at inference; some draws are equal to
  /// the probability.
  static func randomDraws(
    seed: UInt64
  ) -> [(x: Matrix, draws: Matrix, probability: Double, isTraining: Bool, what: String)] {
    let shapes: [Shape] = [[7], [2, 3, 2], []]
    let inputs = Input.all(seed: seed)
    return inputs.enumerated().flatMap { place, input in
      var input = input
      let shape = place % 6 < 3 ? [input.rows, input.columns] : shapes[place % 3]
      let probability = [0.6, 0.3, 0, 0.9, 0.05][place % 5]
      var generator = RandomGenerator(seed: seed &+ UInt64(place))
      let x = input.tensor(shape)
      let draws = Matrix.uniform(shape, using: &generator).map { $0 > 0.95 ? probability : $0 }
      return [true, false].map { isTraining in
        (
          x, draws, probability, isTraining,
          "shape \(shape), \(input.numbers.rawValue), p = \(probability)"
            + (isTraining ? "" : ", at inference")
        )
      }
    }
  }

  private static func check(
    _ answers: Answers, _ x: Matrix, _ draws: Matrix, _ probability: Double, _ isTraining: Bool,
    in what: String, tellsApart: Bool = true
  ) throws {
    try expect(
      answers.dropout(x, draws, probability, isTraining),
      equals: try Regularization.dropout(
        x, draws: draws, probability: probability, isTraining: isTraining), in: what,
      suspects: tellsApart
        ? dropoutMistakes.suspects { try $0(x, draws, probability, isTraining) } : [])
  }
}
