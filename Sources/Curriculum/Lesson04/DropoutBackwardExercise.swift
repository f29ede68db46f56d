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
    learned:
      "The way back uses the very mask of the way forward, and so is nothing but the pullback of "
      + "a product.",
    landmark: Landmark(
      "Sources/Autograd/Arithmetic.swift", "static func * (x: Variable, y: Variable)"),
    solution: { $0.dropoutBackward = Regularization.dropoutBackward },
    check: { answers in
      let same = try answers.dropoutBackward(
        .ones([8, 8]), Matrix(repeating: 0.6, shape: [8, 8]), 0.5)
      let numbers = Set(same.elements.map(\.bitPattern))
      try expect(
        numbers.count <= 1,
        "dropoutBackward of 64 equal elements with equal draws: expected equal numbers, found "
          + "\(numbers.count) different ones.",
        why: "Chance comes from the draws alone: draw no numbers of your own.")
      try check(
        answers, [[1, 2, -3], [10, 20, 30]], [[0.1, 0.9, 0.3], [0.25, 0.7, 0.05]], 0.25,
        in: "dropoutBackward of [[1, 2, -3], [10, 20, 30]], p = 0.25")
      for (upstream, draws, probability, isTraining, what) in randomDraws(seed: 47)
      where isTraining {
        try check(
          answers, upstream, draws, probability, in: "dropoutBackward of \(what)",
          tellsApart: false)
      }
    },
    wrongAnswers: dropoutBackwardMistakes.wrongAnswers(\.dropoutBackward) + [
      WrongAnswer("draws of its own", why: "draw no numbers of your own") {
        $0.dropoutBackward = { upstream, _, probability in
          upstream.map { Double.random(in: 0..<1) < probability ? 0 : $0 / (1 - probability) }
        }
      }
    ],
    rightAnswers: [
      RightAnswer("selected, then divided") {
        $0.dropoutBackward = { upstream, draws, probability in
          select(draws .< probability, Tensor(0), upstream / (1 - probability))
        }
      },
      RightAnswer("dropout of the gradient") { answers in
        answers.dropoutBackward = { upstream, draws, probability in
          try Regularization.dropout(
            upstream, draws: draws, probability: probability, isTraining: true)
        }
      },
      RightAnswer("element by element") {
        $0.dropoutBackward = { upstream, draws, probability in
          var gradient = upstream.elements
          for (index, draw) in draws.elements.enumerated() {
            if draw < probability {
              gradient[index] = 0
            } else {
              gradient[index] /= 1 - probability
            }
          }
          return Tensor(shape: upstream.shape, elements: gradient)
        }
      },
    ])

  private static func check(
    _ answers: Answers, _ upstream: Matrix, _ draws: Matrix, _ probability: Double,
    in what: String, tellsApart: Bool = true
  ) throws {
    try expect(
      answers.dropoutBackward(upstream, draws, probability),
      equals: try Regularization.dropoutBackward(
        upstream, draws: draws, probability: probability), in: what,
      suspects: tellsApart
        ? dropoutBackwardMistakes.suspects { try $0(upstream, draws, probability) } : [])
  }

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
      "those above p fell",
      "The gradient comes through where the element fell: the mask must be that of the way forward."
    ) { upstream, draws, probability in
      upstream * draws.map { $0 > probability ? 0 : 1 / (1 - probability) }
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
    Mistake(
      "a draw equal to p falls",
      "An element fell where its draw is below p: one that is equal to p stayed. < and not <=."
    ) { upstream, draws, probability in
      upstream * draws.map { $0 <= probability ? 0 : 1 / (1 - probability) }
    },
    Mistake(
      "compares the gradient with p",
      "The draws decide what fell, and not whether the gradient is below p."
    ) { upstream, _, probability in
      upstream.map { $0 < probability ? 0 : $0 / (1 - probability) }
    },
    Mistake("the mask added", "The gradient is multiplied by the mask; nothing is added.") {
      upstream, draws, probability in
      upstream + draws.map { $0 < probability ? 0 : 1 / (1 - probability) }
    },
    Mistake("times the draws", "The draws only decide what fell: they are no factors themselves.") {
      upstream, draws, probability in
      upstream * draws.map { $0 < probability ? 0 : $0 / (1 - probability) }
    },
    Mistake("p = ½ always", "That is what p = ½ gives: use `probability`.") { upstream, draws, _ in
      upstream * draws.map { $0 < 0.5 ? 0 : 2 }
    },
    Mistake("a factor 2", "The factor is 1/(1 − p), which is 2 only where p is ½.") {
      upstream, draws, probability in upstream * draws.map { $0 < probability ? 0 : 2 }
    },
    Mistake("compared with 1 − p", "An element fell where its draw is below p, not below 1 − p.") {
      upstream, draws, probability in
      upstream * draws.map { $0 < 1 - probability ? 0 : 1 / (1 - probability) }
    },
    Mistake(
      "the mask alone", "That is the mask, 0 or 1 / (1 − p): multiply the upstream gradient by it."
    ) { _, draws, probability in draws.map { $0 < probability ? 0 : 1 / (1 - probability) } },
    Mistake(
      "above 1 − p", "An element fell where its draw is below p, and not where it is above 1 − p."
    ) { upstream, draws, probability in
      upstream * draws.map { $0 > 1 - probability ? 0 : 1 / (1 - probability) }
    },
    Mistake("one draw per column", "Each element has a draw of its own.") {
      upstream, draws, probability in
      upstream * draws.map { $0 < probability ? 0 : 1 / (1 - probability) }[0..<1]
    },
    Mistake("compared with ½", "The draws are compared with ½: compare them with p.") {
      upstream, draws, probability in
      upstream * draws.map { $0 < 0.5 ? 0 : 1 / (1 - probability) }
    },
    Mistake(
      "the factor where the element fell",
      "The factor 1/(1 − p) belongs to what stayed: where an element fell, the gradient is 0."
    ) { upstream, draws, probability in
      upstream * draws.map { $0 < probability ? 1 / (1 - probability) : 1 }
    },
    Mistake(
      "keep and drop exchanged, not rescaled",
      "The gradient comes through where the element fell: the mask must be that of the way forward."
    ) { upstream, draws, probability in
      upstream * draws.map { $0 < probability ? 1 : 0 }
    },
    Mistake(
      "times 1 − p without the mask",
      "All are multiplied by 1 − p: where an element fell the gradient is 0, and what stayed is divided."
    ) { upstream, _, probability in upstream * (1 - probability) },
    Mistake("parentheses left out", "1 − p is one number: divide by (1 − p), with parentheses.") {
      upstream, draws, probability in
      upstream * draws.map { $0 < probability ? 0 : 1 } / 1 - probability
    },
    Mistake(
      "times the draws in place of a mask",
      "The draws only decide what fell: they are no factors themselves."
    ) { upstream, draws, probability in upstream * draws / (1 - probability) },
    Mistake(
      "divided by the share that stayed",
      "What stayed was divided by 1 − p, and not by the share that happened to stay."
    ) { upstream, draws, probability in
      let mask = draws.map { $0 < probability ? 0.0 : 1 }
      return upstream * mask / mask.mean()
    },
  ]
}
