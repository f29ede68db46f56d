import Curriculum
import Gradus

extension LinearRegressionLesson {
  typealias Loss = @Sendable (Matrix, Matrix) throws -> Double

  static let meanSquaredError = Exercise<Answers>(
    "meanSquaredError", "The loss",
    hints: [
      "First the errors, one per sample: a difference of two tensors.",
      "Square each error, so that errors in both directions count; then take the mean.",
      "(prediction - target).squared().mean()",
    ],
    learned:
      "One number says how wrong all predictions are; squaring makes an error twice as large "
      + "count four times.",
    landmark: Landmark("Sources/Layers/Losses/MeanSquaredError.swift", "func meanSquaredError"),
    solution: { $0.meanSquaredError = LinearRegression.meanSquaredError },
    check: { answers in
      // The errors are −2, 1, 1, −5, 0.5 and −0.5. Six samples: half the sum is not twice the mean.
      let prediction: Matrix = [[1], [2], [6], [0], [2.5], [4]]
      let target: Matrix = [[3], [1], [5], [5], [2], [4.5]]
      try expect(
        answers.meanSquaredError(prediction, target), equals: 5.25,
        in: "meanSquaredError([[1], [2], [6], [0], [2.5], [4]], [[3], [1], [5], [5], [2], [4.5]])",
        suspects: lossMistakes.suspects { try $0(prediction, target) })
      try expect(
        answers.meanSquaredError([[1], [2], [6]], [[3], [1], [5]]), equals: 2,
        in: "meanSquaredError([[1], [2], [6]], [[3], [1], [5]])",
        suspects: oddMistakes.suspects { try $0([[1], [2], [6]], [[3], [1], [5]]) })
      try expect(
        answers.meanSquaredError([[7], [8]], [[7], [8]]), equals: 0,
        in: "meanSquaredError of a perfect prediction")
      // The difference comes first: p² − 2·p·t + t² loses all its digits here.
      try expect(
        answers.meanSquaredError([[1_000_000_001], [999_999_997]], [[1e9], [1e9]]), equals: 5,
        in: "meanSquaredError([[1000000001], [999999997]], [[1000000000], [1000000000]])")
      for var input in Input.all(seed: 3) {
        let prediction = input.tensor([input.rows, 1])
        let target = input.tensor([input.rows, 1])
        let squares = (0..<input.rows).map { i in
          (prediction[i, 0] - target[i, 0]) * (prediction[i, 0] - target[i, 0])
        }
        // In units of its own, so that the loss of small numbers counts, too.
        let expected = squares.reduce(0, +) / Double(input.rows)
        let unit = input.numbers == .small ? 1e12 : 1
        try expect(
          unit * answers.meanSquaredError(prediction, target), equals: unit * expected,
          in: "\(unit == 1 ? "" : "10¹² · ")meanSquaredError of \(input.rows) samples, "
            + "\(input.numbers.rawValue)")
      }
    },
    wrongAnswers: (lossMistakes + oddMistakes).wrongAnswers(\.meanSquaredError),
    rightAnswers: [
      RightAnswer("a loop over the samples") {
        $0.meanSquaredError = { prediction, target in
          var sum = 0.0
          for i in 0..<prediction.shape[0] {
            let error = prediction[i, 0] - target[i, 0]
            sum += error * error
          }
          return sum / Double(prediction.shape[0])
        }
      },
      RightAnswer("the sum, divided") {
        $0.meanSquaredError = { prediction, target in
          let error = target - prediction
          return (error * error).sum() / Double(error.elementCount)
        }
      },
      RightAnswer("a product of matrices") {
        $0.meanSquaredError = { prediction, target in
          let error = prediction - target
          return Gradus.matmul(error.transposed(), error)[0, 0] / Double(error.shape[0])
        }
      },
    ])

