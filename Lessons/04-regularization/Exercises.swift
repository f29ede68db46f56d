import Gradus

/// Lesson 4: models that know too much, and what holds them back.
///
/// Replace each `throw Todo()` by your own code, from the top to the bottom, and after each one run
/// `swift test --filter Lesson04` or `swift run -q gradus check 4`.
///
/// The letters of the shapes: N samples, D features, K classes. A `LinearModel` has two parts:
/// `weights`, a tensor of shape [D, 1], and `bias`, a `Double`.
enum Regularization {
  // MARK: 1. The split must not leak

  /// Standardized features of the training part and of the test part, x' = (x − mean) / σ.
  ///
  /// Mean and deviation σ = √(1/N · Σᵢ (xᵢ − mean)²) of each column come from the training part alone,
  /// and serve both. Where all training samples have the same value, use 1 for σ. Compare the values to find
  /// out, and not σ with 0 or with something small: of [[0.1], [0.1], [0.1]] the mean is rounded, and σ
  /// becomes 1.4e-17, but of [[1e-20], [3e-20]] it is 1e-20, and right.
  ///
  /// `x.mean(along: 0)`, `x.variance(along: 0)`, `x.max(along: 0)` and `x.min(along: 0)` go down the columns,
  /// `t.sqrt()` is the root, `a .== b` compares element by element, and `select(condition, a, b)` takes
  /// from a where the condition holds, and from b elsewhere.
  ///
  ///     standardize([[1], [3]], alongWith: [[6]])     // train [[-1], [1]], test [[4]], since (6 − 2) / 1 = 4
  ///
  /// - Parameters:
  ///   - train: The features to train on, shape [N, D].
  ///   - test: Those to test with, shape [M, D].
  /// - Returns: Both parts, standardized, of the same shapes.
  static func standardize(
    _ train: Tensor<Double>, alongWith test: Tensor<Double>
  ) throws -> (train: Tensor<Double>, test: Tensor<Double>) {
    throw Todo()
  }

  // MARK: 2. Curves from a linear model

  /// The powers of one feature as so many features: x, x², … up to x^degree.
  ///
  /// There is no column of ones: the model's bias does its work. `x * x` multiplies element by element,
  /// and `Tensor.concatenate(columns, along: 1)` puts an array of columns side by side.
  ///
  ///     polynomialFeatures([[2], [3]], degree: 3)     // [[2, 4, 8], [3, 9, 27]]
  ///
  /// - Parameters:
  ///   - x: The feature, shape [N, 1].
  ///   - degree: At least 1.
  /// - Returns: Shape [N, degree].
  static func polynomialFeatures(_ x: Tensor<Double>, degree: Int) throws -> Tensor<Double> {
    throw Todo()
  }

  // MARK: 3. L2: what large weights cost

  /// The penalty λ/2 · Σ w², and its derivatives with respect to each weight, λ·w, and to the bias, 0.
  ///
  /// `t.squared()` and `t.sum()` help. The bias is free: it only sets the level of the predictions.
  ///
  ///     l2Penalty(LinearModel(weights: [[3], [-1]], bias: 10), strength: 0.5)
  ///     // penalty 2.5, since 0.5 / 2 · (9 + 1); gradient: weights [[1.5], [-0.5]], bias 0
  ///
  /// - Parameters:
  ///   - model: w and b.
  ///   - strength: λ, at least 0.
  /// - Returns: The penalty, and its derivatives in the form of a model.
  static func l2Penalty(
    _ model: LinearModel, strength: Double
  ) throws -> (penalty: Double, gradient: LinearModel) {
    throw Todo()
  }

  // MARK: 4. Ridge regression, without any steps

