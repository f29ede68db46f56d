import Curriculum
import Gradus

extension LinearRegressionLesson {
  typealias Standardize = @Sendable (Matrix) throws -> Answers.Standardization

  static let standardize = Exercise<Answers>(
    "standardize", "Features on one scale",
    hints: [
      "let mean = x.mean(along: 0) has one number per column, and x - mean subtracts it from every row.",
      "The standard deviation is the square root of x.variance(along: 0); sqrt() is a method.",
      "let isConstant = x.max(along: 0) .== x.min(along: 0), and then "
        + "select(isConstant, Tensor(1), x.variance(along: 0).sqrt()).",
    ],
    learned:
      "Features on one scale let one learning rate suit all weights; a constant column needs a "
      + "deviation other than 0.",
    landmark: Landmark("Sources/DataLoading/Standardizer.swift", "struct Standardizer"),
    solution: { $0.standardize = LinearRegression.standardize },
    check: { answers in
      func compare(
        _ x: Matrix, in call: String, _ mistakes: [Mistake<Standardize>] = []
      ) throws {
        try expect(
          answers.standardize(x), equals: LinearRegression.standardize(x), in: call,
          parts: [
            .tensor("mean", \.mean), .tensor("deviation", \.deviation), .tensor("x", \.x),
          ], suspects: mistakes.suspects { try $0(x) })
      }
      try compare(
        [[1, 100, 5], [2, 300, 5], [3, 600, 5], [6, 700, 5]],
        in: "standardize([[1, 100, 5], [2, 300, 5], [3, 600, 5], [6, 700, 5]])",
        standardizeMistakes)
      try compare(
        [[0.1], [0.1], [0.1]], in: "standardize([[0.1], [0.1], [0.1]])",
        standardizeMistakes.filter { $0.name == "σ compared with 0" })
      try compare(
        [[1_000_000_001], [1_000_000_004]], in: "standardize([[1000000001], [1000000004]])",
        standardizeMistakes.filter { $0.name == "mean of squares minus square of the mean" })
      try compare(
        [[1e-30], [3e-30]], in: "standardize([[1e-30], [3e-30]])",
        standardizeMistakes.filter { $0.name == "small deviations count as none" })
      try compare(
        [[2, 1, 4], [2, 7, 0], [5, 7, 4]], in: "standardize([[2, 1, 4], [2, 7, 0], [5, 7, 4]])",
        standardizeMistakes.filter { $0.name.hasSuffix("compared") })
      try compare([[-1, -2], [-3, -5]], in: "standardize([[-1, -2], [-3, -5]])")
      try compare([[0, 1], [2, 0], [4, 5]], in: "standardize([[0, 1], [2, 0], [4, 5]])")
      for scale in [1, 1e3, 1e-7] {
        for (rows, columns, seed) in [(1, 3, 1), (2, 2, 2), (3, 1, 3), (5, 5, 4), (11, 3, 5)] {
          // Numbers of another mean and another deviation in each column, of both signs, and a constant.
          var generator = RandomGenerator(seed: UInt64(seed))
          var x = Matrix.normal([rows, columns], using: &generator)
          x *= .uniform([columns], from: 0.5, to: 20, using: &generator)
          x += .normal([columns], standardDeviation: 10, using: &generator)
          if columns > 2 { for row in 0..<rows { x[row, 1] = -0.3 } }
          x *= scale
          let expected = try LinearRegression.standardize(x)
          let found = try answers.standardize(x)
          let call = "standardize of \(rows) random samples with \(columns) features about \(scale)"
          try expect(
            found.mean / scale, equals: expected.mean / scale,
            in: "\(call), mean\(scale == 1 ? "" : " / \(scale)")")
          try expect(found.deviation, equals: expected.deviation, in: "\(call), deviation")
          try expect(found.x, equals: expected.x, in: "\(call), x")
        }
      }
    },
    wrongAnswers: standardizeMistakes.wrongAnswers(\.standardize),
    rightAnswers: [
      RightAnswer("column by column") {
        $0.standardize = { x in
          let (n, d) = (x.shape[0], x.shape[1])
          var (mean, deviation, scaled) = (Matrix.zeros([d]), Matrix.zeros([d]), x)
          for j in 0..<d {
            for i in 0..<n { mean[j] += x[i, j] / Double(n) }
            for i in 0..<n { deviation[j] += (x[i, j] - mean[j]) * (x[i, j] - mean[j]) / Double(n) }
            deviation[j] = deviation[j].squareRoot()
            if (0..<n).allSatisfy({ x[$0, j] == x[0, j] }) { deviation[j] = 1 }
            for i in 0..<n { scaled[i, j] = (x[i, j] - mean[j]) / deviation[j] }
          }
          return (scaled, mean, deviation)
        }
      },
      RightAnswer("deviation far below the mean counts as none") {
        $0.standardize = { x in
          let mean = x.mean(along: 0)
          let found = (x - mean).squared().mean(along: 0).sqrt()
          let deviation = select(found .<= 1e-14 * mean.abs(), .ones(mean.shape), found)
          return ((x - mean) / deviation, mean, deviation)
        }
      },
      RightAnswer("the framework's") {
        $0.standardize = { x in
          let standardizer = Standardizer(fitting: x)
          return (standardizer(x), standardizer.mean, standardizer.standardDeviation)
        }
      },
    ])
}
