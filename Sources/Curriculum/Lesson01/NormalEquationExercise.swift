import Curriculum
import Gradus

extension LinearRegressionLesson {
  typealias NormalEquation = @Sendable (Matrix, Matrix) throws -> LinearModel

  static let normalEquation = Exercise<Answers>(
    "normalEquation", "Without any steps",
    hints: [
      "The bias is a weight too: that of a feature which is 1 for every sample.",
      "let features = Tensor.concatenate([x, .ones([x.shape[0], 1])], along: 1) is X'.",
      "try solve(matmul(features.transposed(), features), matmul(features.transposed(), target)) is θ; "
        + "its first D rows are the weights, θ[D, 0] is the bias.",
    ],
    learned:
      "Where the gradient is zero there is a linear system to solve: one call finds what many steps "
      + "approach.",
    landmark: Landmark("Sources/TensorCore/LinearSolve.swift", "func solve"),
    solution: { $0.normalEquation = LinearRegression.normalEquation },
    check: { answers in
      // Not on a line: the errors are 4, −5 and 1.
      try expect(
        answers.normalEquation([[1], [2], [6]], [[5], [-2], [12]]),
        equals: LinearModel(weights: [[2]], bias: -1),
        in: "normalEquation([[1], [2], [6]], [[5], [-2], [12]])",
        suspects: equationMistakes.suspects { try $0([[1], [2], [6]], [[5], [-2], [12]]) })
      for (seed, (n, d)) in [(2, 1), (3, 1), (10, 1), (3, 2), (4, 3), (9, 3), (7, 4), (30, 9)]
        .enumerated()
      {
        // Noise: no plane goes through more samples than it has parameters.
        let random = RandomRegression(samples: n, features: d, seed: UInt64(8 + seed))
        for (xScale, yScale, shift) in [
          (1.0, 1.0, 0.0), (1, 1000, -3), (0.001, 1, 0), (100, -1, 50), (1e-4, 1e-4, 0),
        ] {
          let x = random.x.map { xScale * ($0 + shift / 10) }
          let y = random.target * yScale
          try expect(
            answers.normalEquation(x, y), equals: leastSquares(x, y),
            in: "normalEquation of \(n) samples with \(d) features", tolerance: 1e-6,
            suspects: planeMistakes.suspects { try $0(x, y) })
        }
      }
      let whole: Matrix = [[1, 0], [0, 2], [-1, 1], [2, 2], [0, -1]]
      let ofWhole: Matrix = [[1], [0], [-2], [1], [1]]
      try expect(
        answers.normalEquation(whole, ofWhole), equals: leastSquares(whole, ofWhole),
        in: "normalEquation of five samples of whole numbers")
    },
    wrongAnswers: (equationMistakes + planeMistakes).wrongAnswers(\.normalEquation),
    rightAnswers: [
      RightAnswer("about the means") { $0.normalEquation = { leastSquares($0, $1) } },
      RightAnswer("the bias first") {
        $0.normalEquation = { x, target in
          let features = Tensor.concatenate([.ones([x.shape[0], 1]), x], along: 1)
          let theta = try solve(
            Gradus.matmul(features, features, transposeA: true),
            Gradus.matmul(features, target, transposeA: true))
          return LinearModel(weights: theta[1...], bias: theta[0, 0])
        }
      },
      RightAnswer("sums over the samples") {
        $0.normalEquation = { x, target in
          let d = x.shape[1]
          var (a, b) = (Matrix.zeros([d + 1, d + 1]), Matrix.zeros([d + 1, 1]))
          for i in 0..<x.shape[0] {
            let sample = (0..<d).map { x[i, $0] } + [1]
            for j in 0...d {
              for k in 0...d { a[j, k] += sample[j] * sample[k] }
              b[j, 0] += sample[j] * target[i, 0]
            }
          }
          let theta = try solve(a, b)
          return LinearModel(weights: theta[0..<d], bias: theta[d, 0])
        }
      },
    ])

