import Curriculum
import Gradus

extension LinearRegressionLesson {
  typealias Gradient = @Sendable (Matrix, Matrix, LinearModel) throws -> LinearModel

  static let gradient = Exercise<Answers>(
    "gradient", "The gradient of the loss",
    hints: [
      "Both derivatives start from the errors ŷ − y, with your predict.",
      "For w, each error counts as much as its feature: try matmul(x.transposed(), error).",
      "The factor is 2/N with N = Double(x.shape[0]); for b, the errors are just added up.",
    ],
    learned:
      "The slope of the loss in each weight is xᵀ times the errors: the same product carries "
      + "gradients back through every linear layer.",
    landmark: Landmark("Sources/Autograd/Matmul.swift", "func matmul"),
    solution: { $0.gradient = LinearRegression.gradient },
    check: { answers in
      // The errors are 3, 12, −2.5, −2 and 6.5. Five samples: neither N − 1 nor a factor 2 is the number of
      // features.
      let x: Matrix = [[1, 2, 0], [3, -1, 2], [2, 5, 1], [0, 1, -2], [1, 0, 3]]
      let target: Matrix = [[2], [1], [7], [5], [2]]
      let model = LinearModel(weights: [[2], [-1], [0.5]], bias: 5)
      try expect(
        answers.gradient(x, target, model),
        equals: LinearModel(weights: [[16.2], [-8.2], [18]], bias: 6.8),
        in:
          "gradient([[1, 2, 0], [3, -1, 2], [2, 5, 1], [0, 1, -2], [1, 0, 3]], "
          + "[[2], [1], [7], [5], [2]]) at weights [[2], [-1], [0.5]], bias 5",
        suspects: gradientMistakes.suspects { try $0(x, target, model) })
      for var input in Input.all(seed: 4) {
        let x = input.matrix()
        let target = input.tensor([input.rows, 1])
        let model = LinearModel(
          weights: input.tensor([input.columns, 1]), bias: input.tensor([1])[0])
        try expect(
          answers.gradient(x, target, model), equals: numericalGradient(x, target, at: model),
          in: "gradient of \(input)", tolerance: 1e-7)
      }
    },
    wrongAnswers: gradientMistakes.wrongAnswers(\.gradient),
    rightAnswers: [
      RightAnswer("a loop over the samples") {
        $0.gradient = { x, target, model in
          var gradient = LinearModel(weights: .zeros(model.weights.shape), bias: 0)
          for i in 0..<x.shape[0] {
            var error = model.bias - target[i, 0]
            for d in 0..<x.shape[1] { error += x[i, d] * model.weights[d, 0] }
            for d in 0..<x.shape[1] {
              gradient.weights[d, 0] += 2 * error * x[i, d] / Double(x.shape[0])
            }
            gradient.bias += 2 * error / Double(x.shape[0])
          }
          return gradient
        }
      },
      RightAnswer("means along the columns") {
        $0.gradient = { x, target, model in
          let error = Gradus.matmul(x, model.weights) + model.bias - target
          return LinearModel(
            weights: 2 * (x * error).mean(along: 0).reshaped(to: model.weights.shape),
            bias: 2 * error.mean())
        }
      },
      RightAnswer("target minus prediction, and a minus sign") {
        $0.gradient = { x, target, model in
          let error = (target - Gradus.matmul(x, model.weights) - model.bias) / Double(x.shape[0])
          return LinearModel(
            weights: -2 * Gradus.matmul(x, error, transposeA: true), bias: -2 * error.sum())
        }
      },
      RightAnswer("the framework's differentiation") {
        $0.gradient = { x, target, model in
          let parameters = [model.weights, Tensor([model.bias])]
          let (_, gradients) = valueWithGradients(at: parameters) { variables in
            let prediction = Gradus.matmul(Variable(x), variables[0]) + variables[1]
            return (prediction - Variable(target)).squared().mean()
          }
          return LinearModel(weights: gradients[0], bias: gradients[1][0])
        }
      },
    ])

  /// The gradient from differences of the loss: (MSE(p + h) − MSE(p − h)) / 2h for each parameter p.
  /// The loss is a parabola in each of them, so h need not be small: it is about as large as they are.
  private static func numericalGradient(
    _ x: Matrix, _ target: Matrix, at model: LinearModel
  ) -> LinearModel {
    let h = max(1, model.weights.abs().max())
    func loss(_ model: LinearModel) -> Double {
      (Gradus.matmul(x, model.weights) + model.bias - target).squared().mean()
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
