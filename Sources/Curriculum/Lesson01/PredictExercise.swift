import Curriculum
import Gradus

extension LinearRegressionLesson {
  typealias Predict = @Sendable (Matrix, LinearModel) throws -> Matrix

  static let predict = Exercise<Answers>(
    "predict", "The model ŷ = x·w + b",
    hints: [
      "x·w is a matrix product: [N, D] times [D, 1] gives [N, 1], one number per sample.",
      "try matmul(x, model.weights), and then the bias added to every sample.",
    ],
    learned:
      "A linear model is a matrix product and a bias that is added to each row: the very layer "
      + "that networks are stacked from.",
    landmark: Landmark("Sources/Layers/Linear.swift", "struct Linear"),
    solution: { $0.predict = LinearRegression.predict },
    check: { answers in
      let x: Matrix = [[1, 2], [3, 5]]
      let model = LinearModel(weights: [[4], [10]], bias: 3)
      try expect(
        answers.predict(x, model), equals: [[27], [65]],
        in: "predict([[1, 2], [3, 5]]) with weights [[4], [10]] and bias 3",
        suspects: predictMistakes.suspects { try $0(x, model) })
      for bias in [0, 1, -1] as [Double] {
        try expect(
          answers.predict(x, LinearModel(weights: model.weights, bias: bias)),
          equals: Gradus.matmul(x, model.weights) + bias,
          in: "predict([[1, 2], [3, 5]]) with weights [[4], [10]] and bias \(Int(bias))")
      }
      for var input in Input.all(seed: 2) {
        let x = input.matrix()
        let model = LinearModel(
          weights: input.tensor([input.columns, 1]), bias: input.tensor([1])[0])
        try expect(
          answers.predict(x, model), equals: Gradus.matmul(x, model.weights) + model.bias,
          in: "predict of \(input)")
      }
    },
    wrongAnswers: predictMistakes.wrongAnswers(\.predict),
    rightAnswers: [
      RightAnswer("a sum for each sample") {
        $0.predict = { x, model in
          var prediction = Matrix(repeating: model.bias, shape: [x.shape[0], 1])
          for i in 0..<x.shape[0] {
            for d in 0..<x.shape[1] { prediction[i, 0] += x[i, d] * model.weights[d, 0] }
          }
          return prediction
        }
      },
      RightAnswer("element by element, then summed along the row") {
        $0.predict = { x, model in
          (x * model.weights.transposed()).sum(along: 1, keepingDimensions: true) + model.bias
        }
      },
      RightAnswer("the bias as the weight of a column of ones") {
        $0.predict = { x, model in
          Gradus.matmul(
            Tensor.concatenate([x, .ones([x.shape[0], 1])], along: 1),
            Tensor.concatenate([model.weights, Matrix([[model.bias]])]))
        }
      },
    ])

  private static let predictMistakes: [Mistake<Predict>] = [
    Mistake(
      "no bias", "The bias is missing.", { x, model in Gradus.matmul(x, model.weights) }),
    Mistake(
      "bias subtracted", "The bias is subtracted.",
      { x, model in Gradus.matmul(x, model.weights) - model.bias }),
    Mistake(
      "bias inside the product",
      "The bias is multiplied by the weights: ŷ = x·w + b, not (x + b)·w.",
      { x, model in Gradus.matmul(x + model.bias, model.weights) }),
    Mistake(
      "bias as a factor", "The bias is added, not multiplied.",
      { x, model in Gradus.matmul(x, model.weights) * model.bias }),
    Mistake(
      "only the first weight", "Only the first feature counts there: each has its weight.",
      { x, model in x[0..., 0..<1] * model.weights[0, 0] + model.bias }),
    Mistake(
      "the first weight for all",
      "Every feature has the first weight there: feature d has weights[d, 0].",
      { x, model in
        let first: Double = model.weights[0, 0]
        return x.sum(along: 1, keepingDimensions: true) * first + model.bias
      }),
    Mistake(
      "the first weight for each feature",
      "Every feature has the first weight there: feature d has weights[d, 0].",
      { x, model in
        let first: Double = model.weights[0, 0]
        return x * first + model.bias
      }),
    Mistake(
      "weights from the last to the first",
      "The weights are read from the last to the first: feature d has weight d.",
      { x, model in
        let count = model.weights.shape[0]
        return Gradus.matmul(x, model.weights.gather((0..<count).reversed())) + model.bias
      }),
    Mistake(
      "a row", "The numbers are right, but the shape has to be [N, 1], a column and not a row.",
      { x, model in (Gradus.matmul(x, model.weights) + model.bias).transposed() }),
    Mistake(
      "products not added up",
      "The products are not added up: that is what matmul does, and * does not.",
      { x, model in x * model.weights.transposed() + model.bias }),
    Mistake(
      "element by element",
      "That multiplies element by element; the product of matrices is matmul(x, w).",
      { x, model in x * model.weights + model.bias }),
    Mistake(
      "operands exchanged", "The operands have changed places: it is x·w, not w·x.",
      { x, model in Gradus.matmul(model.weights, x[0..<1]) + model.bias }),
    Mistake(
      "bias added to the first sample only", "The bias is added to the first sample only.",
      { x, model in
        var prediction = Gradus.matmul(x, model.weights)
        prediction[0, 0] += model.bias
        return prediction
      }),
    Mistake(
      "bias added for each feature", "The bias is added once per sample, not once per feature.",
      { x, model in Gradus.matmul(x, model.weights) + model.bias * Double(x.shape[1]) }),
    Mistake(
      "mean over the features", "The products are added up; there is nothing to divide by.",
      { x, model in Gradus.matmul(x, model.weights) / Double(x.shape[1]) + model.bias }),
    Mistake(
      "features transposed", "x is not transposed here: a row of x belongs to one sample.",
      { x, model in
        Gradus.matmul(x.transposed()[0..., 0..<model.weights.shape[0]], model.weights) + model.bias
      }),
    Mistake(
      "weights not used", "The weights are not used: feature d is multiplied by weights[d, 0].",
      { x, model in x.sum(along: 1, keepingDimensions: true) + model.bias }),
    Mistake(
      "bias added to the weights", "The bias is added to the product x·w, and not to the weights.",
      { x, model in Gradus.matmul(x, model.weights + model.bias) }),
    Mistake(
      "the last product alone",
      "Only the last feature counts there: add the products up (+=), and do not assign them (=).",
      { x, model in
        let last = x.shape[1] - 1
        return x[0..., last..<last + 1] * model.weights[last, 0] + model.bias
      }),
    Mistake(
      "added, not multiplied", "Each feature is multiplied by its weight, and not added to it.",
      { x, model in
        x.sum(along: 1, keepingDimensions: true) + model.weights.sum() + model.bias
      }),
    Mistake(
      "mean of the bias", "The bias is added whole, and not divided by the number of samples.",
      { x, model in Gradus.matmul(x, model.weights) + model.bias / Double(x.shape[0]) }),
    Mistake(
      "one axis", "The numbers are right, but the shape has to be [N, 1], a column.",
      { x, model in (Gradus.matmul(x, model.weights) + model.bias).flattened() }),
  ]
}
