import Curriculum
import Gradus

extension RegularizationLesson {
  static let ridge = Exercise<Answers>(
    "ridge", "The best model with a penalty, without any steps",
    hints: [
      "Begin with lesson 1's normal equation: X' is x with a column of ones, X'ᵀX' is [D + 1, D + 1].",
      "Set the gradient of MSE + λ/2·Σ w² to zero: 2/N·X'ᵀ(X'θ − y) + λ·θ = 0 for the weights. Multiply "
        + "by N/2, and N·λ/2 joins the diagonal.",
      "for i in 0..<d { system[i, i] += Double(n) * strength / 2 } with d = x.shape[1]: the last "
        + "place on the diagonal is the bias's, and stays.",
    ],
    learned:
      "A penalty is a fuller diagonal of the normal equation, which then has one solution even "
      + "where there was none.",
    landmark: Landmark("Sources/TensorCore/LinearSolve.swift", "func solve"),
    solution: { $0.ridge = Regularization.ridge },
    check: { answers in
      let five = RandomRegression(samples: 5, features: 3, seed: 7)
      let twelve = RandomRegression(samples: 12, features: 3, seed: 8)
      // Fewer samples than features: without the penalty there would be no single solution.
      let wide = RandomRegression(samples: 4, features: 6, seed: 9)
      for (x, y, strength, what) in [
        (five.x, five.target, 0.7, "ridge of 5 random samples, strength 0.7"),
        (twelve.x, twelve.target, 0.3, "ridge of 12 random samples, strength 0.3"),
        (twelve.x, twelve.target, 0, "ridge of 12 random samples, strength 0"),
        (wide.x, wide.target, 0.1, "ridge of 4 random samples with 6 features"),
        ([[-1], [1]], [[0], [2]], 2, "ridge([[-1], [1]], [[0], [2]], strength: 2)"),
      ] as [(Matrix, Matrix, Double, String)] {
        try expect(
          answers.ridge(x, y, strength), equals: try Regularization.ridge(x, y, strength: strength),
          in: what, tolerance: 1e-7,
          suspects: x.shape[0] > 2 ? ridgeMistakes.suspects { try $0(x, y, strength) } : [])
      }
      for (place, var input) in Input.all(seed: 44).enumerated() {
        let (x, y) = (input.matrix(), input.tensor([input.rows, 1]))
        // A penalty that counts, whatever the scale of the features.
        let strength = [0.2, 0.5, 3, 1][place % 4] * max(x.squared().mean(), 1e-12)
        try expect(
          answers.ridge(x, y, strength), equals: try Regularization.ridge(x, y, strength: strength),
          in: "ridge of x \(input), strength \(strength)", tolerance: 1e-7)
      }
    },
    wrongAnswers: ridgeMistakes.wrongAnswers(\.ridge),
    rightAnswers: [
      RightAnswer("transposed, and a matrix for the diagonal") {
        $0.ridge = { x, y, strength in
          let (n, d) = (x.shape[0], x.shape[1])
          let features = Matrix.concatenate([x, .ones([n, 1])], along: 1)
          var diagonal = Matrix.zeros([d + 1, d + 1])
          for i in 0..<d { diagonal[i, i] = strength * Double(n) / 2 }
          let transposed = features.transposed()
          let solution = try solve(matmul(transposed, features) + diagonal, matmul(transposed, y))
          return LinearModel(weights: solution[0..<d], bias: solution[d, 0])
        }
      },
      RightAnswer("column of ones in front") {
        $0.ridge = { x, y, strength in
          let (n, d) = (x.shape[0], x.shape[1])
          let features = Matrix.concatenate([.ones([n, 1]), x], along: 1)
          var system = matmul(features, features, transposeA: true)
          for i in 1..<d + 1 { system[i, i] += strength / 2 * Double(n) }
          let solution = try solve(system, matmul(features, y, transposeA: true))
          return LinearModel(weights: solution[1..<d + 1], bias: solution[0, 0])
        }
      },
      RightAnswer("means subtracted, which leaves no bias to solve for") {
        $0.ridge = { x, y, strength in
          let (center, level) = (x.mean(along: 0, keepingDimensions: true), y.mean())
          let (features, target) = (x - center, y - level)
          var system = matmul(features, features, transposeA: true) / Double(x.shape[0])
          for i in 0..<x.shape[1] { system[i, i] += strength / 2 }
          let weights = try solve(
            system, matmul(features, target, transposeA: true) / Double(x.shape[0]))
          return LinearModel(weights: weights, bias: level - matmul(center, weights).scalar())
        }
      },
    ])
}
