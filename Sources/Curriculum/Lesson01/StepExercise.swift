import Curriculum
import Gradus

extension LinearRegressionLesson {
  typealias Step = @Sendable (LinearModel, LinearModel, Double) throws -> LinearModel

  static let step = Exercise<Answers>(
    "step", "A step downhill",
    hints: [
      "The gradient points uphill, so go the other way.",
      "LinearModel(weights: model.weights - learningRate * gradient.weights, bias: …)",
    ],
    learned:
      "An optimizer is a rule that moves each parameter against its gradient; the learning rate "
      + "says how far.",
    landmark: Landmark("Sources/Training/Optimizers/SGD.swift", "struct SGD"),
    solution: { $0.step = LinearRegression.step },
    check: { answers in
      let model = LinearModel(weights: [[1], [2]], bias: 3)
      let gradient = LinearModel(weights: [[10], [-20]], bias: -5)
      try expect(
        answers.step(model, gradient, 0.2),
        equals: LinearModel(weights: [[-1], [6]], bias: 4),
        in: "step from weights [[1], [2]], bias 3 along [[10], [-20]], -5 at rate 0.2",
        suspects: stepMistakes.suspects { try $0(model, gradient, 0.2) })
      for var input in Input.all(seed: 5) {
        func model() -> LinearModel {
          LinearModel(weights: input.tensor([input.columns, 1]), bias: input.tensor([1])[0])
        }
        let (before, gradient) = (model(), model())
        for rate in [0, 1e-4, 0.3, 1, 2.5] {
          var expected = before
          for d in 0..<input.columns { expected.weights[d, 0] -= rate * gradient.weights[d, 0] }
          expected.bias -= rate * gradient.bias
          try expect(
            answers.step(before, gradient, rate), equals: expected,
            in: "step at rate \(rate) with \(input.columns) weights, \(input.numbers.rawValue)")
        }
      }
    },
    wrongAnswers: stepMistakes.wrongAnswers(\.step),
    rightAnswers: [
      RightAnswer("the model changed in a copy") {
        $0.step = { model, gradient, rate in
          var next = model
          next.weights -= rate * gradient.weights
          next.bias -= rate * gradient.bias
          return next
        }
      },
      RightAnswer("the negative step added") {
        $0.step = { model, gradient, rate in
          LinearModel(
            weights: model.weights + gradient.weights * -rate,
            bias: model.bias + gradient.bias * -rate)
        }
      },
      RightAnswer("a loop over the weights") {
        $0.step = { model, gradient, rate in
          var next = model
          for d in 0..<model.weights.shape[0] {
            next.weights[d, 0] = model.weights[d, 0] - rate * gradient.weights[d, 0]
          }
          next.bias = model.bias - rate * gradient.bias
          return next
        }
      },
    ])

