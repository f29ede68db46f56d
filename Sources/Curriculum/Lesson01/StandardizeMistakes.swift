import Curriculum
import Gradus

extension LinearRegressionLesson {
  static let standardizeMistakes: [Mistake<Standardize>] =
    plainMistakes + [1e-5, 1e-8, 1e-12].map { added($0) }

  private static let plainMistakes: [Mistake<Standardize>] = [
    Mistake(
      "mean not subtracted", "The mean is not subtracted.",
      { x in
        let (_, mean, deviation) = try LinearRegression.standardize(x)
        return (x / deviation, mean, deviation)
      }),
    Mistake(
      "not divided", "The columns are not divided by their deviation.",
      { x in
        let (_, mean, deviation) = try LinearRegression.standardize(x)
        return (x - mean, mean, deviation)
      }),
    Mistake(
      "divided first", "Subtract the mean first, then divide.",
      { x in
        let (_, mean, deviation) = try LinearRegression.standardize(x)
        return (x / deviation - mean, mean, deviation)
      }),
    Mistake(
      "divides by the variance", "That is the variance: the deviation is its square root.",
      { x in
        let mean = x.mean(along: 0)
        let variance = x.variance(along: 0).map { $0 == 0 ? 1 : $0 }
        return ((x - mean) / variance, mean, variance)
      }),
    Mistake(
      "constant column divided by 0",
      "Where all numbers of a column are equal, use 1 instead of 0.",
      { x in
        let mean = x.mean(along: 0)
        let deviation = x.variance(along: 0).sqrt()
        return ((x - mean) / deviation, mean, deviation)
      }),
    Mistake(
      "σ compared with 0",
      "Rounding leaves σ = 1.4e-17 there, and not 0: compare the numbers of the column, "
        + "x.max(along: 0) .== x.min(along: 0).",
      { x in standardized(x, deviation: x.variance(along: 0).sqrt().map { $0 == 0 ? 1 : $0 }) }),
    Mistake(
      "something added to σ", "Nothing is added to σ: use 1 where all numbers are equal.",
      { x in standardized(x, deviation: x.variance(along: 0).sqrt() + 1e-8) }),
    Mistake(
      "one mean for all columns",
      "That is the mean or the deviation of all numbers: each column has its own.",
      { x in
        let mean = Matrix(repeating: x.mean(), shape: [x.shape[1]])
        let deviation = Matrix(repeating: x.variance().squareRoot(), shape: [x.shape[1]])
        return ((x - mean) / deviation, mean, deviation)
      }),
    Mistake(
      "along the rows",
      "Those are the means of the rows: a feature is a column, so go along axis 0.",
      { x in
        let mean = x.mean(along: 1, keepingDimensions: true)
        let deviation = x.variance(along: 1, keepingDimensions: true).sqrt()
        return ((x - mean) / deviation, mean, deviation)
      }),
    Mistake(
      "an axis too many", "The numbers are right; keepingDimensions has left an axis too many.",
      { x in
        let (scaled, mean, deviation) = try LinearRegression.standardize(x)
        return (scaled, mean.expandingDimension(at: 0), deviation.expandingDimension(at: 0))
      }),
    Mistake(
      "N − 1", "That divides by N − 1; here it is the mean over all N.",
      { x in
        let n = Double(x.shape[0])
        let deviation = try LinearRegression.standardize(x).deviation
        let isConstant = x.max(along: 0) .== x.min(along: 0)
        return standardized(
          x, deviation: select(isConstant, deviation, deviation * (n / max(1, n - 1)).squareRoot()))
      }),
    Mistake(
      "brackets left out", "The whole difference is divided: (x − mean) / σ, with brackets.",
      { x in
        let (_, mean, deviation) = try LinearRegression.standardize(x)
        return (x - mean / deviation, mean, deviation)
      }),
    Mistake(
      "scaled to 0…1",
      "That scales from the smallest to the largest: subtract the mean, divide by σ.",
      { x in
        let smallest = x.min(along: 0)
        let range = (x.max(along: 0) - smallest).map { $0 == 0 ? 1 : $0 }
        return ((x - smallest) / range, smallest, range)
      }),
    Mistake(
      "mean magnitude",
      "That is the mean of the magnitudes: σ is the root of the mean of the squares.",
      { x in
        let mean = (x - x.mean(along: 0)).abs().mean(along: 0)
        return standardized(x, deviation: mean.map { $0 == 0 ? 1 : $0 })
      }),
    Mistake(
      "squares of x itself",
      "The mean is subtracted before the numbers are squared: σ is about the mean.",
      { x in
        let isConstant = x.max(along: 0) .== x.min(along: 0)
        return standardized(
          x, deviation: select(isConstant, .ones([x.shape[1]]), x.squared().mean(along: 0).sqrt()))
      }),
    Mistake(
      "one deviation for all columns",
      "That is the deviation of all numbers: each column has its own.",
      { x in
        standardized(
          x, deviation: Matrix(repeating: x.variance().squareRoot(), shape: [x.shape[1]]))
      }),
    Mistake(
      "a tiny number in place of 0",
      "Where all numbers are equal σ is 1, and not a very small number.",
      { x in
        let isConstant = x.max(along: 0) .== x.min(along: 0)
        return standardized(
          x, deviation: select(isConstant, Tensor(1e-8), x.variance(along: 0).sqrt()))
      }),
    Mistake(
      "by the range",
      "That is largest minus smallest: the deviation is a root of a mean of squares.",
      { x in
        standardized(
          x, deviation: (x.max(along: 0) - x.min(along: 0)).map { $0 == 0 ? 1 : $0 })
      }),
    Mistake(
      "mean of squares minus square of the mean",
      "Far from zero, the mean of squares minus the square of the mean loses its digits: subtract "
        + "the mean first.",
      { x in
        let mean = x.mean(along: 0)
        let variance = x.squared().mean(along: 0) - mean.squared()
        let isConstant = x.max(along: 0) .== x.min(along: 0)
        return standardized(
          x, deviation: select(isConstant, .ones(mean.shape), variance.map { max($0, 0) }.sqrt()))
      }),
    Mistake(
      "the first and the last number compared",
      "A column is constant only if all its numbers are equal, not the first and the last alone.",
      { x in
        let ends = x[0, 0...] .== x[x.shape[0] - 1, 0...]
        return standardized(
          x, deviation: select(ends, Tensor(1), x.variance(along: 0).sqrt()))
      }),
    Mistake(
      "the first two numbers compared",
      "A column is constant only if all its numbers are equal, not the first two alone.",
      { x in
        let first = x[0, 0...] .== x[min(1, x.shape[0] - 1), 0...]
        return standardized(
          x, deviation: select(first, Tensor(1), x.variance(along: 0).sqrt()))
      }),
    Mistake(
      "a constant column left as it is",
      "A constant column is standardized as well: without its mean it is 0.",
      { x in
        let (scaled, mean, deviation) = try LinearRegression.standardize(x)
        return (select(x.max(along: 0) .== x.min(along: 0), x, scaled), mean, deviation)
      }),
    Mistake(
      "mean and deviation of the result",
      "Those are mean and deviation of the standardized numbers: return those of x.",
      { x in
        let scaled = try LinearRegression.standardize(x).x
        return (scaled, scaled.mean(along: 0), scaled.variance(along: 0).sqrt())
      }),
    Mistake(
      "the variance returned",
      "The deviation that is returned is the variance: return its root.",
      { x in
        let (scaled, mean, _) = try LinearRegression.standardize(x)
        return (scaled, mean, x.variance(along: 0))
      }),
    Mistake(
      "sum of the squares",
      "That is the root of the sum of the squares: the variance is their mean, so divide by N.",
      { x in
        let isConstant = x.max(along: 0) .== x.min(along: 0)
        return standardized(
          x,
          deviation: select(
            isConstant, Tensor(1), (x - x.mean(along: 0)).squared().sum(along: 0).sqrt()))
      }),
    Mistake(
      "one deviation for all columns but the constant ones",
      "That is the deviation of all numbers: each column has its own.",
      { x in
        let isConstant = x.max(along: 0) .== x.min(along: 0)
        let deviation = Matrix(repeating: x.variance().squareRoot(), shape: [x.shape[1]])
        return standardized(x, deviation: select(isConstant, Tensor(1), deviation))
      }),
    Mistake(
      "x not changed", "That is x as it was: return (x − mean) / σ.",
      { x in
        let (_, mean, deviation) = try LinearRegression.standardize(x)
        return (x, mean, deviation)
      }),
    Mistake(
      "subtracted the other way round", "The sign is turned: x − mean, and not mean − x.",
      { x in
        let (scaled, mean, deviation) = try LinearRegression.standardize(x)
        return (-scaled, mean, deviation)
      }),
    Mistake(
      "small deviations count as none",
      "A small deviation is not 0: use 1 only where all numbers are equal.",
      { x in
        standardized(x, deviation: x.variance(along: 0).sqrt().map { $0 < 1e-12 ? 1 : $0 })
      }),
  ]

  private static func added(_ number: Double) -> Mistake<Standardize> {
    Mistake(
      "\(number) added to the variance",
      "Nothing is added to the variance: use 1 for σ where all numbers are equal.",
      { x in standardized(x, deviation: (x.variance(along: 0) + number).sqrt()) })
  }

  private static func standardized(
    _ x: Matrix, deviation: Matrix
  ) -> Answers.Standardization {
    let mean = x.mean(along: 0)
    return ((x - mean) / deviation, mean, deviation)
  }
}
