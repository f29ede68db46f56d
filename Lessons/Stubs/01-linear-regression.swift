import Gradus

/// Lesson 1: fit a line, then a plane, to data.
///
/// Replace each `throw Todo()` by your own code, from the top to the bottom, and after each one run
/// `swift test --filter Lesson01` or `swift run -q gradus check 1`.
///
/// The letters of the shapes: N samples, D features, and M, K, N for the extents of matrices. A
/// `LinearModel` has two parts: `weights`, a tensor of shape [D, 1], and `bias`, a `Double`.
enum LinearRegression {
  // MARK: 1. The product of two matrices

  /// The matrix product: c[i, j] = Σₖ a[i, k]·b[k, j].
  ///
  /// Three nested loops. You need `Tensor<Double>.zeros([2, 3])`, `a.shape[0]` for the number of rows,
  /// and `a[i, k]` for an element. What you write elements to is declared with `var`: `c[i, j] += 1`.
  ///
  ///     matmul([[1, 2], [3, 4]], [[5], [6]])     // [[17], [39]], since 1·5 + 2·6 = 17
  ///
  /// - Parameters:
  ///   - a: Shape [M, K].
  ///   - b: Shape [K, N].
  /// - Returns: Shape [M, N].
  static func matmul(_ a: Tensor<Double>, _ b: Tensor<Double>) throws -> Tensor<Double> {
    throw Todo()
  }

  // MARK: 2. The model

  /// The prediction of a linear model for each sample: ŷ = x·w + b.
  ///
  /// Use your `matmul`, with `try`; `x * w` would multiply element by element. A number can be added to
  /// a tensor: `t + 1.5`.
  ///
  ///     predict([[1], [2]], with: LinearModel(weights: [[10]], bias: 3))     // [[13], [23]]
  ///
  /// - Parameters:
  ///   - x: The features, shape [N, D].
  ///   - model: `weights` of shape [D, 1] and `bias`.
  /// - Returns: Shape [N, 1].
  static func predict(_ x: Tensor<Double>, with model: LinearModel) throws -> Tensor<Double> {
    throw Todo()
  }

  // MARK: 3. The loss

  /// The mean squared error: MSE = 1/N · Σᵢ (ŷᵢ − yᵢ)².
  ///
  /// Tensors of the same shape can be subtracted and multiplied element by element. `t.sum()` and
  /// `t.mean()` are numbers.
  ///
  ///     meanSquaredError([[1], [2]], [[3], [2]])     // 2, since (4 + 0) / 2 = 2
  ///
  /// - Parameters:
  ///   - prediction: ŷ, shape [N, 1].
  ///   - target: y, shape [N, 1].
  static func meanSquaredError(
    _ prediction: Tensor<Double>, _ target: Tensor<Double>
  ) throws -> Double {
    throw Todo()
  }

  // MARK: 4. The gradient of the loss

  /// The derivatives of the mean squared error with respect to each weight and to the bias:
  ///
  ///     ∂MSE/∂w = 2/N · xᵀ·(ŷ − y)          shape [D, 1], like w
  ///     ∂MSE/∂b = 2/N · Σᵢ (ŷᵢ − yᵢ)        a number, like b
  ///
  /// `x.transposed()` is xᵀ. Return both parts as a `LinearModel`.
  ///
  ///     gradient([[1]], [[2]], at: LinearModel(weights: [[0]], bias: 0))
  ///     // weights [[-4]], bias -4, since 2/1 · 1 · (0 − 2) = −4
  ///
  /// - Parameters:
  ///   - x: The features, shape [N, D].
  ///   - target: y, shape [N, 1].
  ///   - model: Where to take the gradient.
  static func gradient(
    _ x: Tensor<Double>, _ target: Tensor<Double>, at model: LinearModel
  ) throws -> LinearModel {
    throw Todo()
  }

  // MARK: 5. A step downhill