  private static let lossMistakes: [Mistake<Loss>] = [
    Mistake(
      "sum instead of mean",
      "That is the sum of the squares: it has to be divided by the number of samples.",
      { ($0 - $1).squared().sum() }),
    Mistake(
      "half the sum", "That is half the sum: divide by the number of samples, not by 2.",
      { ($0 - $1).squared().sum() / 2 }),
    Mistake(
      "divided by N − 1", "The sum of the squares is divided by N − 1; the mean divides by N.",
      { ($0 - $1).squared().sum() / max(1, Double($0.shape[0] - 1)) }),
    Mistake(
      "half the mean", "That is half the mean; this definition has no factor 1/2.",
      { ($0 - $1).squared().mean() / 2 }),
    Mistake(
      "absolute errors", "That is the mean of the absolute errors: square them.",
      { ($0 - $1).abs().mean() }),
    Mistake(
      "errors not squared", "That is the mean of the errors: square each of them first.",
      { ($0 - $1).mean() }),
    Mistake(
      "mean before square",
      "That squares the mean error; square each error first, then take the mean.",
      {
        let mean = ($0 - $1).mean()
        return mean * mean
      }),
    Mistake(
      "sum before square",
      "That squares the sum of the errors; square each error first, then take the mean.",
      {
        let sum = ($0 - $1).sum()
        return sum * sum / Double($0.shape[0])
      }),
    Mistake(
      "sum instead of difference", "The error is a difference, prediction − target, not a sum.",
      { ($0 + $1).squared().mean() }),
    Mistake(
      "difference of the squares",
      "That squares prediction and target and then subtracts: subtract first, then square.",
      { ($0.squared() - $1.squared()).mean() }),
    Mistake(
      "root of the mean", "That is the root of the mean; leave the root out.",
      { ($0 - $1).squared().mean().squareRoot() }),
    Mistake(
      "length of the error", "That is the root of the sum: divide by N, and leave the root out.",
      { ($0 - $1).squared().sum().squareRoot() }),
    Mistake(
      "divided by N twice", "That is divided by N twice: the mean has done it already.",
      { ($0 - $1).squared().mean() / Double($0.shape[0]) }),
    Mistake(
      "first sample left out", "The first sample is missing: they are counted from 0.",
      { ($0 - $1)[1...].squared().sum() / Double($0.shape[0]) }),
    Mistake(
      "last sample left out", "The last sample is missing: go through all of 0..<N.",
      { ($0 - $1)[0..<($0.shape[0] - 1)].squared().sum() / Double($0.shape[0]) }),
    Mistake(
      "each prediction with each target",
      "Every prediction is compared with every target: subtract sample by sample, in equal shapes.",
      { ($0 - $1.transposed()).squared().mean() }),
    Mistake(
      "variance of the errors", "The mean error is taken off first: it counts in full here.",
      { ($0 - $1).variance() }),
    Mistake(
      "cubes", "That is the mean of the third powers: take the squares.",
      { ($0 - $1).map { abs($0 * $0 * $0) }.mean() }),
    Mistake(
      "doubled, not squared", "Each error is doubled there: e·e, and not 2·e.",
      { (2 * ($0 - $1)).mean() }),
    Mistake(
      "negative errors left out", "Errors below 0 count as well: their squares are positive.",
      { ($0 - $1).relu().squared().mean() }),
    Mistake(
      "relative errors", "The errors are divided by the targets: the difference alone is squared.",
      { (($0 - $1) / $1).squared().mean() }),
    Mistake(
      "large errors alike",
      "Large errors count less there, as in Huber's loss: square all of them.",
      { ($0 - $1).map { abs($0) <= 1 ? $0 * $0 : 2 * abs($0) - 1 }.mean() }),
    Mistake(
      "large errors as their magnitudes",
      "Large errors count as their magnitudes there: square all of them.",
      { ($0 - $1).map { abs($0) < 1 ? $0 * $0 : abs($0) }.mean() }),
    Mistake(
      "twice the mean", "That is twice the mean; a factor 2 comes only when it is differentiated.",
      { 2 * ($0 - $1).squared().mean() }),
    Mistake(
      "divided by N + 1", "The sum of the squares is divided by N + 1; the mean divides by N.",
      { ($0 - $1).squared().sum() / Double($0.shape[0] + 1) }),
    Mistake(
      "1 / N of whole numbers", "Of whole numbers 1 / N is 0: make N a Double first, Double(N).",
      { _, _ in 0 }),
    Mistake(
      "prediction times target", "The error is a difference, prediction − target, not a product.",
      { ($0 * $1).mean() }),
    Mistake(
      "length of the error, divided",
      "That is the root of the sum, divided by N: leave the root out.",
      { ($0 - $1).squared().sum().squareRoot() / Double($0.shape[0]) }),
    Mistake(
      "first sample alone", "Only the first sample counts there: go through all of 0..<N.",
      { ($0[0, 0] - $1[0, 0]) * ($0[0, 0] - $1[0, 0]) }),
    Mistake(
      "largest error", "That is the largest of the squares: take the mean of them all.",
      { ($0 - $1).squared().max() }),
  ]

  /// Shown by an odd number of samples only.
  private static let oddMistakes: [Mistake<Loss>] = [
    Mistake(
      "whole numbers divided",
      "Whole numbers were divided, and the fraction is lost: make N a Double first, Double(N).",
      { ($0 - $1).squared().sum() / max(1, Double($0.shape[0] / 2 * 2)) })
  ]
}
