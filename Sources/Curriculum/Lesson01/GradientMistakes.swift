import Curriculum
import Gradus

extension LinearRegressionLesson {
  static let gradientMistakes: [Mistake<Gradient>] = [
    scaled("uphill", "The sign is wrong: the error is prediction − target.") { _, _ in (-1, -1) },
    scaled("no factor 2", "The factor 2, from differentiating the square, is missing.") { _, _ in
      (0.5, 0.5)
    },
    scaled("no factor 2 in the bias", "The factor 2 belongs to the bias, too.") { _, _ in (1, 0.5)
    },
    scaled("no factor 2 in the weights", "The factor 2 belongs to the weights, too.") { _, _ in
      (0.5, 1)
    },
    scaled("sum instead of mean", "N times too large: the factor is 2/N.") { n, _ in (n, n) },
    scaled("bias summed, not averaged", "The bias is N times too large: its factor is 2/N, too.") {
      n, _ in (1, n)
    },
    scaled(
      "bias divided by N twice", "The bias is divided by N twice: a mean has done it already."
    ) { n, _ in (1, 1 / n) },
    scaled("weights summed", "The weights are N times too large: their factor is 2/N, too.") {
      n, _ in (n, 1)
    },
    scaled(
      "divided by the number of features",
      "N is the number of samples, x.shape[0], not that of features."
    ) { n, d in (n / d, n / d) },
    scaled("N − 1", "That divides by N − 1: the mean is over all N samples.") { n, _ in
      (n / max(1, n - 1), n / max(1, n - 1))
    },
    scaled(
      "divided by all elements of x", "N is the number of samples, x.shape[0], not x.elementCount."
    ) { _, d in (1 / d, 1 / d) },
    scaled(
      "weights divided by the number of features as well",
      "The weights are divided by the number of features as well: their factor is 2/N."
    ) { _, d in (1 / d, 1) },
    scaled(
      "whole numbers divided",
      "Whole numbers were divided: 2 / x.shape[0] is 0 there. Make N a Double first."
    ) { _, _ in (0, 0) },
    scaled("bias forgotten", "The bias has a derivative, too: 2/N times the sum of the errors.") {
      _, _ in (1, 0)
    },
    scaled("bias summed, without 2/N", "The bias has its factor 2/N, too: not the sum alone.") {
      n, _ in (1, n / 2)
    },
    scaled(
      "bias uphill", "The sign of the bias's derivative is wrong: the error is prediction − target."
    ) { _, _ in (1, -1) },
    scaled(
      "weights uphill",
      "The sign of the weights' derivatives is wrong: the error is prediction − target."
    ) { _, _ in (-1, 1) },
    scaled("twice the gradient", "That is twice the gradient: the factor is 2/N, once.") { _, _ in
      (2, 2)
    },
    Mistake(
      "the model after a step",
      "That is the model after a step of rate 1: return the derivatives alone.",
      { x, target, model in
        let right = try LinearRegression.gradient(x, target, at: model)
        return LinearModel(
          weights: model.weights - right.weights, bias: model.bias - right.bias)
      }),
    Mistake(
      "weights without their second axis",
      "The numbers are right, but the weights are a column, [D, 1].",
      { x, target, model in
        let right = try LinearRegression.gradient(x, target, at: model)
        return LinearModel(weights: right.weights.flattened(), bias: right.bias)
      }),
    Mistake(
      "target in place of the error",
      "xᵀ is multiplied by the errors, prediction − target, and not by the target.",
      { x, target, model in
        let right = try LinearRegression.gradient(x, target, at: model)
        return LinearModel(
          weights: 2 / Double(x.shape[0]) * Gradus.matmul(x.transposed(), target), bias: right.bias)
      }),
    Mistake(
      "one weight always", "There is a derivative for each of the D weights, in the shape of w.",
      { x, target, model in
        let right = try LinearRegression.gradient(x, target, at: model)
        return LinearModel(weights: right.weights[0..<1], bias: right.bias)
      }),
    Mistake(
      "means multiplied",
      "The mean of the products is not the product of the means: each error with its own feature.",
      { x, target, model in
        let right = try LinearRegression.gradient(x, target, at: model)
        let mean = 2 * errors(x, target, model).mean() * x.mean(along: 0)
        return LinearModel(weights: mean.reshaped(to: model.weights.shape), bias: right.bias)
      }),
    Mistake(
      "features forgotten",
      "Each error has to be multiplied by its feature: x.transposed() times the errors.",
      { x, target, model in
        let bias = 2 * errors(x, target, model).mean()
        return LinearModel(weights: Tensor(repeating: bias, shape: model.weights.shape), bias: bias)
      }),
    Mistake(
      "features not transposed",
      "x has to be transposed: x.transposed() times the errors, shape [D, 1].",
      { x, target, model in
        // What three loops over the shape of x make of it.
        let error = errors(x, target, model)[0..<min(x.shape[0], x.shape[1])]
        let product = Gradus.matmul(x[0..., 0..<error.shape[0]], error)
        return LinearModel(
          weights: 2 / Double(x.shape[0]) * product, bias: 2 * errors(x, target, model).mean())
      }),
    Mistake(
      "prediction without bias", "The bias is missing in the prediction: use your predict.",
      { x, target, model in
        try LinearRegression.gradient(x, target, at: LinearModel(weights: model.weights, bias: 0))
      }),
    Mistake(
      "prediction instead of error", "The target is missing: the error is prediction − target.",
      { x, target, model in
        try LinearRegression.gradient(x, .zeros(target.shape), at: model)
      }),
    Mistake(
      "sign of the error",
      "Only the sign of each error counts there, as for absolute errors: here its size does, too.",
      { x, target, model in
        let signs = errors(x, target, model).map { $0 > 0 ? 1.0 : $0 < 0 ? -1 : 0 }
        return LinearModel(
          weights: 2 / Double(x.shape[0]) * Gradus.matmul(x.transposed(), signs),
          bias: 2 * signs.mean())
      }),
    Mistake(
      "error squared", "The error is not squared here: the derivative of e² is 2·e.",
      { x, target, model in
        let squares = errors(x, target, model).squared()
        return LinearModel(
          weights: 2 / Double(x.shape[0]) * Gradus.matmul(x.transposed(), squares),
          bias: 2 * squares.mean())
      }),
    Mistake(
      "at zero", "That is the gradient at w = 0 and b = 0: take it at `model`.",
      { x, target, model in
        try LinearRegression.gradient(
          x, target, at: LinearModel(weights: .zeros(model.weights.shape), bias: 0))
      }),
    Mistake(
      "a row of weights", "The numbers are right, but the weights are a column, [D, 1].",
      { x, target, model in
        let right = try LinearRegression.gradient(x, target, at: model)
        return LinearModel(weights: right.weights.transposed(), bias: right.bias)
      }),
    Mistake(
      "magnitudes of the errors", "The signs of the errors are lost: an error may be negative.",
      { x, target, model in
        let sizes = errors(x, target, model).abs()
        return LinearModel(
          weights: 2 / Double(x.shape[0]) * Gradus.matmul(x.transposed(), sizes),
          bias: 2 * sizes.mean())
      }),
    Mistake(
      "first sample in the bias alone",
      "The bias counts only the first sample: sum over all of them.",
      { x, target, model in
        let right = try LinearRegression.gradient(x, target, at: model)
        return LinearModel(
          weights: right.weights, bias: 2 * errors(x, target, model)[0, 0] / Double(x.shape[0]))
      }),
    Mistake(
      "first sample alone", "Only the first sample counts there: sum over all of them.",
      { x, target, model in try LinearRegression.gradient(x[0..<1], target[0..<1], at: model) }),
  ]

  private static func errors(_ x: Matrix, _ target: Matrix, _ model: LinearModel) -> Matrix {
    Gradus.matmul(x, model.weights) + model.bias - target
  }

  /// The right gradient times two factors, for the weights and for the bias, given N and D.
  private static func scaled(
    _ name: String, _ why: String,
    _ factors: @escaping @Sendable (_ n: Double, _ d: Double) -> (weights: Double, bias: Double)
  ) -> Mistake<Gradient> {
    Mistake(name, why) { x, target, model in
      let gradient = try LinearRegression.gradient(x, target, at: model)
      let factor = factors(Double(x.shape[0]), Double(x.shape[1]))
      return LinearModel(
        weights: factor.weights * gradient.weights, bias: factor.bias * gradient.bias)
    }
  }
}