  private static let stepMistakes: [Mistake<Step>] = [
    moved("uphill", "That is uphill: the step is subtracted.") { p, g, rate in p + rate * g },
    moved("no learning rate", "The learning rate is missing.") { p, g, _ in p - g },
    moved(
      "returns the step, not the model",
      "That is the step alone: it has to be subtracted from the model."
    ) { _, g, rate in -rate * g },
    moved("the step alone, uphill", "That is η times the gradient: subtract it from the model.") {
      _, g, rate in rate * g
    },
    moved(
      "magnitudes of the derivatives",
      "The sign of each derivative is lost: where it is negative, the parameter grows."
    ) { p, g, rate in p - rate * g.abs() },
    moved("two steps long", "The step is twice as long: the factor 2 is in the gradient already.") {
      p, g, rate in p - 2 * rate * g
    },
    moved(
      "parameters shrink as well",
      "The parameter itself is not made smaller: w − η·∂w, and no (1 − η)."
    ) { p, g, rate in (1 - rate) * p - rate * g },
    moved("along the parameter", "The step goes along the gradient, and not along the parameter.") {
      p, _, rate in p - rate * p
    },
    moved("rate squared", "The learning rate is multiplied twice: once is enough.") { p, g, rate in
      p - rate * rate * g
    },
    moved("the gradient", "That is the gradient: the step goes from the model, w − η·∂w.") {
      _, g, _ in g
    },
    Mistake(
      "one weight always",
      "There are D weights, and all of them stay: take the step with the tensor.",
      { model, gradient, rate in
        LinearModel(
          weights: model.weights[0..<1] - rate * gradient.weights[0..<1],
          bias: model.bias - rate * gradient.bias)
      }),
    Mistake(
      "first weight left out", "The first weight has not changed: they are counted from 0.",
      { model, gradient, rate in
        var next = model
        for d in 1..<model.weights.shape[0] {
          next.weights[d, 0] -= rate * gradient.weights[d, 0]
        }
        next.bias -= rate * gradient.bias
        return next
      }),
    moved("divides by the learning rate", "The gradient is divided by the learning rate: multiply.")
    { p, g, rate in p - g / rate },
    moved("rate at the parameter", "The rate belongs to the gradient, not to the parameter.") {
      p, g, rate in rate * p - g
    },
    moved("model and gradient exchanged", "Model and gradient have changed places.") {
      p, g, rate in g - rate * p
    },
    moved(
      "in proportion to the parameter", "The step is η times the gradient, whatever w and b are."
    ) { p, g, rate in p - rate * g * p },
    moved("rate 0.1 always", "That is what a rate of 0.1 leads to: use learningRate.") { p, g, _ in
      p - 0.1 * g
    },
    moved("rate 0.01 always", "That is what a rate of 0.01 leads to: use learningRate.") {
      p, g, _ in
      p - 0.01 * g
    },
    moved(
      "rate of the whole difference", "The rate belongs to the gradient alone: mind the brackets."
    ) {
      p, g, rate in rate * (p - g)
    },
    moved("the sign of the gradient", "The step has the size of the gradient, not only its sign.") {
      p, g, rate in p - rate * g.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
    },
    Mistake(
      "one gradient for all weights",
      "Every weight takes the same step: each goes along its own derivative.",
      { model, gradient, rate in
        LinearModel(
          weights: model.weights - rate * gradient.weights.mean(),
          bias: model.bias - rate * gradient.bias)
      }),
    Mistake(
      "only the first weight", "Only the first weight has changed: all of them take the step.",
      { model, gradient, rate in
        var next = model
        next.weights[0, 0] -= rate * gradient.weights[0, 0]
        next.bias -= rate * gradient.bias
        return next
      }),
    Mistake(
      "bias along the first weight's derivative",
      "The bias has a derivative of its own: gradient.bias.",
      { model, gradient, rate in
        LinearModel(
          weights: model.weights - rate * gradient.weights,
          bias: model.bias - rate * gradient.weights[0, 0])
      }),
    Mistake(
      "divided by the number of weights", "Nothing is divided by the number of weights: w − η·∂w.",
      { model, gradient, rate in
        LinearModel(
          weights: model.weights - rate / Double(model.weights.shape[0]) * gradient.weights,
          bias: model.bias - rate * gradient.bias)
      }),
    Mistake(
      "gradient of length 1",
      "The gradient is made as long as 1 there: the step is as long as it is, times η.",
      { model, gradient, rate in
        let length =
          (gradient.weights.squared().sum() + gradient.bias * gradient.bias).squareRoot()
        return LinearModel(
          weights: model.weights - rate / length * gradient.weights,
          bias: model.bias - rate / length * gradient.bias)
      }),
    Mistake(
      "bias forgotten", "The bias has not changed: weights and bias both take the step.",
      { model, gradient, rate in
        LinearModel(weights: model.weights - rate * gradient.weights, bias: model.bias)
      }),
    Mistake(
      "weights forgotten", "The weights have not changed: weights and bias both take the step.",
      { model, gradient, rate in
        LinearModel(weights: model.weights, bias: model.bias - rate * gradient.bias)
      }),
    Mistake(
      "not changed", "That is the model from before: weights and bias both take the step.",
      { model, _, _ in model }),
    Mistake(
      "bias uphill", "The bias goes uphill: its step is subtracted, too.",
      { model, gradient, rate in
        LinearModel(
          weights: model.weights - rate * gradient.weights, bias: model.bias + rate * gradient.bias)
      }),
  ]

  /// Weights and bias changed alike.
  private static func moved(
    _ name: String, _ why: String,
    _ move: @escaping @Sendable (_ parameter: Matrix, _ gradient: Matrix, Double) -> Matrix
  ) -> Mistake<Step> {
    Mistake(name, why) { model, gradient, rate in
      LinearModel(
        weights: move(model.weights, gradient.weights, rate),
        bias: move(Tensor([model.bias]), Tensor([gradient.bias]), rate)[0])
    }
  }
}
