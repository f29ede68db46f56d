import Curriculum
import Gradus

extension RegularizationLesson {
  static let l1Step = Exercise<Answers>(
    "l1Step", "A step that arrives at zero",
    hints: [
      "Two things happen to the weights, one after the other: a plain step, then a move toward 0.",
      "A weight that is nearer to 0 than η·λ after the plain step becomes 0: it does not jump over.",
      "(model.weights - learningRate * gradient.weights).map { $0 > d ? $0 - d : $0 < -d ? $0 + d : 0 } "
        + "with d = learningRate * strength; the bias takes only the plain step.",
    ],
    learned:
      "A force that does not weaken near zero, and a stop at zero, give weights that are exactly "
      + "0.",
    landmark: Landmark("Sources/Training/Regularization/L1Shrinkage.swift", "struct L1Shrinkage"),
    solution: { $0.l1Step = Regularization.l1Step },
    check: { answers in
      try check(
        answers, LinearModel(weights: [[1], [-2], [0.25], [-0.05], [0], [0.125]], bias: 0.1),
        LinearModel(weights: [[2], [-1], [2], [0], [-8], [6]], bias: 8), 0.1, 3,
        in:
          "l1Step from [[1], [-2], [0.25], [-0.05], [0], [0.125]] along [[2], [-1], [2], [0], [-8], "
          + "[6]] at rate 0.1, strength 3")
      for (place, var input) in Input.all(seed: 45).enumerated() {
        let model = LinearModel(
          weights: input.tensor([input.columns, 1]), bias: input.tensor([]).scalar())
        let gradient = LinearModel(
          weights: input.tensor([input.columns, 1]), bias: input.tensor([]).scalar())
        let (rate, share) = [(0.3, 0.8), (1, 1), (0.05, 0), (0.7, 0.3), (2, 0.1)][place % 5]
        // Weights within reach of 0 and beyond it, on every scale.
        let strength = share / rate * max(model.weights.abs().mean(), 1e-9)
        try check(
          answers, model, gradient, rate, strength,
          in: "l1Step of \(counted(input.columns, "weight")), \(input.numbers.rawValue), at rate "
            + "\(rate), strength \(strength)",
          tellsApart: input.columns > 3 && input.numbers == .ordinary && share > 0 && rate < 1)
      }
    },
    wrongAnswers: l1Mistakes.wrongAnswers(\.l1Step),
    rightAnswers: [
      RightAnswer("sign times what is left of the magnitude") {
        $0.l1Step = { model, gradient, rate, strength in
          let stepped = model.weights - rate * gradient.weights
          return LinearModel(
            weights: stepped.map {
              ($0 < 0 ? -1 : 1) * max($0.magnitude - rate * strength, 0)
            }, bias: model.bias - rate * gradient.bias)
        }
      },
      RightAnswer("minus what lies within the threshold") {
        $0.l1Step = { model, gradient, rate, strength in
          let stepped = model.weights - rate * gradient.weights
          let distance = rate * strength
          return LinearModel(
            weights: stepped - stepped.map { min(max($0, -distance), distance) },
            bias: model.bias - rate * gradient.bias)
        }
      },
      RightAnswer("a loop over the weights") {
        $0.l1Step = { model, gradient, rate, strength in
          var next = model
          next.bias -= rate * gradient.bias
          for index in 0..<model.weights.shape[0] {
            let weight = model.weights[index, 0] - gradient.weights[index, 0] * rate
            if weight.magnitude <= strength * rate {
              next.weights[index, 0] = 0
            } else if weight > 0 {
              next.weights[index, 0] = weight - strength * rate
            } else {
              next.weights[index, 0] = weight + strength * rate
            }
          }
          return next
        }
      },
    ])

  private static func check(
    _ answers: Answers, _ model: LinearModel, _ gradient: LinearModel, _ rate: Double,
    _ strength: Double, in what: String, tellsApart: Bool = true
  ) throws {
    try expect(
      answers.l1Step(model, gradient, rate, strength),
      equals: try Regularization.l1Step(
        model, along: gradient, learningRate: rate, strength: strength),
      in: what,
      suspects: tellsApart ? l1Mistakes.suspects { try $0(model, gradient, rate, strength) } : [])
  }
}
