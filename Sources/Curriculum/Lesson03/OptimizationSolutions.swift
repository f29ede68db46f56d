import Gradus

/// Lesson 3, solved. The signatures are those of `Lessons/03-optimizers/Exercises.swift`, so that this
/// file can be pasted over it.
enum Optimization {
  static func momentum(
    _ parameter: Tensor<Double>, velocity: Tensor<Double>, gradient: Tensor<Double>,
    learningRate: Double, decay: Double
  ) throws -> (parameter: Tensor<Double>, velocity: Tensor<Double>) {
    let velocity = decay * velocity + gradient
    return (parameter - learningRate * velocity, velocity)
  }

  static func nesterov(
    _ parameter: Tensor<Double>, velocity: Tensor<Double>, gradient: Tensor<Double>,
    learningRate: Double, decay: Double
  ) throws -> (parameter: Tensor<Double>, velocity: Tensor<Double>) {
    let velocity = decay * velocity + gradient
    return (parameter - learningRate * (gradient + decay * velocity), velocity)
  }

  static func rmsProp(
    _ parameter: Tensor<Double>, meanSquare: Tensor<Double>, gradient: Tensor<Double>,
    learningRate: Double, decay: Double, epsilon: Double
  ) throws -> (parameter: Tensor<Double>, meanSquare: Tensor<Double>) {
    let meanSquare = decay * meanSquare + (1 - decay) * gradient.squared()
    return (parameter - learningRate * gradient / (meanSquare.sqrt() + epsilon), meanSquare)
  }

  static func adam(
    _ parameter: Tensor<Double>, state: AdamState, gradient: Tensor<Double>, learningRate: Double,
    beta1: Double, beta2: Double, epsilon: Double
  ) throws -> (parameter: Tensor<Double>, state: AdamState) {
    var state = state
    state.step += 1
    state.mean = beta1 * state.mean + (1 - beta1) * gradient
    state.meanSquare = beta2 * state.meanSquare + (1 - beta2) * gradient.squared()
    let t = Double(state.step)
    let mean = state.mean / (1 - Double.pow(beta1, t))
    let meanSquare = state.meanSquare / (1 - Double.pow(beta2, t))
    return (parameter - learningRate * mean / (meanSquare.sqrt() + epsilon), state)
  }

  static func adamW(
    _ parameter: Tensor<Double>, state: AdamState, gradient: Tensor<Double>, learningRate: Double,
    beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double
  ) throws -> (parameter: Tensor<Double>, state: AdamState) {
    try adam(
      parameter - learningRate * weightDecay * parameter, state: state, gradient: gradient,
      learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon)
  }

  static func epoch(
    _ x: Tensor<Double>, _ y: Tensor<Double>, batchSize: Int,
    shuffledBy generator: inout RandomGenerator,
    step: (Tensor<Double>, Tensor<Double>) throws -> Double
  ) throws -> Double {
    let count = x.shape[0]
    let order = generator.permutation(count)
    var sum = 0.0
    for start in stride(from: 0, to: count, by: batchSize) {
      let samples = Array(order[start..<min(start + batchSize, count)])
      sum += Double(samples.count) * (try step(x.gather(samples), y.gather(samples)))
    }
    return sum / Double(count)
  }

  static func learningRate(
    at step: Int, warmUp: Int, total: Int, peak: Double
  ) throws -> Double {
    if step < warmUp { return peak * Double(step + 1) / Double(warmUp) }
    let share = Double(step - warmUp) / Double(total - warmUp)
    return peak * (1 + Double.cos(.pi * share)) / 2
  }

  static func clip(
    _ gradients: [Tensor<Double>], toNorm limit: Double
  ) throws -> [Tensor<Double>] {
    let norm = gradients.reduce(0) { $0 + $1.squared().sum() }.squareRoot()
    return norm > limit ? gradients.map { $0 * (limit / norm) } : gradients
  }

  static func rangeTest(
    from low: Double, to high: Double, count: Int, step: (Double) throws -> Double
  ) throws -> (rates: [Double], losses: [Double], suggestion: Double) {
    var rates: [Double] = []
    var losses: [Double] = []
    var best = (rate: low, loss: Double.infinity)
    for i in 0..<count {
      let rate = low * Double.pow(high / low, Double(i) / Double(count - 1))
      let loss = try step(rate)
      rates.append(rate)
      losses.append(loss)
      if !loss.isFinite || loss > 4 * best.loss { break }
      if loss < best.loss { best = (rate, loss) }
    }
    return (rates, losses, best.rate / 10)
  }
}