  private static let equationMistakes: [Mistake<NormalEquation>] = [
    Mistake(
      "no column of ones",
      "That is the best line through the origin: the column of ones is missing.",
      { x, target in
        let weights = try solve(
          Gradus.matmul(x, x, transposeA: true), Gradus.matmul(x, target, transposeA: true))
        return LinearModel(weights: weights, bias: 0)
      }),
    Mistake(
      "bias taken from the first row", "Weight and bias have changed places.",
      { x, target in
        let model = leastSquares(x, target)
        let all = Tensor.concatenate([model.weights, Tensor([[model.bias]])])
        return LinearModel(weights: all[1...], bias: all[0, 0])
      }),
    Mistake(
      "bias as the mean of the targets",
      "That is the mean of the targets, which is the bias only where the mean of x is 0.",
      { x, target in
        LinearModel(weights: leastSquares(x, target).weights, bias: target.mean())
      }),
    Mistake(
      "the line through the first and the last sample",
      "That is the line through the first and the last sample: all of them count.",
      { x, target in
        let last = x.shape[0] - 1
        let slope = (target[last, 0] - target[0, 0]) / (x[last, 0] - x[0, 0])
        var weights = Matrix.zeros([x.shape[1], 1])
        weights[0, 0] = slope
        return LinearModel(weights: weights, bias: target[0, 0] - slope * x[0, 0])
      }),
    Mistake(
      "column of zeros", "",
      { x, target in
        let features = Tensor.concatenate([x, .zeros([x.shape[0], 1])], along: 1)
        let theta = try solve(
          Gradus.matmul(features, features, transposeA: true),
          Gradus.matmul(features, target, transposeA: true))
        return LinearModel(weights: theta[0..<x.shape[1]], bias: theta[x.shape[1], 0])
      }),
    Mistake(
      "something added to the diagonal",
      "Nothing is added to X'ᵀX': that is ridge regression, which pulls the weights toward 0.",
      { x, target in
        let features = Tensor.concatenate([x, .ones([x.shape[0], 1])], along: 1)
        var a = Gradus.matmul(features, features, transposeA: true)
        for j in 0..<a.shape[0] { a[j, j] += 1e-3 }
        let theta = try solve(a, Gradus.matmul(features, target, transposeA: true))
        return LinearModel(weights: theta[0..<x.shape[1]], bias: theta[x.shape[1], 0])
      }),
    Mistake(
      "bias of the opposite sign", "The sign of the bias is wrong.",
      { x, target in
        let model = leastSquares(x, target)
        return LinearModel(weights: model.weights, bias: -model.bias)
      }),
    Mistake(
      "x fitted to y", "That fits x to y: the model predicts the target from x.",
      { x, target in leastSquares(target, x[0..., 0..<1]) }),
    Mistake(
      "weights without their second axis",
      "The numbers are right, but the weights are a column, [D, 1].",
      { x, target in
        let model = leastSquares(x, target)
        return LinearModel(weights: model.weights.flattened(), bias: model.bias)
      }),
    Mistake(
      "the bias among the weights as well",
      "θ has D + 1 numbers: the last is the bias, and no weight.",
      { x, target in
        let model = leastSquares(x, target)
        return LinearModel(
          weights: .concatenate([model.weights, Tensor([[model.bias]])]), bias: model.bias)
      }),
    Mistake(
      "descent instead",
      "That is where some steps of descent lead, not yet the bottom: solve X'ᵀX'·θ = X'ᵀy.",
      { x, target in
        try LinearRegression.train(
          x, target, from: LinearModel(weights: .zeros([x.shape[1], 1]), bias: 0),
          learningRate: 0.02, steps: 200
        ).model
      }),
    Mistake(
      "not solved", "That is X'ᵀ·y, the right side: solve for θ.",
      { x, target in
        let features = Tensor.concatenate([x, .ones([x.shape[0], 1])], along: 1)
        let right = Gradus.matmul(features, target, transposeA: true)
        return LinearModel(weights: right[0..<x.shape[1]], bias: right[x.shape[1], 0])
      }),
    Mistake(
      "1/N on one side", "The 1/N stands on one side only: it belongs to both, or to none.",
      { x, target in
        let (model, n) = (leastSquares(x, target), Double(x.shape[0]))
        return LinearModel(weights: n * model.weights, bias: n * model.bias)
      }),
    Mistake(
      "the plane through the first samples",
      "That goes through the first D + 1 samples exactly: all of them count.",
      { x, target in
        let count = min(x.shape[0], x.shape[1] + 1)
        return leastSquares(x[0..<count], target[0..<count])
      }),
    Mistake(
      "mean of the target taken off alone",
      "The mean is taken off the target, and not off x: with the column of ones neither is needed.",
      { x, target in
        let weights = try solve(
          Gradus.matmul(x, x, transposeA: true),
          Gradus.matmul(x, target - target.mean(), transposeA: true))
        return LinearModel(weights: weights, bias: target.mean())
      }),
    Mistake(
      "weights of standardized features",
      "Those are the weights of standardized features: the model takes x as it is.",
      { x, target in
        let (scaled, _, _) = try LinearRegression.standardize(x)
        return leastSquares(scaled, target)
      }),
    Mistake(
      "bias forgotten", "The bias is the last number of θ: θ[D, 0].",
      { x, target in LinearModel(weights: leastSquares(x, target).weights, bias: 0) }),
  ]

  /// Shown by several features only.
  private static let planeMistakes: [Mistake<NormalEquation>] = [
    Mistake(
      "each feature by itself",
      "Each weight is that of a line through its own feature: they have to be solved for together.",
      { x, target in
        let (centered, y) = (x - x.mean(along: 0), target - target.mean())
        let weights = (centered * y).sum(along: 0) / centered.squared().sum(along: 0)
        return LinearModel(
          weights: weights.reshaped(to: [x.shape[1], 1]),
          bias: target.mean() - (weights * x.mean(along: 0)).sum())
      }),
    Mistake(
      "one weight always", "There are D weights, the first D rows of θ: 0..<x.shape[1].",
      { x, target in
        let model = leastSquares(x, target)
        return LinearModel(
          weights: model.weights[0..<1],
          bias: x.shape[1] > 1 ? model.weights[1, 0] : model.bias)
      }),
    Mistake(
      "bias from the second row", "With D weights the bias is θ[D, 0], not θ[1, 0].",
      { x, target in
        let model = leastSquares(x, target)
        return LinearModel(
          weights: model.weights,
          bias: x.shape[1] > 1 ? model.weights[1, 0] : model.bias)
      }),
  ]

  /// The smallest squared error, by another way: the weights from the distances to the means, by
  /// elimination, and the bias from the means.
  private static func leastSquares(_ x: Matrix, _ target: Matrix) -> LinearModel {
    let (ofX, ofY) = (x.mean(along: 0), target.mean())
    let d = x.shape[1]
    let centered = x - ofX
    var a = Gradus.matmul(centered, centered, transposeA: true)
    var b = Gradus.matmul(centered, target - ofY, transposeA: true)
    // The matrix is symmetric and positive, so that no rows need to be exchanged.
    for pivot in 0..<d {
      for row in 0..<d where row != pivot {
        let factor = a[row, pivot] / a[pivot, pivot]
        for column in 0..<d { a[row, column] -= factor * a[pivot, column] }
        b[row, 0] -= factor * b[pivot, 0]
      }
    }
    for row in 0..<d { b[row, 0] /= a[row, row] }
    return LinearModel(weights: b, bias: ofY - (ofX * b.flattened()).sum())
  }
}
