import Gradus

/// Lesson 4, solved. The signatures are those of `Lessons/04-regularization/Exercises.swift`, so that
/// this file can be pasted over it.
enum Regularization {
  static func standardize(
    _ train: Tensor<Double>, alongWith test: Tensor<Double>
  ) throws -> (train: Tensor<Double>, test: Tensor<Double>) {
    let mean = train.mean(along: 0)
    let isConstant = train.max(along: 0) .== train.min(along: 0)
    let deviation = select(isConstant, Tensor(1), train.variance(along: 0).sqrt())
    return ((train - mean) / deviation, (test - mean) / deviation)
  }

  static func polynomialFeatures(_ x: Tensor<Double>, degree: Int) throws -> Tensor<Double> {
    var powers = [x]
    while powers.count < degree { powers.append(powers[powers.count - 1] * x) }
    return Tensor.concatenate(powers, along: 1)
  }

  static func l2Penalty(
    _ model: LinearModel, strength: Double
  ) throws -> (penalty: Double, gradient: LinearModel) {
    (
      strength / 2 * model.weights.squared().sum(),
      LinearModel(weights: strength * model.weights, bias: 0)
    )
  }

  static func ridge(
    _ x: Tensor<Double>, _ target: Tensor<Double>, strength: Double
  ) throws -> LinearModel {
    let (n, d) = (x.shape[0], x.shape[1])
    let features = Tensor.concatenate([x, .ones([n, 1])], along: 1)
    var system = matmul(features, features, transposeA: true)
    for i in 0..<d { system[i, i] += Double(n) * strength / 2 }
    let solution = try solve(system, matmul(features, target, transposeA: true))
    return LinearModel(weights: solution[0..<d], bias: solution[d, 0])
  }

  static func l1Step(
    _ model: LinearModel, along gradient: LinearModel, learningRate: Double, strength: Double
  ) throws -> LinearModel {
    let distance = learningRate * strength
    let weights = (model.weights - learningRate * gradient.weights).map { weight in
      weight > distance ? weight - distance : weight < -distance ? weight + distance : 0
    }
    return LinearModel(weights: weights, bias: model.bias - learningRate * gradient.bias)
  }

  static func dropout(
    _ x: Tensor<Double>, draws: Tensor<Double>, probability: Double, isTraining: Bool
  ) throws -> Tensor<Double> {
    guard isTraining else { return x }
    return x * draws.map { $0 < probability ? 0 : 1 / (1 - probability) }
  }

  static func dropoutBackward(
    _ upstream: Tensor<Double>, draws: Tensor<Double>, probability: Double
  ) throws -> Tensor<Double> {
    upstream * draws.map { $0 < probability ? 0 : 1 / (1 - probability) }
  }

  static func smoothedTargets(
    _ labels: Tensor<Int>, classCount: Int, smoothing: Double
  ) throws -> Tensor<Double> {
    var targets = Tensor(
      repeating: smoothing / Double(classCount), shape: [labels.shape[0], classCount])
    for row in 0..<labels.shape[0] { targets[row, labels[row]] += 1 - smoothing }
    return targets
  }
}
