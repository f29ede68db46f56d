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
    learned:
      "A penalty on Σ w² adds λ·w to the gradient: large weights are pulled hardest, and the "
      + "bias is left alone.",
    landmark: Landmark("Sources/Training/Regularization/Penalties.swift", "func l2Penalty"),
    solution: { $0.l2Penalty = Regularization.l2Penalty },
    check: { answers in
      try check(
        answers, LinearModel(weights: [[3], [-2], [1]], bias: 10), 0.4,
        in: "l2Penalty of weights [[3], [-2], [1]], bias 10 at strength 0.4")
      for (place, var input) in Input.all(seed: 43).enumerated() {
        let model = LinearModel(
          weights: input.tensor([input.columns, 1]), bias: input.tensor([]).scalar())
        let strength = [0.07, 0.5, 3, 0, 1][place % 5]
        try check(
          answers, model, strength,
          in: "l2Penalty of \(counted(input.columns, "weight")), \(input.numbers.rawValue), at "
            + "strength \(strength)",
          tellsApart: input.columns > 2 && input.numbers == .ordinary && strength < 0.1
            && strength > 0)
      }
    },
    wrongAnswers: l2Mistakes.wrongAnswers(\.l2Penalty),
    rightAnswers: [
      RightAnswer("the product of the weights with themselves") {
        $0.l2Penalty = { model, strength in
          let square = matmul(model.weights, model.weights, transposeA: true)
          return (
            square.scalar() * strength / 2,
            LinearModel(weights: model.weights * strength, bias: 0)
          )
        }
      },
      RightAnswer("a loop over the weights") {
        $0.l2Penalty = { model, strength in
          var (penalty, gradient) = (0.0, model)
          for index in 0..<model.weights.shape[0] {
            let weight = model.weights[index, 0]
            penalty += strength * weight * weight / 2
            gradient.weights[index, 0] = strength * weight
          }
          gradient.bias = 0
          return (penalty, gradient)
        }
      },
      RightAnswer("half of the weights times the gradient") {
        $0.l2Penalty = { model, strength in
          let gradient = strength * model.weights
          return (0.5 * (model.weights * gradient).sum(), LinearModel(weights: gradient, bias: 0))
        }
      },
    ])

  private typealias Penalized = (penalty: Double, gradient: LinearModel)

  private static func check(
    _ answers: Answers, _ model: LinearModel, _ strength: Double, in what: String,
    tellsApart: Bool = true
  ) throws {
    try expect(
      answers.l2Penalty(model, strength),
      equals: try Regularization.l2Penalty(model, strength: strength), in: what,
      parts: [
        .number("penalty", \Penalized.penalty), .tensor("gradient, weights", \.gradient.weights),
        .number("gradient, bias", \.gradient.bias),
      ], suspects: tellsApart ? l2Mistakes.suspects { try $0(model, strength) } : [])
  }
}
