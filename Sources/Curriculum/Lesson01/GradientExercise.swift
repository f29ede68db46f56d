import Curriculum
import Gradus

extension LinearRegressionLesson {
  static let gradient = Exercise<Answers>(
    "gradient", "The gradient of the loss",
    hints: [
      "Both derivatives start from the errors ŷ − y, with your predict.",
      "For w, each error counts as much as its feature: try matmul(x.transposed(), error).",
      "The factor is 2/N with N = Double(x.shape[0]); for b, the errors are just added up.",
    ],
    learnt:
      "The slope of the loss in each weight is xᵀ times the errors: the same product carries "
      + "gradients back through every linear layer.",
    landmark: Landmark("Sources/Autograd/Matmul.swift", "func matmul"),
    solution: { $0.gradient = LinearRegression.gradient },
    check: { answers in
      let zero = LinearModel(weights: [[0]], bias: 0)
      try expect(
        answers.gradient([[1]], [[2]], zero), equals: LinearModel(weights: [[-4]], bias: -4),
        in: "gradient([[1]], [[2]]) at weights [[0]] and bias 0",
        suspects: [
          Suspect(
            LinearModel(weights: [[4]], bias: 4),
            "The sign is wrong: the error is prediction − target."),
          Suspect(
            LinearModel(weights: [[-2]], bias: -2),
            "The factor 2, from differentiating the square, is missing."),
        ])
      let problem = RandomRegression(samples: 5, features: 3, seed: 4)
      let expected = numericalGradient(problem, at: problem.model)
      let error =
        Gradus.matmul(problem.x, problem.model.weights) + problem.model.bias
        - problem.target
      let summed = LinearModel(weights: expected.weights * 5, bias: expected.bias * 5)
      try expect(
        answers.gradient(problem.x, problem.target, problem.model), equals: expected,
        in: "gradient of 5 random samples with 3 features", tolerance: 1e-7,
        suspects: [
          Suspect(
            LinearModel(
              weights: 2 / 5 * Gradus.matmul(problem.x, error[0..<3]), bias: expected.bias),
            "x has to be transposed: x.transposed() times the errors, shape [3, 1]."),
          Suspect(summed, "Five times too large: the factor is 2/N, and N is 5 here."),
          Suspect(
            LinearModel(weights: expected.weights, bias: 2 * error.sum()),
            "Five times too large: the factor is 2/N, and N is 5 here."),
          Suspect(
            LinearModel(weights: expected.weights, bias: error.mean()),
            "Half of it: the factor 2 belongs to the bias too."),
          Suspect(
            LinearModel(
              weights: Tensor(repeating: 2 * error.mean(), shape: [3, 1]), bias: expected.bias),
            "Each error has to be multiplied by its feature: x.transposed() times the errors."),
          Suspect(
            LinearModel(weights: expected.weights * 5 / 3, bias: expected.bias * 5 / 3),
            "N is the number of samples, x.shape[0], not that of features."),
          Suspect(
            numericalGradient(
              problem, at: LinearModel(weights: problem.model.weights, bias: 0)),
            "The bias is missing in the prediction: use your predict."),
        ])
    },
    wrongAnswers: [
      WrongAnswer("uphill") { answers in
        let right = answers.gradient
        answers.gradient = { x, target, model in
          let gradient = try right(x, target, model)
          return LinearModel(weights: -gradient.weights, bias: -gradient.bias)
        }
      },
      WrongAnswer("no factor 2") { answers in
        let right = answers.gradient
        answers.gradient = { x, target, model in
          let gradient = try right(x, target, model)
          return LinearModel(weights: gradient.weights / 2, bias: gradient.bias / 2)
        }
      },
      WrongAnswer("sum instead of mean") { answers in
        let right = answers.gradient
        answers.gradient = { x, target, model in
          let gradient = try right(x, target, model)
          let n = Double(x.shape[0])
          return LinearModel(weights: gradient.weights * n, bias: gradient.bias * n)
        }
      },
      WrongAnswer("divided by the number of features") { answers in
        let right = answers.gradient
        answers.gradient = { x, target, model in
          let gradient = try right(x, target, model)
          let factor = Double(x.shape[0]) / Double(x.shape[1])
          return LinearModel(weights: gradient.weights * factor, bias: gradient.bias * factor)
        }
      },
      WrongAnswer("bias summed, not averaged") { answers in
        let right = answers.gradient
        answers.gradient = { x, target, model in
          var gradient = try right(x, target, model)
          gradient.bias *= Double(x.shape[0])
          return gradient
        }
      },
      WrongAnswer("features forgotten") { answers in
        let right = answers.gradient
        answers.gradient = { x, target, model in
          let bias = try right(x, target, model).bias
          return LinearModel(
            weights: Tensor(repeating: bias, shape: model.weights.shape), bias: bias)
        }
      },
      WrongAnswer("features not transposed") { answers in
        let right = answers.gradient
        answers.gradient = { x, target, model in
          let error = Gradus.matmul(x, model.weights) + model.bias - target
          // What three loops over the shape of x make of it.
          let product = Gradus.matmul(x, error[0..<x.shape[1]])
          return LinearModel(
            weights: 2 / Double(x.shape[0]) * product, bias: try right(x, target, model).bias)
        }
      },
      WrongAnswer("prediction without bias") { answers in
        let right = answers.gradient
        answers.gradient = { x, target, model in
          try right(x, target, LinearModel(weights: model.weights, bias: 0))
        }
      },
    ])

  /// The gradient from differences of the loss: (MSE(p + h) − MSE(p − h)) / 2h for each parameter p.
  private static func numericalGradient(
    _ problem: RandomRegression, at model: LinearModel
  ) -> LinearModel {
    let h = 1e-4
    func loss(_ model: LinearModel) -> Double {
      (Gradus.matmul(problem.x, model.weights) + model.bias - problem.target).squared().mean()
    }
    func slope(_ change: (inout LinearModel, Double) -> Void) -> Double {
      var above = model
      var below = model
      change(&above, h)
      change(&below, -h)
      return (loss(above) - loss(below)) / (2 * h)
    }
    var weights = model.weights
    for row in 0..<weights.shape[0] { weights[row, 0] = slope { $0.weights[row, 0] += $1 } }
    return LinearModel(weights: weights, bias: slope { $0.bias += $1 })
  }
}