  /// One step of gradient descent: w ← w − η·∂MSE/∂w and b ← b − η·∂MSE/∂b.
  ///
  ///     step(LinearModel(weights: [[1]], bias: 1),
  ///          along: LinearModel(weights: [[10]], bias: -10), learningRate: 0.1)
  ///     // weights [[0]], bias 2
  ///
  /// - Parameters:
  ///   - model: w and b.
  ///   - gradient: ∂MSE/∂w and ∂MSE/∂b.
  ///   - learningRate: η.
  /// - Returns: The model after the step.
  static func step(
    _ model: LinearModel, along gradient: LinearModel, learningRate: Double
  ) throws -> LinearModel {
    throw Todo()
  }

  // MARK: 6. The training loop

  /// Gradient descent: `steps` times, note the loss, compute the gradient at the present model, and
  /// take a step along it.
  ///
  ///     train([[1]], [[2]], from: LinearModel(weights: [[0]], bias: 0), learningRate: 0.01, steps: 1)
  ///     // model: weights [[0.04]], bias 0.04; losses: [4]
  ///
  /// - Parameters:
  ///   - x: The features, shape [N, D].
  ///   - target: y, shape [N, 1].
  ///   - start: The model before the first step.
  ///   - learningRate: η.
  ///   - steps: How many steps to take.
  /// - Returns: The model after the last step, and the loss before each step: `steps` numbers.
  static func train(
    _ x: Tensor<Double>, _ target: Tensor<Double>, from start: LinearModel, learningRate: Double,
    steps: Int
  ) throws -> (model: LinearModel, losses: [Double]) {
    throw Todo()
  }

  // MARK: 7. Features on one scale

  /// Standardized features: from each column its mean is subtracted, and the rest is divided by its
  /// standard deviation σ = √(1/N · Σᵢ (xᵢ − mean)²).
  ///
  /// A column in which all numbers are equal has σ = 0. Use 1 for it instead, so that its standardized
  /// numbers are 0 and not 0/0. Compare the numbers to find out, and not σ with 0: of [[0.1], [0.1], [0.1]]
  /// the mean is rounded, and σ becomes 1.4e-17.
  ///
  /// `x.mean(along: 0)`, `x.variance(along: 0)`, `x.max(along: 0)` and `x.min(along: 0)` go down the columns
  /// and have shape [D]; `x - mean` subtracts such a vector from every row. `a .== b` compares element by
  /// element, and `select(condition, a, b)` takes from a where the condition holds, and from b elsewhere.
  ///
  ///     standardize([[1, 5], [3, 5]])     // x [[-1, 0], [1, 0]], mean [2, 5], deviation [1, 1]
  ///
  /// - Parameter x: The features, shape [N, D].
  /// - Returns: The standardized features, shape [N, D]; mean and deviation, shape [D].
  static func standardize(
    _ x: Tensor<Double>
  ) throws -> (x: Tensor<Double>, mean: Tensor<Double>, deviation: Tensor<Double>) {
    throw Todo()
  }

  // MARK: 8. Without any steps

  /// The model with the smallest mean squared error, from the normal equation (X'ᵀX')·θ = X'ᵀ·y.
  ///
  /// X' is x with a further column of ones: what it is multiplied by is the bias. θ then has the
  /// weights first and the bias last, shape [D + 1, 1].
  ///
  /// `Tensor<Double>.ones([3, 1])` is a column of three ones, and `Tensor.concatenate([x, ones], along: 1)`
  /// puts columns side by side. `try solve(a, b)` solves a·θ = b. With D = 2, `θ[0..<2]`, the first two rows
  /// of θ, are the weights, and `θ[2, 0]`, the number in the third, is the bias.
  ///
  ///     normalEquation([[0], [1], [2]], [[1], [3], [5]])     // weights [[2]], bias 1
  ///
  /// - Parameters:
  ///   - x: The features, shape [N, D].
  ///   - target: y, shape [N, 1].
  static func normalEquation(
    _ x: Tensor<Double>, _ target: Tensor<Double>
  ) throws -> LinearModel {
    throw Todo()
  }
}
