import GradientChecking
import Gradus

/// Lesson 13: a framework is made to be extended.
///
/// Replace each `throw Todo()` by your own code, from the top to the bottom, and after each one run
/// `swift test --filter Lesson13` or `swift run gradus check 13`.
enum Extending {
  // MARK: 1. From a formula to a pullback

  /// The gradients of squareplus, an activation (Barron, 2021), for both of its inputs.
  ///
  ///     y = ½·(x + √(x² + b))          element by element
  ///
  /// The two inputs are broadcast as by `x + b`: each may be repeated along axes in which it has the
  /// extent 1, or which it does not have. The upstream gradient has the shape of y. A gradient has the
  /// shape of its input:
  ///
  ///     gradient of x = upstream·∂y/∂x, summed over the places in which an element of x was used
  ///     gradient of b = upstream·∂y/∂b, summed over the places in which an element of b was used
  ///
  /// `gradient.unbroadcast(to: shape)` is that sum.
  ///
  ///     // x = [3, −4], b = [16, 9], upstream [10, 100]: √(x² + b) is [5, 5],
  ///     // the gradient of x is [10·0.8, 100·0.1] = [8, 10], that of b [10·0.05, 100·0.05] = [0.5, 5]
  ///
  /// - Parameters:
  ///   - x: Any shape.
  ///   - b: Any shape that broadcasts with x's; above 0.
  ///   - upstream: The gradient of y, of y's shape.
  /// - Returns: The gradient of x, of x's shape, and that of b, of b's.
  static func squareplusGradients(
    _ x: Tensor<Double>, _ b: Tensor<Double>, upstream: Tensor<Double>
  ) throws -> (x: Tensor<Double>, b: Tensor<Double>) {
    throw Todo()
  }

  // MARK: 2. An operation on the tape

  /// The same operation, as the framework has its own: the value, and a pullback for each input.
  ///
  ///     Variable("name", value, (x, { upstream in gradientOfX }), (b, { upstream in gradientOfB }))
  ///
  /// `value` is a plain tensor, computed from `x.value` and `b.value`. A pullback maps the upstream
  /// gradient, of the value's shape, to a gradient of its input's shape. When the same variable is
  /// handed over as x and as b, both pullbacks are called and the tape adds up what they give: there is
  /// nothing to do for that.
  ///
  /// `Scalar` is `Float`, `Double`, or a number that carries a derivative along, `Dual<Double>`: with
  /// that, what you write here gives second derivatives, too, so long as all numbers stay `Scalar`.
  ///
  ///     // x = [3, −4], b = [16, 9]: the value is [4, 0.5]
  ///
  /// - Parameters:
  ///   - x: Any shape.
  ///   - b: Any shape that broadcasts with x's; above 0.
  /// - Returns: y = ½·(x + √(x² + b)), on the tape of the inputs.
  static func squareplus<Scalar: TensorScalar>(
    _ x: Variable<Scalar>, _ b: Variable<Scalar>
  ) throws -> Variable<Scalar> {
    throw Todo()
  }

  // MARK: 3. An optimizer from a paper

  /// One step of Muon for a matrix of weights (Jordan and others, 2024): momentum, made orthogonal.
  ///
  ///     v ← μ·v + g                          the velocity, which is kept
  ///     d = g + μ·v                          with the new v, as Nesterov has it
  ///     X = d / (‖d‖ + 10⁻⁷)                 ‖d‖ is the root of the sum of all squares
  ///     five times:  A = X·Xᵀ
  ///                  X ← 3.4445·X + (−4.775·A + 2.0315·A·A)·X
  ///     W ← W − η·√max(1, rows / columns)·X
  ///
  /// The products are those of matrices. A round leaves the singular vectors of X as they are, and moves
  /// each singular value s to 3.4445·s − 4.775·s³ + 2.0315·s⁵: after five of them, all but the smallest are
  /// between 0.7 and 1.2. (Newton and Schulz's iteration, with coefficients that hurry.)
  ///
  ///     // W = [[1]], g = [[2]], v = [[4]], η = 0.5, μ = 0.5: v becomes 4, d = 4, X = 1, and after
  ///     // the rounds 0.6964…, W = 1 − 0.5·0.6964… = 0.6518…
  ///
  /// - Parameters:
  ///   - weight: W, shape [rows, columns].
  ///   - gradient: g, of the same shape.
  ///   - velocity: v before the step, of the same shape; zeros before the first.
  ///   - learningRate: η.
  ///   - momentum: μ, in 0 ..< 1.
  /// - Returns: W and v after the step.
  static func muonStep(
    _ weight: Tensor<Double>, gradient: Tensor<Double>, velocity: Tensor<Double>,
    learningRate: Double, momentum: Double
  ) throws -> (weight: Tensor<Double>, velocity: Tensor<Double>) {
    throw Todo()
  }

  // MARK: 4. A schedule

  /// The learning rate at a step: it warms up, stays, and decays (Hägele and others, 2024).
  ///
  ///     peak·(step + 1)/warmup             the first `warmup` steps: 0 ..< warmup
  ///     peak                               after them
  ///     peak·(1 − √s)                      the last `decay` steps: total − decay ..< total
  ///     0                                  from step total on
  ///
  /// with s = (step − (total − decay))/decay, so that the first step of the decay still has the peak.
  /// Where `warmup` or `decay` is 0, that part is left out.
  ///
  ///     // total 20, peak 2, warm-up 4, decay 9: 0.5, 1, 1.5, 2, 2, …, 2 at step 11, 2·(1 − √(1/9)) at
  ///     // step 12, …, 0 at step 20
  ///
  /// - Parameters:
  ///   - step: The number of the step, from 0 on.
  ///   - total: How many steps training has, at least 1.
  ///   - peak: The highest rate.
  ///   - warmup: How many steps it rises.
  ///   - decay: How many steps it falls; warmup + decay is at most total.
  /// - Returns: The rate.
  static func stableDecay(
    step: Int, of total: Int, peak: Double, warmup: Int, decay: Int
  ) throws -> Double {
    throw Todo()
  }
}
