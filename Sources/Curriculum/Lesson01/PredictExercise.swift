import Curriculum
import Gradus

extension LinearRegressionLesson {
  static let predict = Exercise<Answers>(
    "predict", "The model ŷ = x·w + b",
    hints: [
      "x·w is a matrix product: [N, D] times [D, 1] gives [N, 1], one number a sample.",
      "try matmul(x, model.weights), and then the bias added to every sample.",
    ],
    learnt:
      "A linear model is a matrix product and a bias that is added to each row: the very layer "
      + "that networks are stacked from.",
    landmark: Landmark("Sources/Layers/Linear.swift", "struct Linear"),
    solution: { $0.predict = LinearRegression.predict },
    check: { answers in
      let line = LinearModel(weights: [[10]], bias: 3)
      try expect(
        answers.predict([[1], [2]], line), equals: [[13], [23]],
        in: "predict([[1], [2]]) with weights [[10]] and bias 3",
        suspects: [
          Suspect([[10], [20]], "The bias is missing."),
          Suspect([[13]], "The operands have changed places: it is x·w, not w·x."),
          Suspect([[7], [17]], "The bias is subtracted."),
          Suspect([[13], [20]], "The bias is added to the first sample only."),
          Suspect(
            [[40], [50]], "The bias is multiplied by the weight: ŷ = x·w + b, not (x + b)·w."),
        ])
      let square = LinearModel(weights: [[1], [10]], bias: 3)
      try expect(
        answers.predict([[1, 2], [3, 4]], square), equals: [[24], [46]],
        in: "predict([[1, 2], [3, 4]]) with weights [[1], [10]] and bias 3",
        suspects: [
          Suspect(
            [[4, 5], [33, 43]],
            "That multiplies element by element; the product of matrices is matmul(x, w)."),
          Suspect(
            [[4, 23], [6, 43]],
            "The products are not added up: that is what matmul does, and * does not."),
          Suspect([[4], [6]], "Only the first feature counts there: each has its weight."),
        ])
      let plane = LinearModel(weights: [[1], [10], [100]], bias: -1)
      try expect(
        answers.predict([[1, 2, 3], [4, 5, 6]], plane), equals: [[320], [653]],
        in: "predict([[1, 2, 3], [4, 5, 6]]) with weights [[1], [10], [100]] and bias -1")
      let random = RandomRegression(samples: 9, features: 4, seed: 2)
      try expect(
        answers.predict(random.x, random.model),
        equals: Gradus.matmul(random.x, random.model.weights) + random.model.bias,
        in: "predict of 9 random samples with 4 features")
    },
    wrongAnswers: [
      WrongAnswer("no bias") { $0.predict = { x, model in Gradus.matmul(x, model.weights) } },
      WrongAnswer("bias subtracted") {
        $0.predict = { x, model in Gradus.matmul(x, model.weights) - model.bias }
      },
      WrongAnswer("bias inside the product") {
        $0.predict = { x, model in Gradus.matmul(x + model.bias, model.weights) }
      },
      WrongAnswer("only the first weight") {
        $0.predict = { x, model in x[0..., 0..<1] * model.weights[0, 0] + model.bias }
      },
      WrongAnswer("products not added up") {
        $0.predict = { x, model in x * model.weights.transposed() + model.bias }
      },
      WrongAnswer("element by element") {
        $0.predict = { x, model in x * model.weights + model.bias }
      },
      WrongAnswer("operands exchanged") {
        $0.predict = { x, model in
          Gradus.matmul(model.weights, x[0..<model.weights.shape[1]]) + model.bias
        }
      },
      WrongAnswer("bias added to the first sample only") {
        $0.predict = { x, model in
          var prediction = Gradus.matmul(x, model.weights)
          prediction[0, 0] += model.bias
          return prediction
        }
      },
    ])
}