  /// The model with the smallest MSE + λ/2 · Σ w², from the normal equation with a fuller diagonal:
  ///
  ///     (X'ᵀX' + N·λ/2 · E)·θ = X'ᵀ·y
  ///
  /// X' is x with a column of ones after it, θ are the weights with the bias after them, and E is zero
  /// but for ones on the diagonal in the places of the weights: none in the place of the bias. N·λ/2,
  /// because the MSE is a mean over N samples, and the derivative of w² is 2w.
  ///
  /// `Tensor.ones([3, 1])` is a column of ones, `matmul(a, b, transposeA: true)` is aᵀ·b, `try solve(a, b)`
  /// solves a·θ = b, `a[i, i] += 1` changes an element, and `θ[0..<2]` are the first two rows.
  ///
  ///     ridge([[-1], [1]], [[0], [2]], strength: 2)
  ///     // weights [[0.5]], bias 1: without the penalty the weight would be 1
  ///
  /// - Parameters:
  ///   - x: The features, shape [N, D].
  ///   - target: y, shape [N, 1].
  ///   - strength: λ, at least 0.
  /// - Returns: The weights, shape [D, 1], and the bias.
  static func ridge(
    _ x: Tensor<Double>, _ target: Tensor<Double>, strength: Double
  ) throws -> LinearModel {
    throw Todo()
  }

  // MARK: 5. L1: a step that arrives at zero

  /// A step of gradient descent for a loss with the penalty λ · Σ |w|.
  ///
  /// First a plain step against the gradient of the loss alone, for the weights and for the bias. Then each
  /// weight (not the bias) moves toward 0 by η·λ, and stops there if it arrives:
  ///
  ///     w ← w − η·∂loss/∂w
  ///     w ← w − η·λ  if w > η·λ,     w + η·λ  if w < −η·λ,     else 0
  ///
  ///     l1Step(LinearModel(weights: [[1], [0.1]], bias: 1),
  ///            along: LinearModel(weights: [[2], [0]], bias: 1), learningRate: 0.1, strength: 2)
  ///     // weights [[0.6], [0]], bias 0.9, since 1 − 0.1·2 − 0.1·2 = 0.6
  ///
  /// - Parameters:
  ///   - model: w and b.
  ///   - gradient: ∂loss/∂w and ∂loss/∂b, without the penalty.
  ///   - learningRate: η.
  ///   - strength: λ, at least 0.
  /// - Returns: The model after the step.
  static func l1Step(
    _ model: LinearModel, along gradient: LinearModel, learningRate: Double, strength: Double
  ) throws -> LinearModel {
    throw Todo()
  }

  // MARK: 6. Dropout

  /// Dropout: in training, elements become 0 with probability p, and what stays is divided by 1 − p, so
  /// that the mean stays as it is. At inference nothing changes.
  ///
  /// Chance is an argument, `draws`; draw no numbers of your own. An element is dropped where its draw is
  /// below p. `draws.map { … }` makes a tensor of the same shape, as it does of an array.
  ///
  ///     dropout([[1, 2]], draws: [[0.1, 0.9]], probability: 0.5, isTraining: true)     // [[0, 4]]
  ///
  /// - Parameters:
  ///   - x: Any shape.
  ///   - draws: A uniform random number from 0 to 1 for each element, the same shape.
  ///   - probability: p, at least 0 and below 1.
  ///   - isTraining: Whether this is training, and not inference, the use of what was trained.
  static func dropout(
    _ x: Tensor<Double>, draws: Tensor<Double>, probability: Double, isTraining: Bool
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  // MARK: 7. The way back

  /// The gradient of the loss with respect to dropout's input, in training, given that with respect to
  /// its output.
  ///
  ///     dropoutBackward([[10, 10]], draws: [[0.1, 0.9]], probability: 0.5)     // [[0, 20]]
  ///
  /// - Parameters:
  ///   - upstream: The gradient of the output.
  ///   - draws: Those of the way forward, the same shape.
  ///   - probability: p.
  static func dropoutBackward(
    _ upstream: Tensor<Double>, draws: Tensor<Double>, probability: Double
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  // MARK: 8. Label smoothing

  /// What a classifier should say for each label: of its certainty it gives away ε, in equal shares to
  /// all K classes, the right one among them.
  ///
  ///     1 − ε + ε/K for the right class,     ε/K for each other
  ///
  ///     smoothedTargets([1], classCount: 4, smoothing: 0.2)     // [[0.05, 0.85, 0.05, 0.05]]
  ///
  /// - Parameters:
  ///   - labels: Shape [N], each in 0 ..< K; `labels[row]` is an `Int`.
  ///   - classCount: K.
  ///   - smoothing: ε, from 0 to 1.
  /// - Returns: Shape [N, K]; each row adds up to 1.
  static func smoothedTargets(
    _ labels: Tensor<Int>, classCount: Int, smoothing: Double
  ) throws -> Tensor<Double> {
    throw Todo()
  }
}
