import Curriculum
import Gradus

extension LinearRegressionLesson {
  static let step = Exercise<Answers>(
    "step", "A step downhill",
    hints: [
      "The gradient points uphill, so go the other way.",
      "LinearModel(weights: model.weights - learningRate * gradient.weights, bias: …)",
    ],
    learnt:
      "An optimizer is a rule that moves each parameter against its gradient; the learning rate "
      + "says how far.",
    landmark: Landmark("Sources/Training/Optimizers/SGD.swift", "struct SGD"),
    solution: { $0.step = LinearRegression.step },
    check: { answers in
      let model = LinearModel(weights: [[1], [2]], bias: 3)
      let gradient = LinearModel(weights: [[10], [-20]], bias: -5)
      try expect(
        answers.step(model, gradient, 0.1),
        equals: LinearModel(weights: [[0], [4]], bias: 3.5),
        in: "step from weights [[1], [2]], bias 3 along [[10], [-20]], -5 at rate 0.1",
        suspects: [
          Suspect(
            LinearModel(weights: [[2], [0]], bias: 2.5),
            "That is uphill: the step is subtracted."),
          Suspect(
            LinearModel(weights: [[-9], [22]], bias: 8),
            "The learning rate is missing."),
          Suspect(model, "That is the value from before: weights and bias both take the step."),
          Suspect(
            LinearModel(weights: [[-1], [2]], bias: 0.5),
            "That is the step alone: it has to be subtracted from the model."),
          Suspect(
            LinearModel(weights: [[-99], [202]], bias: 53),
            "The gradient is divided by the learning rate: multiply."),
        ])
      try expect(
        answers.step(model, gradient, 0), equals: model, in: "step at learning rate 0")
    },
    wrongAnswers: [
      WrongAnswer("uphill") {
        $0.step = { model, gradient, rate in
          LinearModel(
            weights: model.weights + rate * gradient.weights,
            bias: model.bias + rate * gradient.bias)
        }
      },
      WrongAnswer("no learning rate") {
        $0.step = { model, gradient, _ in
          LinearModel(weights: model.weights - gradient.weights, bias: model.bias - gradient.bias)
        }
      },
      WrongAnswer("bias forgotten") {
        $0.step = { model, gradient, rate in
          LinearModel(weights: model.weights - rate * gradient.weights, bias: model.bias)
        }
      },
      WrongAnswer("weights forgotten") {
        $0.step = { model, gradient, rate in
          LinearModel(weights: model.weights, bias: model.bias - rate * gradient.bias)
        }
      },
      WrongAnswer("returns the step, not the model") {
        $0.step = { _, gradient, rate in
          LinearModel(weights: -rate * gradient.weights, bias: -rate * gradient.bias)
        }
      },
      WrongAnswer("divides by the learning rate") {
        $0.step = { model, gradient, rate in
          LinearModel(
            weights: model.weights - gradient.weights / rate,
            bias: model.bias - gradient.bias / rate)
        }
      },
    ])
}
