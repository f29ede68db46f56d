import Gradus

/// Lesson 1, solved. The signatures are those of `Lessons/01-linear-regression/Exercises.swift`, so
/// that this file can be pasted over it.
enum LinearRegression {
  static func matmul(_ a: Tensor<Double>, _ b: Tensor<Double>) throws -> Tensor<Double> {
    var c = Tensor<Double>.zeros([a.shape[0], b.shape[1]])
    for i in 0..<a.shape[0] {
      for j in 0..<b.shape[1] {
        for k in 0..<a.shape[1] { c[i, j] += a[i, k] * b[k, j] }
      }
    }
    return c
  }

  static func predict(_ x: Tensor<Double>, with model: LinearModel) throws -> Tensor<Double> {
    try matmul(x, model.weights) + model.bias
  }

  static func meanSquaredError(
    _ prediction: Tensor<Double>, _ target: Tensor<Double>
  ) throws -> Double {
    (prediction - target).squared().mean()
  }

  static func gradient(
    _ x: Tensor<Double>, _ target: Tensor<Double>, at model: LinearModel
  ) throws -> LinearModel {
    let error = try predict(x, with: model) - target
    let n = Double(x.shape[0])
    return LinearModel(
      weights: try matmul(x.transposed(), error) * (2 / n), bias: 2 / n * error.sum())
  }

  static func step(
    _ model: LinearModel, along gradient: LinearModel, learningRate: Double
  ) throws -> LinearModel {
    LinearModel(
      weights: model.weights - learningRate * gradient.weights,
      bias: model.bias - learningRate * gradient.bias)
  }

  static func train(
    _ x: Tensor<Double>, _ target: Tensor<Double>, from start: LinearModel, learningRate: Double,
    steps: Int
  ) throws -> (model: LinearModel, losses: [Double]) {
    var model = start
    var losses: [Double] = []
    for _ in 0..<steps {
      losses.append(try meanSquaredError(predict(x, with: model), target))
      let gradient = try gradient(x, target, at: model)
      model = try step(model, along: gradient, learningRate: learningRate)
    }
    return (model, losses)
  }

  static func standardize(
    _ x: Tensor<Double>
  ) throws -> (x: Tensor<Double>, mean: Tensor<Double>, deviation: Tensor<Double>) {
    let mean = x.mean(along: 0)
    let isConstant = x.max(along: 0) .== x.min(along: 0)
    let deviation = select(isConstant, Tensor(1), x.variance(along: 0).sqrt())
    return ((x - mean) / deviation, mean, deviation)
  }

  static func normalEquation(
    _ x: Tensor<Double>, _ target: Tensor<Double>
  ) throws -> LinearModel {
    let ones = Tensor<Double>.ones([x.shape[0], 1])
    let features = Tensor.concatenate([x, ones], along: 1)
    let transposed = features.transposed()
    let solution = try solve(matmul(transposed, features), matmul(transposed, target))
    let d = x.shape[1]
    return LinearModel(weights: solution[0..<d], bias: solution[d, 0])
  }
}
