import Gradus

/// Lesson 3: optimizers, and what belongs to a training loop around them.
///
/// Replace each `throw Todo()` by your own code, from the top to the bottom, and after each one run
/// `swift test --filter Lesson03` or `swift run -q gradus check 3`.
///
/// Each optimizer is one step of one parameter, a tensor of any shape; its *gradient* and whatever
/// else the optimizer remembers about it have the same shape. What is remembered comes in as an
/// argument and goes out with the result: all zeros before the first step.
///
/// Tensors of one shape can be added, subtracted, multiplied and divided element by element, and with
/// numbers. `t.squared()` and `t.sqrt()` are methods of a tensor; `Double.sqrt(x)`, `Double.pow(x, y)`
/// and `Double.cos(x)` are functions of numbers, and `Double.pi` is π.
enum Optimization {
  // MARK: 1. Momentum

  /// One step of gradient descent with momentum: the step goes along a velocity, of which a share μ is
  /// left from before.
  ///
  ///     v ← μ·v + g
  ///     p ← p − η·v
  ///
  ///     momentum([1], velocity: [10], gradient: [2], learningRate: 0.1, decay: 0.9)
  ///     // parameter [-0.1], velocity [11], since 0.9·10 + 2 = 11 and 1 − 0.1·11 = −0.1
  ///
  /// - Parameters:
  ///   - parameter: p.
  ///   - velocity: v from the step before.
  ///   - gradient: g, at p.
  ///   - learningRate: η.
  ///   - decay: μ, the share of the velocity that stays.
  /// - Returns: p and v after the step.
  static func momentum(
    _ parameter: Tensor<Double>, velocity: Tensor<Double>, gradient: Tensor<Double>,
    learningRate: Double, decay: Double
  ) throws -> (parameter: Tensor<Double>, velocity: Tensor<Double>) {
    throw Todo()
  }

  // MARK: 2. Nesterov's momentum

  /// One step with Nesterov's momentum: it looks ahead, to where the new velocity will lead next.
  ///
  ///     v ← μ·v + g
  ///     p ← p − η·(g + μ·v)          with the new v
  ///
  ///     nesterov([1], velocity: [10], gradient: [2], learningRate: 0.1, decay: 0.9)
  ///     // parameter [-0.19], velocity [11], since 1 − 0.1·(2 + 0.9·11) = −0.19
  ///
  /// - Parameters: As for `momentum`.
  /// - Returns: p and v after the step.
  static func nesterov(
    _ parameter: Tensor<Double>, velocity: Tensor<Double>, gradient: Tensor<Double>,
    learningRate: Double, decay: Double
  ) throws -> (parameter: Tensor<Double>, velocity: Tensor<Double>) {
    throw Todo()
  }

  // MARK: 3. A scale for each coordinate

  /// One step of RMSProp: each element's gradient is divided by the root of the mean square of its
  /// recent gradients.
  ///
  ///     s ← β·s + (1 − β)·g²
  ///     p ← p − η·g / (√s + ε)
  ///
  ///     rmsProp([1, 1], meanSquare: [0, 0], gradient: [2, -200], learningRate: 0.1, decay: 0.75,
  ///             epsilon: 1e-8)
  ///     // parameter [0.8, 1.2], meanSquare [1, 10000]: steps of one length, since 2/√1 = 200/√10000
  ///
  /// - Parameters:
  ///   - parameter: p.
  ///   - meanSquare: s from the step before.
  ///   - gradient: g, at p.
  ///   - learningRate: η.
  ///   - decay: β, the share of the mean square that stays.
  ///   - epsilon: ε, which keeps the division finite. It stands outside of the root.
  /// - Returns: p and s after the step.
  static func rmsProp(
    _ parameter: Tensor<Double>, meanSquare: Tensor<Double>, gradient: Tensor<Double>,
    learningRate: Double, decay: Double, epsilon: Double
  ) throws -> (parameter: Tensor<Double>, meanSquare: Tensor<Double>) {
    throw Todo()
  }

  // MARK: 4. Adam

  /// One step of Adam: along the mean of recent gradients, divided by the root of their mean square;
  /// both are corrected for having started from zero.
  ///
  ///     m ← β₁·m + (1 − β₁)·g          m̂ = m / (1 − β₁ᵗ)
  ///     s ← β₂·s + (1 − β₂)·g²         ŝ = s / (1 − β₂ᵗ)
  ///     p ← p − η·m̂ / (√ŝ + ε)
  ///
  ///     let start = AdamState(mean: [0], meanSquare: [0], step: 0)
  ///     adam([1], state: start, gradient: [5], learningRate: 0.1, beta1: 0.9, beta2: 0.99,
  ///          epsilon: 1e-8)
  ///     // parameter [0.9], state: mean [0.5], meanSquare [0.25], step 1
  ///
  /// - Parameters:
  ///   - parameter: p.
  ///   - state: m, s, and how many steps were taken before. This one is step t = state.step + 1.
  ///   - gradient: g, at p.
  ///   - learningRate: η.
  ///   - beta1: β₁, the share of the mean that stays.
  ///   - beta2: β₂, the share of the mean square that stays.
  ///   - epsilon: ε, outside of the root.
  /// - Returns: p, and m and s (without the correction) with the number of steps, t.
  static func adam(
    _ parameter: Tensor<Double>, state: AdamState, gradient: Tensor<Double>, learningRate: Double,
    beta1: Double, beta2: Double, epsilon: Double
  ) throws -> (parameter: Tensor<Double>, state: AdamState) {
    throw Todo()
  }

  // MARK: 5. Adam with decoupled weight decay

