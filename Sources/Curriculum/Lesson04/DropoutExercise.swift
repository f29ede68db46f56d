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
    learnt:
      "What stays is divided by 1 − p, so the expected value is the same and inference needs no "
      + "change.",
    landmark: Landmark("Sources/Layers/Dropout.swift", "mutating func dropoutMask"),
    solution: { $0.dropout = Regularization.dropout },
    check: { answers in
      let x: Matrix = [[1, 2, -3], [4, 5, 6]]
      let draws: Matrix = [[0.1, 0.9, 0.3], [0.2, 0.7, 0.05]]
      var generator = RandomGenerator(seed: 6)
      let (input, random) = (
        Matrix.normal([4, 5], using: &generator), Matrix.uniform([4, 5], using: &generator)
      )
      for (x, draws, probability, isTraining, what) in [
        (x, draws, 0.25, true, "dropout of [[1, 2, -3], [4, 5, 6]], p = 0.25"),
        (x, draws, 0.25, false, "dropout of [[1, 2, -3], [4, 5, 6]], p = 0.25, at inference"),
        (input, random, 0.6, true, "dropout of 20 random numbers, p = 0.6"),
        (input, random, 0, true, "dropout of 20 random numbers, p = 0"),
      ] {
        try expect(
          answers.dropout(x, draws, probability, isTraining),
          equals: try Regularization.dropout(
            x, draws: draws, probability: probability, isTraining: isTraining), in: what,
          suspects: dropoutMistakes.suspects { try $0(x, draws, probability, isTraining) })
      }
    },
    wrongAnswers: dropoutMistakes.wrongAnswers(\.dropout))

  private static let dropoutMistakes: [Mistake<Answers.Dropout>] = [
    Mistake(
      "not rescaled",
      "What stays is not rescaled: the sum that the next layer sees would be smaller in training than "
        + "at inference. Divide by 1 − p."
    ) { x, draws, probability, isTraining in
      isTraining ? x * draws.map { $0 < probability ? 0 : 1 } : x
    },
    Mistake(
      "also at inference",
      "That drops at inference too: predictions would be left to chance. Return x there."
    ) { x, draws, probability, _ in
      x * draws.map { $0 < probability ? 0 : 1 / (1 - probability) }
    },
    Mistake(
      "keep and drop exchanged",
      "Keep and drop are exchanged: p is the probability to be dropped, so an element falls where its "
        + "draw is below p."
    ) { x, draws, probability, isTraining in
      isTraining ? x * draws.map { $0 < probability ? 1 / probability : 0 } : x
    },
    Mistake(
      "the wrong ones fall",
      "The wrong elements fall: a draw is below p with probability p, and those are the ones to drop."
    ) { x, draws, probability, isTraining in
      isTraining ? x * draws.map { $0 < probability ? 1 / (1 - probability) : 0 } : x
    },
    Mistake(
      "divided by p",
      "What stays is divided by p: an element stays with probability 1 − p, so divide by that."
    ) { x, draws, probability, isTraining in
      isTraining ? x * draws.map { $0 < probability ? 0 : 1 / probability } : x
    },
    Mistake(
      "multiplied by 1 − p",
      "What stays is multiplied by 1 − p, which makes it smaller still: divide."
    ) { x, draws, probability, isTraining in
      isTraining ? x * draws.map { $0 < probability ? 0 : 1 - probability } : x
    },
    Mistake(
      "rescaled at inference",
      "At inference x is multiplied by 1 − p, as in the first papers. Here training has already divided "
        + "by it, so inference changes nothing."
    ) { x, draws, probability, isTraining in
      isTraining
        ? x * draws.map { $0 < probability ? 0 : 1 / (1 - probability) } : x * (1 - probability)
    },
    Mistake(
      "compares x with p",
      "That drops the elements of x that are below p: it is the draw that decides, not the value."
    ) { x, _, probability, isTraining in
      isTraining ? x.map { $0 < probability ? 0 : $0 / (1 - probability) } : x
    },
  ]
}
