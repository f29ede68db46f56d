import Curriculum
import Gradus

extension LinearRegressionLesson {
  static let normalEquation = Exercise<Answers>(
    "normalEquation", "Without any steps",
    hints: [
      "The bias is a weight too: that of a feature which is 1 for every sample.",
      "let features = Tensor.concatenate([x, .ones([x.shape[0], 1])], along: 1) is X'.",
      "try solve(matmul(features.transposed(), features), matmul(features.transposed(), target)) is θ; "
        + "its first D rows are the weights, θ[D, 0] is the bias.",
    ],
    learnt:
      "Where the gradient is zero there is a linear system to solve: one call finds what many steps "
      + "approach.",
    landmark: Landmark("Sources/TensorCore/LinearSolve.swift", "func solve"),
    solution: { $0.normalEquation = LinearRegression.normalEquation },
    check: { answers in
      try expect(
        answers.normalEquation([[0], [1], [2]], [[1], [3], [5]]),
        equals: LinearModel(weights: [[2]], bias: 1),
        in: "normalEquation([[0], [1], [2]], [[1], [3], [5]])",
        suspects: [
          Suspect(LinearModel(weights: [[1]], bias: 2), "Weight and bias have changed places."),
          Suspect(
            LinearModel(weights: [[2.6]], bias: 0),
            "That is the best line through the origin: the column of ones is missing."),
          Suspect(
            LinearModel(weights: [[2]], bias: 3),
            "That is the mean of the targets, which is the bias only where the mean of x is 0."),
        ])
      // Not on a line: the smallest squared error, Anscombe's first set.
      let x: Matrix = [[10], [8], [13], [9], [11], [14], [6], [4], [12], [7], [5]]
      let y: Matrix = [
        [8.04], [6.95], [7.58], [8.81], [8.33], [9.96], [7.24], [4.26], [10.84], [4.82], [5.68],
      ]
      let found = try answers.normalEquation(x, y)
      try expect(
        found,
        equals: LinearModel(weights: [[0.500_090_909_090_909_1]], bias: 3.000_090_909_090_909),
        in: "normalEquation of Anscombe's first set",
        suspects: [
          Suspect(
            LinearModel(weights: [[0.472]], bias: 3.32),
            "That is the line through the first and the last sample: all of them count.")
        ])
      let random = RandomRegression(samples: 30, features: 3, seed: 8)
      let plane = LinearModel(weights: [[1], [-2], [3]], bias: -4)
      let target = Gradus.matmul(random.x, plane.weights) + plane.bias
      try expect(
        answers.normalEquation(random.x, target), equals: plane,
        in: "normalEquation of 30 samples of the plane x₀ − 2·x₁ + 3·x₂ − 4", tolerance: 1e-8)
    },
    wrongAnswers: [
      WrongAnswer("no column of ones") {
        $0.normalEquation = { x, target in
          let weights = try solve(
            Gradus.matmul(x, x, transposeA: true), Gradus.matmul(x, target, transposeA: true))
          return LinearModel(weights: weights, bias: 0)
        }
      },
      WrongAnswer("bias taken from the first row") { answers in
        let right = answers.normalEquation
        answers.normalEquation = { x, target in
          let model = try right(x, target)
          let all = Tensor.concatenate([model.weights, Tensor([[model.bias]])])
          return LinearModel(weights: all[1...], bias: all[0, 0])
        }
      },
      WrongAnswer("bias as the mean of the targets") { answers in
        let right = answers.normalEquation
        answers.normalEquation = { x, target in
          LinearModel(weights: try right(x, target).weights, bias: target.mean())
        }
      },
      WrongAnswer("column of zeros") {
        $0.normalEquation = { x, target in
          let features = Tensor.concatenate([x, .zeros([x.shape[0], 1])], along: 1)
          let theta = try solve(
            Gradus.matmul(features, features, transposeA: true),
            Gradus.matmul(features, target, transposeA: true))
          return LinearModel(weights: theta[0..<x.shape[1]], bias: theta[x.shape[1], 0])
        }
      },
      WrongAnswer("the line through the first and the last sample") {
        $0.normalEquation = { x, target in
          let last = x.shape[0] - 1
          let slope = (target[last, 0] - target[0, 0]) / (x[last, 0] - x[0, 0])
          var weights = Matrix.zeros([x.shape[1], 1])
          weights[0, 0] = slope
          return LinearModel(weights: weights, bias: target[0, 0] - slope * x[0, 0])
        }
      },
    ])
}