  /// One step of AdamW: the parameter is first drawn toward zero, and then takes a step of Adam along
  /// the plain gradient.
  ///
  ///     p ← p − η·λ·p
  ///     p ← a step of Adam from there
  ///
  /// Use your `adam`.
  ///
  ///     let start = AdamState(mean: [0], meanSquare: [0], step: 0)
  ///     adamW([1], state: start, gradient: [5], learningRate: 0.1, beta1: 0.9, beta2: 0.99,
  ///           epsilon: 1e-8, weightDecay: 0.5)
  ///     // parameter [0.85], since 1 − 0.1·0.5·1 = 0.95, and Adam's first step is one of 0.1
  ///
  /// - Parameters: As for `adam`, and
  ///   - weightDecay: λ.
  /// - Returns: p and the state after the step.
  static func adamW(
    _ parameter: Tensor<Double>, state: AdamState, gradient: Tensor<Double>, learningRate: Double,
    beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double
  ) throws -> (parameter: Tensor<Double>, state: AdamState) {
    throw Todo()
  }

  // MARK: 6. An epoch of mini-batches

  /// One epoch: all samples once, in a new random order, in batches, with a step for each batch.
  ///
  /// `generator.permutation(5)` is a random order of 0 ..< 5, an array. `x.gather([3, 0])` are the rows
  /// 3 and 0 of a tensor, in this order. The last batch is smaller where `batchSize` does not divide
  /// the number of samples, and it counts as well.
  ///
  ///     // 5 samples in batches of 2: three calls of `step`, with 2, 2 and 1 samples. Where they return
  ///     // 1, 1 and 4, the epoch returns (2·1 + 2·1 + 1·4) / 5 = 1.6
  ///
  /// - Parameters:
  ///   - x: Inputs, shape [N, D].
  ///   - y: Targets, shape [N, K]; row i belongs to row i of x.
  ///   - batchSize: B.
  ///   - generator: Where the random order comes from.
  ///   - step: Takes a step on a batch of inputs and targets; returns their mean loss.
  /// - Returns: The mean loss of the N samples. A batch counts as many times as it has samples.
  static func epoch(
    _ x: Tensor<Double>, _ y: Tensor<Double>, batchSize: Int,
    shuffledBy generator: inout RandomGenerator,
    step: (Tensor<Double>, Tensor<Double>) throws -> Double
  ) throws -> Double {
    throw Todo()
  }

  // MARK: 7. A schedule

  /// The learning rate of one step: a linear warm-up to the peak, then half a cosine down to zero.
  ///
  /// Steps count from 0. With W steps of warm-up out of T in total, the rate of step t is
  ///
  ///     peak·(t + 1) / W                           while t < W
  ///     peak·½·(1 + cos(π·(t − W) / (T − W)))      from step W on
  ///
  /// so that step W − 1 and step W have the peak's rate, and step T would have 0.
  ///
  ///     learningRate(at: 0, warmUp: 4, total: 12, peak: 1)      // 0.25
  ///     learningRate(at: 8, warmUp: 4, total: 12, peak: 1)      // 0.5
  ///
  /// - Parameters:
  ///   - step: t, in 0 ..< total.
  ///   - warmUp: W, from 0 (no warm-up) to below `total`.
  ///   - total: T.
  ///   - peak: The largest rate.
  /// - Returns: The rate of step t.
  static func learningRate(
    at step: Int, warmUp: Int, total: Int, peak: Double
  ) throws -> Double {
    throw Todo()
  }

  // MARK: 8. Clipping

  /// The gradients of all parameters, shortened together if their common length is above a limit.
  ///
  /// All numbers of all tensors are the coordinates of one long vector. Its length is
  ///
  ///     ‖g‖ = √(Σ g²)          over all numbers of all tensors
  ///
  /// If ‖g‖ is above the limit, each tensor is multiplied by limit / ‖g‖; otherwise nothing changes.
  ///
  ///     clip([[3, 0], [4]], toNorm: 1)     // [[0.6, 0], [0.8]], since ‖g‖ = √(9 + 16) = 5
  ///
  /// - Parameters:
  ///   - gradients: One tensor for each parameter.
  ///   - limit: The largest length allowed, above 0.
  /// - Returns: The gradients, as many as there were, in the same order and with the same shapes.
  static func clip(
    _ gradients: [Tensor<Double>], toNorm limit: Double
  ) throws -> [Tensor<Double>] {
    throw Todo()
  }

  // MARK: 9. The range test

  /// The learning-rate range test: one step at each of a series of growing rates, until the loss
  /// explodes; what it suggests is a tenth of the rate at which the loss was smallest.
  ///
  /// The rates have equal ratios, from `low` to `high`:
  ///
  ///     rateᵢ = low·(high / low)^(i / (count − 1))          for i in 0 ..< count
  ///
  /// `step(rate)` takes a step at that rate and returns the loss from before it. Call it once per rate. The
  /// test ends as soon as a loss is not finite, or above four times the smallest loss so far; that loss and
  /// its rate are still listed.
  ///
  ///     // losses 8, 4, 6, 20 at rates 0.01, 0.1, 1, 10: ends at 20, suggests 0.01
  ///
  /// - Parameters:
  ///   - low: The first rate.
  ///   - high: The last rate.
  ///   - count: How many rates, at least 2.
  ///   - step: Takes a step, and returns the loss from before it.
  /// - Returns: The rates that were tried, the loss of each, and the suggestion.
  static func rangeTest(
    from low: Double, to high: Double, count: Int, step: (Double) throws -> Double
  ) throws -> (rates: [Double], losses: [Double], suggestion: Double) {
    throw Todo()
  }
}
