import GradientChecking
import Gradus

/// Lesson 13: a framework is made to be extended.
///
/// Replace each `throw Todo()` by your own code, from the top to the bottom, and after each one run
/// `swift test --filter Lesson13` or `swift run -q gradus check 13`.
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
  /// between 0.68 and 1.16. (Newton and Schulz's iteration, with coefficients that hurry.)
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

  // MARK: 5. A loss

  /// A loss that forgives outliers (Charbonnier and others, 1994), with weights and a reduction.
  ///
  ///     element:  √(d² + ε²) − ε        with d = prediction − target
  ///     sample:   lᵢ = the mean over the D elements of row i
  ///     .none     wᵢ·lᵢ, shape [B]
  ///     .sum      Σ wᵢ·lᵢ
  ///     .mean     Σ wᵢ·lᵢ / Σ wᵢ
  ///
  /// A weight of 0 is for a row that is only padding. Where all weights are 0, the mean is 0.
  ///
  ///     // prediction [[4, 1], [0, 6]], target [[0, 1], [8, 6]], ε = 3: the elements are
  ///     // [[2, 0], [5.54…, 0]], l = [1, 2.77…]
  ///
  /// - Parameters:
  ///   - prediction: Shape [B, D].
  ///   - target: Shape [B, D]; `Variable(target)` makes a variable of it.
  ///   - weights: w, shape [B], at least 0.
  ///   - epsilon: ε, above 0: within it the loss is nearly a square, beyond it nearly |d|.
  ///   - reduction: What becomes of the losses of the samples.
  /// - Returns: The loss, on the tape of the prediction.
  static func robustLoss(
    _ prediction: Variable<Double>, _ target: Tensor<Double>, weights: Tensor<Double>,
    epsilon: Double, reduction: LossReduction
  ) throws -> Variable<Double> {
    throw Todo()
  }

  // MARK: 6. Second order

  /// The product of the Hessian with a vector, H·v: how the gradient changes along v.
  ///
  /// A `Dual(x, tangent: t)` is a number x that carries a derivative t along: whatever is computed from it
  /// has in its `tangent` the derivative along t, by the rules of differentiation. So a gradient, computed
  /// on duals whose tangents are v, has H·v in its tangents: forward over reverse (Pearlmutter, 1994).
  /// There is no step size, and no matrix H: one gradient is all. A `Dual` holds single numbers and not tensors;
  /// `Tensor(shape: x.shape, elements: numbers)` makes a tensor of an array of them.
  ///
  ///     // f = x₀²·x₁ + x₁³ has the gradient [2·x₀·x₁, x₀² + 3·x₁²] and the Hessian
  ///     // [[2·x₁, 2·x₀], [2·x₀, 6·x₁]]: at [2, 3] along [5, 7] that is [6·5 + 4·7, 4·5 + 18·7] = [58, 146]
  ///
  /// - Parameters:
  ///   - gradient: From a point to the gradient there, of the point's shape, on duals.
  ///   - x: The point, any shape.
  ///   - v: The direction, of x's shape.
  /// - Returns: H·v, of x's shape.
  static func hessianVectorProduct(
    _ gradient: (Tensor<Dual<Double>>) throws -> Tensor<Dual<Double>>, at x: Tensor<Double>,
    along v: Tensor<Double>
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  // MARK: 7. A training loop

  /// One step for a batch that is too large for memory and comes in parts: accumulate, clip, step.
  ///
  ///     g = Σ (nₖ/N)·gₖ                    gₖ is the mean gradient of part k with its nₖ samples, N = Σ nₖ
  ///     ‖g‖ = √(sum of the squares of all numbers of all tensors of g)
  ///     g ← g·(maximumNorm/‖g‖)            only where ‖g‖ is above maximumNorm
  ///     p ← p − η·g                        for each parameter
  ///
  /// Call `gradient` once for each part, in order, always with the parameters from before the step.
  ///
  ///     // one parameter [1], sizes [3, 1], gradients [2] and [6]: g = [3]; with maximum 1.5 and η = 1
  ///     // the parameter becomes [1 − 1.5]
  ///
  /// - Parameters:
  ///   - parameters: Tensors of any shapes.
  ///   - sizes: nₖ, each at least 1.
  ///   - maximumNorm: The largest norm a step may have, above 0.
  ///   - learningRate: η.
  ///   - gradient: The mean gradients of a part, one tensor for each parameter.
  /// - Returns: The parameters after the step.
  static func accumulatedStep(
    _ parameters: [Tensor<Double>], sizes: [Int], maximumNorm: Double, learningRate: Double,
    gradient: (_ part: Int, _ parameters: [Tensor<Double>]) throws -> [Tensor<Double>]
  ) throws -> [Tensor<Double>] {
    throw Todo()
  }

  // MARK: 8. A kernel

  /// squareplus for many numbers, eight at a time.
  ///
  ///     y[i] = ½·(x[i] + √(x[i]² + b))        i in 0 ..< count
  ///
  /// Eight numbers are a `SIMD8<Float>`, with which one calculates as with a single one: +, *,
  /// `squareRoot()`. It is read and written by
  ///
  ///     UnsafeRawPointer(x + i).loadUnaligned(as: SIMD8<Float>.self)
  ///     UnsafeMutableRawPointer(y + i).storeBytes(of: vector, as: SIMD8<Float>.self)
  ///
  /// `count` need not be a multiple of eight: what is left is the tail. Nothing outside of
  /// y[0 ..< count] may be written, not even with the number that is there, and nothing but x[0 ..< count] read. Where x is NaN, y is
  /// NaN there and nowhere else.
  ///
  ///     // x = [3, -4, 0], b = 16: y = [4, 0.828…, 2]
  ///
  /// - Parameters:
  ///   - x: `count` numbers.
  ///   - b: Above 0.
  ///   - y: Room for `count` numbers, apart from x.
  ///   - count: At least 0.
  static func squareplusKernel(
    _ x: UnsafePointer<Float>, _ b: Float, into y: UnsafeMutablePointer<Float>, count: Int
  ) throws {
    throw Todo()
  }

  // MARK: 9. A running statistic

  /// A layer that takes the mean away, and remembers it: the first half of batch normalization.
  ///
  ///     in training:   y = x − μ,  μ the mean of each column of x;  running ← (1 − m)·running + m·μ
  ///     at inference:  y = x − running;  running stays as it is
  ///
  /// μ depends on x, and the gradient flows through it. The running mean is a *buffer*: it is saved with the
  /// model, and no gradient flows into it or moves it.
  ///
  ///     // x = [[1, 8], [3, 4]], running mean [10, 20], m = 0.25, in training:
  ///     // y = [[−1, 2], [1, −2]], and the running mean becomes [8, 16.5]
  ///
  /// - Parameters:
  ///   - x: Shape [B, D], at least one row.
  ///   - runningMean: Shape [D].
  ///   - momentum: m, in 0 ... 1.
  ///   - isTraining: Whether the model is being trained.
  /// - Returns: y, shape [B, D], on the tape of x.
  static func centered(
    _ x: Variable<Double>, runningMean: inout Tensor<Double>, momentum: Double, isTraining: Bool
  ) throws -> Variable<Double> {
    throw Todo()
  }

  // MARK: 10. Somebody else's layer

  /// Whether the gradients of a layer that somebody else has written are right.
  ///
  /// A layer maps inputs to an output and a pullback. The pullback maps an upstream gradient, of the
  /// output's shape, to the gradients of all inputs, each of its input's shape. So at random inputs and for a
  /// random upstream gradient, each element of each gradient has to be a slope:
  ///
  ///     slope = Σ upstream·(layer(… + h …) − layer(… − h …)) / 2h     where one element has moved, h = 10⁻⁵
  ///
  /// The layer is right if, at three points or more,
  ///
  ///     the gradients are as many as the inputs, and have their shapes
  ///     |gradient − slope| ≤ 10⁻⁶·scale                               for each element of each input
  ///
  /// with scale the largest magnitude among all elements of all gradients and slopes of that point, which has
  /// to be finite. Draw inputs and upstream from `generator`: `.normal(shape, using: &generator)`. Ask the
  /// same `layer` at all points: it may remember what it should not.
  ///
  ///     // 3·x with the pullback { [3 * $0] } is right; with { [$0] } it is wrong, and with { _ in [[3, 3]] }
  ///     // as well: there the upstream gradient is forgotten
  ///
  /// - Parameters:
  ///   - layer: From its inputs to the output and the pullback.
  ///   - shapes: The shapes of its inputs. It is smooth, wherever they are.
  ///   - generator: Where the chance comes from.
  /// - Returns: Whether all its gradients are right.
  static func isRightLayer(
    _ layer: (_ inputs: [Tensor<Double>]) throws -> (
      output: Tensor<Double>, pullback: (Tensor<Double>) throws -> [Tensor<Double>]
    ), shapes: [Shape], using generator: inout RandomGenerator
  ) throws -> Bool {
    throw Todo()
  }
}
