import Curriculum
import Gradus

extension RegularizationLesson {
  /// What every program for standardization shares, and what each mistake does otherwise.
  private static func standardized(
    _ x: Matrix, by samples: Matrix,
    deviation: (Matrix) -> Matrix = { $0.variance(along: 0).sqrt() }
  ) -> Matrix {
    let isConstant = samples.max(along: 0) .== samples.min(along: 0)
    let divisor = select(isConstant, Tensor(1), deviation(samples))
    return (x - samples.mean(along: 0)) / divisor
  }

  /// Right but for the deviation by which both parts are divided.
  private static func dividing(
    _ name: String, _ why: String, by deviation: @escaping @Sendable (Matrix) -> Matrix
  ) -> Mistake<Answers.Standardize> {
    Mistake(name, why) { train, test in
      (
        standardized(train, by: train, deviation: deviation),
        standardized(test, by: train, deviation: deviation)
      )
    }
  }

  static let standardizeMistakes: [Mistake<Answers.Standardize>] = [
    Mistake(
      "statistics of all data",
      "That takes mean and deviation from all samples, so that training already knows something of "
        + "the test part: take them from the training part alone."
    ) { train, test in
      let all = Matrix.concatenate([train, test])
      return (standardized(train, by: all), standardized(test, by: all))
    },
    Mistake(
      "statistics of all data, but for a constant column of the training part",
      "That takes mean and deviation from all samples, so that training already knows something of "
        + "the test part: take them from the training part alone."
    ) { train, test in
      let all = Matrix.concatenate([train, test])
      let isConstant = train.max(along: 0) .== train.min(along: 0)
      let deviation = select(isConstant, Tensor(1), all.variance(along: 0).sqrt())
      let mean = all.mean(along: 0)
      return ((train - mean) / deviation, (test - mean) / deviation)
    },
    Mistake(
      "constant columns become 0",
      "A column that is constant in the training part has become 0 in the test part, too. There it may "
        + "well differ from the mean: divide by 1, and the difference stays."
    ) { train, test in
      let isConstant = train.max(along: 0) .== train.min(along: 0)
      return (
        select(isConstant, Tensor(0), standardized(train, by: train)),
        select(isConstant, Tensor(0), standardized(test, by: train))
      )
    },
    Mistake(
      "each part by its own statistics",
      "That gives the test part statistics of its own: the same car would then mean something else "
        + "in the test than in training. Both parts take those of the training part."
    ) { train, test in (standardized(train, by: train), standardized(test, by: test)) },
    Mistake(
      "both by the test part",
      "Those are the statistics of the test part, which must not be looked at: take the training part's."
    ) { train, test in (standardized(train, by: test), standardized(test, by: test)) },
    Mistake(
      "test part left as it is",
      "The test part is left in its old units: it goes through the same change as the training part."
    ) { train, test in (standardized(train, by: train), test) },
    Mistake("constant column divided by 0") { train, test in
      let (mean, deviation) = (train.mean(along: 0), train.variance(along: 0).sqrt())
      return ((train - mean) / deviation, (test - mean) / deviation)
    },
    Mistake(
      "σ compared with 0",
      "Of equal numbers σ is not always exactly 0, because their mean is rounded: compare the largest "
        + "with the smallest of the column, and use 1 where they are the same."
    ) { train, test in
      let mean = train.mean(along: 0)
      let deviation = train.variance(along: 0).sqrt().map { $0 == 0 ? 1 : $0 }
      return ((train - mean) / deviation, (test - mean) / deviation)
    },
    Mistake(
      "one mean for all columns",
      "That takes one mean of all the numbers: each column has its own, x.mean(along: 0)."
    ) { train, test in
      let mean = train.mean()
      let deviation = train.variance(along: 0).sqrt().map { $0 == 0 ? 1 : $0 }
      return ((train - mean) / deviation, (test - mean) / deviation)
    },
    Mistake(
      "one mean and one deviation for all columns",
      "That takes one mean and one deviation of all the numbers: each column has its own, along: 0."
    ) { train, test in
      let (mean, deviation) = (train.mean(), train.variance().squareRoot())
      return ((train - mean) / deviation, (test - mean) / deviation)
    },
    dividing(
      "divides by the variance",
      "That divides by the variance: the deviation is its square root."
    ) { x in x.variance(along: 0) },
    dividing(
      "N − 1", "That divides the sum of the squares by N − 1: here it is the mean over all N."
    ) { x in x.variance(along: 0, correction: 1).sqrt() },
    dividing(
      "1e-8 added to σ",
      "Something small is added to σ, as many programs do. That is not the σ of the task: replace it only "
        + "where all values are the same, and leave it as it is elsewhere."
    ) { x in x.variance(along: 0).sqrt() + 1e-8 },
    dividing(
      "1 added to σ",
      "1 is added to every σ: use it in place of σ, and only where all values are the same."
    ) { x in x.variance(along: 0).sqrt() + 1 },
    dividing(
      "a small σ counts as 0",
      "A small σ is taken for 0. The scale of a feature is arbitrary, and its σ may be a billionth: "
        + "only where all values are the same use 1."
    ) { x in x.variance(along: 0).sqrt().map { $0 < 1e-6 ? 1 : $0 } },
    dividing(
      "a very small σ counts as 0",
      "A small σ is taken for 0. The scale of a feature is arbitrary, and its σ may be a billionth: "
        + "only where all values are the same use 1."
    ) { x in x.variance(along: 0).sqrt().map { $0 < 1e-12 ? 1 : $0 } },
    Mistake(
      "mean of squares minus square of the mean",
      "That is the mean of the squares minus the square of the mean, which far from 0 are two large "
        + "numbers that are nearly the same. Subtract the mean first, then square."
    ) { train, test in
      let deviation = { (x: Matrix) in
        (x.squared().mean(along: 0) - x.mean(along: 0).squared()).map { max($0, 0).squareRoot() }
          .map { $0 == 0 ? 1 : $0 }
      }
      return (
        standardized(train, by: train, deviation: deviation),
        standardized(test, by: train, deviation: deviation)
      )
    },
    Mistake(
      "along the rows",
      "Those are the means of the rows: a feature is a column, so go along axis 0."
    ) { train, test in
      func standardized(_ x: Matrix) -> Matrix {
        let deviation = x.variance(along: 1, keepingDimensions: true).sqrt().map {
          $0 == 0 ? 1 : $0
        }
        return (x - x.mean(along: 1, keepingDimensions: true)) / deviation
      }
      return (standardized(train), standardized(test))
    },
    Mistake(
      "scaled to 0…1",
      "That scales from the smallest to the largest: subtract the mean, divide by σ."
    ) { train, test in
      let smallest = train.min(along: 0)
      let range = (train.max(along: 0) - smallest).map { $0 == 0 ? 1 : $0 }
      return ((train - smallest) / range, (test - smallest) / range)
    },
    Mistake(
      "the test part by its own deviation",
      "The test part is divided by a deviation of its own: both parts take that of the training part."
    ) { train, test in
      let isConstant = test.max(along: 0) .== test.min(along: 0)
      let deviation = select(isConstant, Tensor(1), test.variance(along: 0).sqrt())
      return (standardized(train, by: train), (test - train.mean(along: 0)) / deviation)
    },
    Mistake("the parts exchanged", "The parts have changed places: the training part comes first.")
    {
      train, test in (standardized(test, by: train), standardized(train, by: train))
    },
    Mistake("mean not subtracted", "The mean is not subtracted: (x − mean) / σ.") { train, test in
      let zero = train.mean(along: 0)
      return (
        standardized(train + zero, by: train), standardized(test + zero, by: train)
      )
    },
    Mistake("not divided", "The columns are not divided by their deviation.") { train, test in
      (train - train.mean(along: 0), test - train.mean(along: 0))
    },
    Mistake(
      "constant columns left as they are",
      "Of a column of equal values the mean is subtracted, too: only its σ is replaced, by 1."
    ) { train, test in
      let isConstant = train.max(along: 0) .== train.min(along: 0)
      return (
        select(isConstant, train, standardized(train, by: train)),
        select(isConstant, test, standardized(test, by: train))
      )
    },
    Mistake(
      "a smallest σ",
      "σ has a lower bound there, which is tiny. Where all values are the same use 1, and leave σ as it is "
        + "elsewhere."
    ) { train, test in
      let mean = train.mean(along: 0)
      let deviation = train.variance(along: 0).sqrt().map { max($0, 1e-8) }
      return ((train - mean) / deviation, (test - mean) / deviation)
    },
    dividing(
      "1e-5 under the root",
      "Something small is added under the root, as layers for normalization do. That is not the σ of the "
        + "task: replace it only where all values are the same."
    ) { x in (x.variance(along: 0) + 1e-5).sqrt() },
    Mistake(
      "the training part twice",
      "That is the training part twice: the second result is the test part, changed in the same way."
    ) { train, _ in (standardized(train, by: train), standardized(train, by: train)) },
    Mistake(
      "the test part by its own mean",
      "A mean of its own is subtracted from the test part: both parts take that of the training part."
    ) { train, test in
      let shift = train.mean(along: 0) - test.mean(along: 0)
      return (standardized(train, by: train), standardized(test + shift, by: train))
    },
    dividing(
      "root mean square",
      "The mean is not subtracted before the squares are taken: σ = √(1/N · Σᵢ (xᵢ − mean)²)."
    ) { x in x.squared().mean(along: 0).sqrt() },
    dividing(
      "mean distance from the mean",
      "That is the mean of the distances from the mean: σ is the root of the mean of their squares."
    ) { x in (x - x.mean(along: 0)).abs().mean(along: 0) },
    Mistake("not divided by N", "The sum of the squares has to be divided by N, before the root.") {
      train, test in
      let deviation = { (x: Matrix) in (x - x.mean(along: 0)).squared().sum(along: 0).sqrt() }
      return (
        standardized(train, by: train, deviation: deviation),
        standardized(test, by: train, deviation: deviation)
      )
    },
    Mistake(
      "parentheses left out",
      "Both are divided, x and the mean: (x − mean) / σ, with parentheses."
    ) { train, test in
      let isConstant = train.max(along: 0) .== train.min(along: 0)
      let deviation = select(isConstant, Tensor(1), train.variance(along: 0).sqrt())
      let shift = train.mean(along: 0) / deviation
      return (train - shift, test - shift)
    },
    Mistake(
      "parentheses left out, and the mean last",
      "Both are divided, x and the mean: (x − mean) / σ, with parentheses."
    ) { train, test in
      let isConstant = train.max(along: 0) .== train.min(along: 0)
      let deviation = select(isConstant, Tensor(1), train.variance(along: 0).sqrt())
      return (
        train / deviation - train.mean(along: 0), test / deviation - train.mean(along: 0)
      )
    },
    Mistake(
      "the test part by its own deviation, but for a constant column of the training part",
      "The test part is divided by a deviation of its own: both parts take that of the training part."
    ) { train, test in
      let isConstant = train.max(along: 0) .== train.min(along: 0)
      let deviation = select(isConstant, Tensor(1), test.variance(along: 0).sqrt())
      return (standardized(train, by: train), (test - train.mean(along: 0)) / deviation)
    },
  ]
}
