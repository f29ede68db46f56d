import Curriculum
import Gradus

extension RegularizationLesson {
  static let dropoutBackward = Exercise<Answers>(
    "dropoutBackward", "The way back through dropout",
    hints: [
      "Each output is an input times a factor that does not depend on it. What is the derivative?",
      "The gradient goes through the same mask: 0 where the element fell, 1 / (1 − p) where it stayed.",
      "upstream * draws.map { $0 < probability ? 0 : 1 / (1 - probability) }",
    ],
    learnt:
      "The way back uses the very mask of the way forward, and so is nothing but the pullback of "
      + "a product.",
    landmark: Landmark(
      "Sources/Autograd/Arithmetic.swift", "static func * (x: Variable, y: Variable)"),
    solution: { $0.dropoutBackward = Regularization.dropoutBackward },
    check: { answers in
      let upstream: Matrix = [[1, -2, 3], [10, 20, 30]]
      let draws: Matrix = [[0.1, 0.9, 0.3], [0.2, 0.7, 0.05]]
      var generator = RandomGenerator(seed: 7)
      let (random, others) = (
        Matrix.normal([3, 6], using: &generator), Matrix.uniform([3, 6], using: &generator)
      )
      for (upstream, draws, probability, what) in [
        (upstream, draws, 0.25, "dropoutBackward of [[1, -2, 3], [10, 20, 30]], p = 0.25"),
        (random, others, 0.4, "dropoutBackward of 18 random numbers, p = 0.4"),
      ] {
        try expect(
          answers.dropoutBackward(upstream, draws, probability),
          equals: try Regularization.dropoutBackward(
            upstream, draws: draws, probability: probability), in: what,
          suspects: dropoutBackwardMistakes.suspects { try $0(upstream, draws, probability) })
      }
    },
    wrongAnswers: dropoutBackwardMistakes.wrongAnswers(\.dropoutBackward))

  private static let dropoutBackwardMistakes: [Mistake<Answers.DropoutBackward>] = [
    Mistake(
      "upstream unchanged",
      "The gradient passes as if nothing were dropped: what fell has no effect on the loss, so its "
        + "gradient is 0."
    ) { upstream, _, _ in upstream },
    Mistake(
      "not rescaled",
      "The mask is right, but the factor 1/(1 − p) is missing: what stayed was multiplied by it, and so "
        + "is its gradient."
    ) { upstream, draws, probability in
      upstream * draws.map { $0 < probability ? 0 : 1 }
    },
    Mistake(
      "rescaled without the mask",
      "All are multiplied by 1/(1 − p): where an element fell, the gradient is 0."
    ) { upstream, _, probability in upstream / (1 - probability) },
    Mistake(
      "divides out the factor",
      "The gradient is multiplied by 1 − p: the derivative of x/(1 − p) is 1/(1 − p), not its inverse."
    ) { upstream, draws, probability in
      upstream * draws.map { $0 < probability ? 0 : 1 - probability }
    },
    Mistake(
      "keep and drop exchanged",
      "The gradient comes through where the element fell: the mask must be that of the way forward."
    ) { upstream, draws, probability in
      upstream * draws.map { $0 < probability ? 1 / (1 - probability) : 0 }
    },
    Mistake(
      "divided by p", "What stayed was divided by 1 − p, not by p."
    ) { upstream, draws, probability in
      upstream * draws.map { $0 < probability ? 0 : 1 / probability }
    },
    Mistake(
      "factor squared",
      "The factor 1/(1 − p) is applied twice: the derivative has it once."
    ) { upstream, draws, probability in
      upstream
        * draws.map { $0 < probability ? 0 : 1 / ((1 - probability) * (1 - probability)) }
    },
  ]
}
