import Layers
import TensorCore

/// The losses that a learning rate that rises from step to step gave, and the rate they speak for
/// (Smith, 2017, *Cyclical Learning Rates for Training Neural Networks*).
///
/// Where the rate is too small, the loss stands still; where it is right, it falls; where it is too large,
/// it shoots up, and the test stops.
public struct LearningRateRangeTest: Sendable, Equatable {
  /// The rates of the steps, each a fixed factor larger than the one before.
  public let rates: [Double]
  /// The loss of each step, before it was taken.
  public let losses: [Double]
  /// Each loss averaged with its neighbors, a twentieth of the test to both sides.
  public let smoothedLosses: [Double]
  /// The rate at which the smoothed loss falls fastest, for equal factors of the rate; nil when it never
  /// falls.
  public let suggestion: Double?

  /// Judges losses; `window` is how many neighbors to each side are averaged.
  init(rates: [Double], losses: [Double], window: Int) {
    self.rates = rates
    self.losses = losses
    let smoothed = losses.indices.map { index in
      // At the ends, fewer neighbors, but as many on both sides: otherwise a slope would be flattened.
      let reach = min(window, index, losses.count - 1 - index)
      let neighbors = losses[(index - reach)...(index + reach)]
      return neighbors.reduce(0, +) / Double(neighbors.count)
    }
    smoothedLosses = smoothed
    let falls = smoothed.indices.dropFirst().dropLast().map {
      (index: $0, fall: smoothed[$0 - 1] - smoothed[$0 + 1])
    }
    let steepest = falls.max { $0.fall < $1.fall }
    suggestion = steepest.flatMap { $0.fall > 0 ? rates[$0.index] : nil }
  }
}

/// Trains copies of a model and an optimizer with a rate that rises from step to step, and suggests one.
///
/// ```swift
/// let test = learningRateRangeTest(of: model, with: optimizer) { model, step in
///   valueWithGradients(at: &model) { … }      // of batch number `step`
/// }
/// optimizer.learningRate = test.suggestion ?? 1e-3
/// ```
///
/// Model and optimizer stay as they are. The test ends early when the loss has risen by three times the
/// size of the first, so that a positive one is four times as large, or is not finite.
///
/// - Parameters:
///   - model: Where the test starts.
///   - optimizer: Takes the steps.
///   - lowest: The first rate; 1e-6 by default.
///   - highest: The last rate; 10 by default.
///   - steps: How many steps to take at most; 100 by default. Traps when it is less than 2, or when the
///     rates are not positive and rising.
///   - file: The caller's file.
///   - line: The caller's line.
///   - loss: The loss of the model and its gradients at a step, counted from 0.
public func learningRateRangeTest<M: Module, O: Optimizer>(
  of model: M, with optimizer: O, from lowest: Double = 1e-6, to highest: Double = 10,
  steps: Int = 100, file: StaticString = #fileID, line: UInt = #line,
  loss: (inout M, Int) throws -> (value: M.Scalar, gradients: Gradients<M.Scalar>)
) rethrows -> LearningRateRangeTest where O.Scalar == M.Scalar {
  for rate in [lowest, highest] {
    requireNumber(
      rate, "learning rate", .positive, of: "learningRateRangeTest", file: file, line: line)
  }
  require(
    lowest < highest,
    "learningRateRangeTest: expected rising rates, found \(lowest) to \(highest)",
    file: file, line: line)
  require(
    steps >= 2, "learningRateRangeTest: expected at least 2 steps, found \(steps)",
    file: file, line: line)
  var (model, optimizer) = (model, optimizer)
  var rates: [Double] = []
  var losses: [Double] = []
  for step in 0..<steps {
    let rate = lowest * Double.pow(highest / lowest, Double(step) / Double(steps - 1))
    let (value, gradients) = try loss(&model, step)
    guard value.isFinite else { break }
    rates.append(rate)
    losses.append(value.doubleValue)
    // Four times the first, or as far above it where that is negative.
    let limit = losses[0] + 3 * losses[0].magnitude
    if value.doubleValue > limit || !gradients.globalNorm.isFinite { break }
    optimizer.learningRate = rate
    optimizer.update(&model, along: gradients)
  }
  return LearningRateRangeTest(rates: rates, losses: losses, window: max(1, steps / 20))
}
