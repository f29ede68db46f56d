import Curriculum
import Gradus

extension LinearRegressionLesson {
  static let standardize = Exercise<Answers>(
    "standardize", "Features on one scale",
    hints: [
      "let mean = x.mean(along: 0) has one number a column, and x - mean subtracts it from every row.",
      "The standard deviation is the square root of x.variance(along: 0); sqrt() is a method.",
      ".map { $0 == 0 ? 1 : $0 } replaces the deviations that are 0.",
    ],
    learnt:
      "Features on one scale let one learning rate suit all weights; a constant column needs a "
      + "deviation other than 0.",
    landmark: Landmark("Sources/DataLoading/Standardizer.swift", "struct Standardizer"),
    solution: { $0.standardize = LinearRegression.standardize },
    check: { answers in
      let x: Matrix = [[1, 100, 5], [2, 300, 5], [3, 500, 5], [6, 700, 5]]
      let variance: Matrix = [3.5, 50000, 1]
      let deviation = variance.sqrt()
      let rows = "Those are the means of the rows: a feature is a column, so go along axis 0."
      let (scaled, mean, found) = try answers.standardize(x)
      try expect(
        mean, equals: [3, 400, 5], in: "standardize, mean of columns",
        suspects: [
          Suspect(
            Matrix(repeating: x.mean(), shape: [3]),
            "That is the mean of all numbers: each column has its own."),
          Suspect(x.mean(along: 1), rows), Suspect(x.mean(along: 1, keepingDimensions: true), rows),
          Suspect(
            [[3, 400, 5]], "The numbers are right; keepingDimensions has left an axis too many."),
        ])
      try expect(
        found, equals: deviation, in: "standardize, deviation of columns",
        suspects: [
          Suspect(variance, "That is the variance: the deviation is its square root."),
          Suspect([3.5, 50000, 0], "That is the variance: the deviation is its square root."),
          Suspect(
            deviation * [1, 1, 0],
            "Where all numbers of a column are equal, use 1 instead of 0."),
          Suspect(
            (variance * Matrix([4.0 / 3, 4.0 / 3, 1])).sqrt(),
            "That divides by N − 1; here it is the mean over all N."),
        ])
      try expect(
        scaled, equals: (x - mean) / deviation, in: "standardize, x",
        suspects: [
          Suspect(x / deviation, "The mean is not subtracted."),
          Suspect(x - mean, "The columns are not divided by their deviation."),
          Suspect(
            (x - mean) / deviation.squared(),
            "That divides by the variance: take its square root first."),
          Suspect(x / deviation - mean, "Subtract the mean first, then divide."),
        ])
      let random = RandomRegression(samples: 20, features: 3, seed: 7)
      let again = try answers.standardize(random.x).x
      try expect(
        again.mean(along: 0), equals: .zeros([3]), in: "standardize of 20 random samples, mean of x"
      )
      try expect(
        again.variance(along: 0), equals: .ones([3]),
        in: "standardize of 20 random samples, variance of x")
    },
    wrongAnswers: [
      WrongAnswer("mean not subtracted") { answers in
        let right = answers.standardize
        answers.standardize = { x in
          let (_, mean, deviation) = try right(x)
          return (x / deviation, mean, deviation)
        }
      },
      WrongAnswer("not divided") { answers in
        let right = answers.standardize
        answers.standardize = { x in
          let (_, mean, deviation) = try right(x)
          return (x - mean, mean, deviation)
        }
      },
      WrongAnswer("divides by the variance") {
        $0.standardize = { x in
          let mean = x.mean(along: 0)
          let variance = x.variance(along: 0).map { $0 == 0 ? 1 : $0 }
          return ((x - mean) / variance, mean, variance)
        }
      },
      WrongAnswer("constant column divided by 0") {
        $0.standardize = { x in
          let mean = x.mean(along: 0)
          let deviation = x.variance(along: 0).sqrt()
          return ((x - mean) / deviation, mean, deviation)
        }
      },
      WrongAnswer("one mean for all columns") {
        $0.standardize = { x in
          let mean = Matrix(repeating: x.mean(), shape: [x.shape[1]])
          let deviation = Matrix(repeating: x.variance().squareRoot(), shape: [x.shape[1]])
          return ((x - mean) / deviation, mean, deviation)
        }
      },
      WrongAnswer("along the rows") {
        $0.standardize = { x in
          let mean = x.mean(along: 1, keepingDimensions: true)
          let deviation = x.variance(along: 1, keepingDimensions: true).sqrt()
          return ((x - mean) / deviation, mean, deviation)
        }
      },
      WrongAnswer("N − 1") {
        $0.standardize = { x in
          let mean = x.mean(along: 0)
          let deviation = x.variance(along: 0, correction: 1).sqrt().map { $0 == 0 ? 1 : $0 }
          return ((x - mean) / deviation, mean, deviation)
        }
      },
    ])
}
