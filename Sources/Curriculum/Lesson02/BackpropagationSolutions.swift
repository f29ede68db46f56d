import Gradus

/// Lesson 2, solved. The signatures are those of `Lessons/02-backpropagation/Exercises.swift`, so that
/// this file can be pasted over it.
enum Backpropagation {
  static func localDerivatives(
    of operation: ScalarOperation, at x: Double, _ y: Double
  ) throws -> (x: Double, y: Double) {
    switch operation {
    case .add: (1, 1)
    case .subtract: (1, -1)
    case .multiply: (y, x)
    case .divide: (1 / y, -x / (y * y))
    case .tanh: (1 - Double.tanh(x) * Double.tanh(x), 0)
    case .relu: (x > 0 ? 1 : 0, 0)
    case .exp: (Double.exp(x), 0)
    }
  }

  static func backward(_ tape: [ScalarRecord]) throws -> [Double] {
    var gradients = [Double](repeating: 0, count: tape.count)
    gradients[tape.count - 1] = 1
    for index in tape.indices.reversed() {
      for input in tape[index].inputs {
        gradients[input.index] += input.localDerivative * gradients[index]
      }
    }
    return gradients
  }

  static func centralDifference(
    of f: (Double) throws -> Double, at x: Double, h: Double
  ) throws -> Double {
    try (f(x + h) - f(x - h)) / (2 * h)
  }

  static func reluBackward(
    _ x: Tensor<Double>, upstream: Tensor<Double>
  ) throws -> Tensor<Double> {
    select(x .> 0, upstream, .zeros(x.shape))
  }

  static func matmulBackward(
    _ a: Tensor<Double>, _ b: Tensor<Double>, upstream: Tensor<Double>
  ) throws -> (a: Tensor<Double>, b: Tensor<Double>) {
    (matmul(upstream, b.transposed()), matmul(a.transposed(), upstream))
  }

  static func unbroadcast(
    _ upstream: Tensor<Double>, to shape: Shape
  ) throws -> Tensor<Double> {
    var gradient = upstream
    while gradient.rank > shape.rank { gradient = gradient.sum(along: 0) }
    for axis in 0..<shape.rank where shape[axis] == 1 {
      gradient = gradient.sum(along: Axes(axis), keepingDimensions: true)
    }
    return gradient
  }

  static func logSumExp(_ x: Tensor<Double>) throws -> Tensor<Double> {
    let largest = x.max(along: 1, keepingDimensions: true)
    return (x - largest).exp().sum(along: 1, keepingDimensions: true).log() + largest
  }

  static func softmaxCrossEntropy(
    _ logits: Tensor<Double>, labels: Tensor<Int>
  ) throws -> (loss: Double, gradient: Tensor<Double>) {
    let logProbabilities = logits - (try logSumExp(logits))
    var gradient = logProbabilities.exp()
    var loss = 0.0
    let n = Double(logits.shape[0])
    for i in 0..<logits.shape[0] {
      loss -= logProbabilities[i, labels[i]] / n
      gradient[i, labels[i]] -= 1
    }
    return (loss, gradient / n)
  }

  static func isGradient(
    _ claimed: (Tensor<Double>) throws -> Tensor<Double>,
    of function: (Tensor<Double>) throws -> Double, at x: Tensor<Double>
  ) throws -> Bool {
    let gradient = try claimed(x)
    guard gradient.shape == x.shape else { return false }
    var numeric = Tensor<Double>.zeros(x.shape)
    for i in 0..<x.shape[0] {
      for j in 0..<x.shape[1] {
        let slice = { (value: Double) -> Double in
          var changed = x
          changed[i, j] = value
          return try function(changed)
        }
        numeric[i, j] = try centralDifference(of: slice, at: x[i, j], h: 1e-5)
      }
    }
    let scale = max(gradient.abs().max(), numeric.abs().max())
    let difference = (gradient - numeric).abs().max()
    // Infinity would be within an infinite tolerance.
    return difference.isFinite && difference <= 1e-6 * scale
  }

  static func forward(
    _ network: MLP, _ x: Tensor<Double>
  ) throws -> (hidden: Tensor<Double>, logits: Tensor<Double>) {
    let hidden = (matmul(x, network.weight1) + network.bias1).relu()
    return (hidden, matmul(hidden, network.weight2) + network.bias2)
  }

  static func trainingStep(
    _ network: MLP, _ x: Tensor<Double>, labels: Tensor<Int>, learningRate: Double
  ) throws -> (network: MLP, loss: Double) {
    let (hidden, logits) = try forward(network, x)
    let (loss, ofLogits) = try softmaxCrossEntropy(logits, labels: labels)
    let (ofHidden, ofWeight2) = try matmulBackward(hidden, network.weight2, upstream: ofLogits)
    // relu(s) is positive exactly where s is.
    let ofSum = try reluBackward(hidden, upstream: ofHidden)
    let (_, ofWeight1) = try matmulBackward(x, network.weight1, upstream: ofSum)
    var next = network
    next.weight1 -= learningRate * ofWeight1
    next.bias1 -= learningRate * (try unbroadcast(ofSum, to: network.bias1.shape))
    next.weight2 -= learningRate * ofWeight2
    next.bias2 -= learningRate * (try unbroadcast(ofLogits, to: network.bias2.shape))
    return (next, loss)
  }
}
