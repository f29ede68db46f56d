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
    learnt:
      "A penalty is a fuller diagonal of the normal equation, which then has one solution even "
      + "where there was none.",
    landmark: Landmark("Sources/TensorCore/LinearSolve.swift", "func solve"),
    solution: { $0.ridge = Regularization.ridge },
    check: { answers in
      let two: (x: Matrix, y: Matrix) = ([[-1], [1]], [[0], [2]])
      let random = RandomRegression(samples: 12, features: 3, seed: 8)
      // Fewer samples than features: without the penalty there would be no single solution.
      let wide = RandomRegression(samples: 4, features: 6, seed: 9)
      for (x, y, strength, what) in [
        (two.x, two.y, 2, "ridge([[-1], [1]], [[0], [2]], strength: 2)"),
        (random.x, random.target, 0.3, "ridge of 12 random samples, strength 0.3"),
        (random.x, random.target, 0, "ridge of 12 random samples, strength 0"),
        (wide.x, wide.target, 0.1, "ridge of 4 random samples with 6 features"),
      ] {
        try expect(
          answers.ridge(x, y, strength), equals: try Regularization.ridge(x, y, strength: strength),
          in: what, tolerance: 1e-7, suspects: ridgeMistakes.suspects { try $0(x, y, strength) })
      }
    },
    wrongAnswers: ridgeMistakes.wrongAnswers(\.ridge))

  /// Ridge with any numbers on the diagonal, for the weights and for the bias.
  private static func ridge(
    _ x: Matrix, _ y: Matrix, weights: Double, bias: Double
  ) throws -> LinearModel {
    let (n, d) = (x.shape[0], x.shape[1])
    let features = Matrix.concatenate([x, .ones([n, 1])], along: 1)
    var system = matmul(features, features, transposeA: true)
    for i in 0...d { system[i, i] += i < d ? weights : bias }
    let solution = try solve(system, matmul(features, y, transposeA: true))
    return LinearModel(weights: solution[0..<d], bias: solution[d, 0])
  }

  private static let ridgeMistakes: [Mistake<Answers.Ridge>] = [
    Mistake(
      "the bias is punished too",
      "The bias is drawn towards 0 as well: leave the last place on the diagonal alone."
    ) { x, y, strength in
      let amount = Double(x.shape[0]) * strength / 2
      return try ridge(x, y, weights: amount, bias: amount)
    },
    Mistake(
      "λ on the diagonal",
      "λ itself stands on the diagonal. The loss is a mean over N samples, so it is N·λ/2."
    ) { x, y, strength in try ridge(x, y, weights: strength, bias: 0) },
    Mistake(
      "N forgotten",
      "λ/2 stands on the diagonal. The loss is a mean over N samples, so multiply by N."
    ) { x, y, strength in try ridge(x, y, weights: strength / 2, bias: 0) },
    Mistake(
      "½ forgotten",
      "N·λ stands on the diagonal, as for a penalty of λ·Σ w². For λ/2·Σ w² it is N·λ/2."
    ) { x, y, strength in
      try ridge(x, y, weights: Double(x.shape[0]) * strength, bias: 0)
    },
    Mistake(
      "2 for ½", "2·N·λ stands on the diagonal: the factor is N·λ/2."
    ) { x, y, strength in
      try ridge(x, y, weights: 2 * Double(x.shape[0]) * strength, bias: 0)
    },
    Mistake(
      "subtracted",
      "The penalty is subtracted from the diagonal, which rewards large weights: add it."
    ) { x, y, strength in
      try ridge(x, y, weights: -Double(x.shape[0]) * strength / 2, bias: 0)
    },
    Mistake(
      "no penalty", "That is the plain normal equation: the strength has no effect."
    ) { x, y, _ in try ridge(x, y, weights: 0, bias: 0) },
    Mistake(
      "shrinks the plain solution",
      "That divides the plain solution by 1 + λ, which is only right for features that are not "
        + "correlated: put the penalty into the equations."
    ) { x, y, strength in
      let plain = try ridge(x, y, weights: 0, bias: 0)
      return LinearModel(weights: plain.weights / (1 + strength), bias: plain.bias)
    },
  ]
}
