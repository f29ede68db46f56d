import Curriculum
import Gradus

extension RegularizationLesson {
  static let l2Penalty = Exercise<Answers>(
    "l2Penalty", "What large weights cost",
    hints: [
      "model.weights.squared().sum() is Σ w².",
      "The derivative of λ/2·w² with respect to w is λ·w: the ½ is there to cancel the 2.",
      "The bias is free: its part of the gradient is 0.",
    ],
    learnt:
      "A penalty on Σ w² adds λ·w to the gradient: large weights are pulled hardest, and the "
      + "bias is left alone.",
    landmark: Landmark("Sources/Training/Regularization/Penalties.swift", "func l2Penalty"),
    solution: { $0.l2Penalty = Regularization.l2Penalty },
    check: { answers in
      let model = LinearModel(weights: [[3], [-1]], bias: 10)
      for (model, strength, what) in [
        (model, 0.5, "of weights [[3], [-1]], bias 10 at strength 0.5"),
        (RandomRegression(samples: 2, features: 5, seed: 3).model, 0.07, "of five random weights"),
      ] {
        let (penalty, gradient) = try answers.l2Penalty(model, strength)
        let right = try Regularization.l2Penalty(model, strength: strength)
        let suspects = l2Mistakes.suspects { try $0(model, strength) }
        try expect(
          penalty, equals: right.penalty, in: "l2Penalty \(what), penalty",
          suspects: suspects.map { Suspect($0.result.penalty, $0.mistake) })
        try expect(
          gradient, equals: right.gradient, in: "l2Penalty \(what), gradient",
          suspects: suspects.map { Suspect($0.result.gradient, $0.mistake) })
      }
    },
    wrongAnswers: l2Mistakes.wrongAnswers(\.l2Penalty))

  private static let l2Mistakes: [Mistake<Answers.L2Penalty>] = [
    Mistake(
      "the bias is punished too",
      "The bias is in it too: it only sets the level, and holding it back would make all predictions "
        + "too small. Only weights are punished."
    ) { model, strength in
      (
        strength / 2 * (model.weights.squared().sum() + model.bias * model.bias),
        LinearModel(weights: strength * model.weights, bias: strength * model.bias)
      )
    },
    Mistake("½ forgotten in the penalty", "The ½ is missing: λ/2·Σ w².") {
      model, strength in
      (
        strength * model.weights.squared().sum(),
        LinearModel(weights: strength * model.weights, bias: 0)
      )
    },
    Mistake(
      "gradient 2λw",
      "That is the gradient of λ·Σ w². With the ½ of λ/2·Σ w² the 2 cancels, and λ·w is left."
    ) { model, strength in
      (
        strength / 2 * model.weights.squared().sum(),
        LinearModel(weights: 2 * strength * model.weights, bias: 0)
      )
    },
    Mistake(
      "gradient λ/2·w",
      "The gradient is half of what it should be: the derivative of w² is 2w, which cancels the ½."
    ) { model, strength in
      (
        strength / 2 * model.weights.squared().sum(),
        LinearModel(weights: strength / 2 * model.weights, bias: 0)
      )
    },
    Mistake(
      "root of the sum", "That is the norm, with a square root: L2 here is the sum of squares."
    ) { model, strength in
      (
        strength / 2 * model.weights.squared().sum().squareRoot(),
        LinearModel(weights: strength * model.weights, bias: 0)
      )
    },
    Mistake(
      "mean for sum",
      "That is the mean of the squares: the penalty is their sum, whatever the number of weights."
    ) { model, strength in
      (
        strength / 2 * model.weights.squared().mean(),
        LinearModel(weights: strength * model.weights, bias: 0)
      )
    },
    Mistake(
      "absolute values", "Those are absolute values, the L1 penalty: L2 takes squares."
    ) { model, strength in
      (
        strength * model.weights.abs().sum(),
        LinearModel(weights: model.weights.map { $0 < 0 ? -strength : strength }, bias: 0)
      )
    },
    Mistake(
      "square of the sum",
      "That adds up first and squares then: each weight is squared by itself, and the squares are added."
    ) { model, strength in
      let sum = model.weights.sum()
      return (
        strength / 2 * sum * sum, LinearModel(weights: strength * model.weights, bias: 0)
      )
    },
    Mistake(
      "the bias itself as its gradient",
      "That hands back the bias itself. It is not in the penalty, so the penalty does not change with "
        + "it: its part of the gradient is 0."
    ) { model, strength in
      (
        strength / 2 * model.weights.squared().sum(),
        LinearModel(weights: strength * model.weights, bias: model.bias)
      )
    },
    Mistake("strength forgotten", "The strength λ is missing.") { model, _ in
      (model.weights.squared().sum() / 2, LinearModel(weights: model.weights, bias: 0))
    },
  ]
}
