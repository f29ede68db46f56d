import Curriculum
import Gradus

extension LinearRegressionLesson {
  static let meanSquaredError = Exercise<Answers>(
    "meanSquaredError", "The loss",
    hints: [
      "First the errors, one a sample: a difference of two tensors.",
      "Square each error, so that errors in both directions count; then take the mean.",
      "(prediction - target).squared().mean()",
    ],
    learnt:
      "One number says how wrong all predictions are; squaring makes an error twice as large "
      + "count four times.",
    landmark: Landmark("Sources/Layers/Losses/MeanSquaredError.swift", "func meanSquaredError"),
    solution: { $0.meanSquaredError = LinearRegression.meanSquaredError },
    check: { answers in
      let name = "meanSquaredError([[1], [2], [6]], [[3], [2], [5]])"
      try expect(
        answers.meanSquaredError([[1], [2], [6]], [[3], [2], [5]]), equals: 5.0 / 3, in: name,
        suspects: [
          Suspect(
            5, "That is the sum of the squares: it has to be divided by the number of samples."),
          Suspect(2.5, "The sum of the squares is divided by N − 1; the mean divides by N."),
          Suspect(5.0 / 6, "That is half the mean; this definition has no factor 1/2."),
          Suspect(1.0, "That is the mean of the absolute errors: square them."),
          Suspect(-1.0 / 3, "That is the mean of the errors: square each of them first."),
          Suspect(
            1.0 / 9, "That squares the mean error; square each error first, then take the mean."),
          Suspect(51, "The error is a difference, prediction − target, not a sum."),
          Suspect((5.0 / 3).squareRoot(), "That is the root of the mean; leave the root out."),
        ])
      try expect(
        answers.meanSquaredError([[7], [8]], [[7], [8]]), equals: 0,
        in: "meanSquaredError of a perfect prediction")
      try expect(
        answers.meanSquaredError([[-3]], [[1]]), equals: 16, in: "meanSquaredError([[-3]], [[1]])")
      let random = RandomRegression(samples: 50, features: 1, seed: 3)
      let difference = random.x - random.target
      try expect(
        answers.meanSquaredError(random.x, random.target),
        equals: (difference * difference).sum() / 50, in: "meanSquaredError of 50 random samples")
    },
    wrongAnswers: [
      WrongAnswer("sum instead of mean") { $0.meanSquaredError = { ($0 - $1).squared().sum() } },
      WrongAnswer("absolute errors") { $0.meanSquaredError = { ($0 - $1).abs().mean() } },
      WrongAnswer("errors not squared") { $0.meanSquaredError = { ($0 - $1).mean() } },
      WrongAnswer("mean before square") {
        $0.meanSquaredError = {
          let mean = ($0 - $1).mean()
          return mean * mean
        }
      },
      WrongAnswer("half the mean") { $0.meanSquaredError = { ($0 - $1).squared().mean() / 2 } },
      WrongAnswer("root of the mean") {
        $0.meanSquaredError = { ($0 - $1).squared().mean().squareRoot() }
      },
      WrongAnswer("divided by N − 1") {
        $0.meanSquaredError = { ($0 - $1).squared().sum() / Double($0.shape[0] - 1) }
      },
      WrongAnswer("sum instead of difference") {
        $0.meanSquaredError = { ($0 + $1).squared().mean() }
      },
    ])
}
