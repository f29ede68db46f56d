import Gradus

/// A network for pictures, and how it is trained: what a search can choose.
struct Recipe: Sendable {
  /// Activations by name.
  enum Activation: String, CaseIterable, Sendable {
    case relu = "ReLU"
    case tanh = "tanh"
    case sigmoid = "sigmoid"

    var layer: any Layer<Float> {
      switch self {
      case .relu: ReLU<Float>()
      case .tanh: Tanh<Float>()
      case .sigmoid: Sigmoid<Float>()
      }
    }
  }

  /// Optimizers by name.
  enum Rule: String, CaseIterable, Sendable {
    case momentum = "SGD, momentum 0.9"
    case rmsProp = "RMSProp"
    case adam = "Adam"
  }

  var activation = Activation.relu
  var rule = Rule.adam
  /// Units of each hidden layer.
  var width = 64
  /// How many hidden layers there are.
  var depth = 1
  var rate = 0.003

  /// Trains a network in batches of 32.
  func trained(
    on samples: Samples<Tensor<Float>, Tensor<Int>>, epochs: Int, seed: UInt64
  ) throws -> Sequential<Float> {
    var generator = RandomGenerator(seed: seed)
    var (layers, inputs): ([any Layer<Float>], Int) = ([], samples.inputs.shape[1])
    for _ in 0..<depth {
      layers += [
        Linear<Float>(inputs, width, initializer: .glorotUniform, using: &generator),
        activation.layer,
      ]
      inputs = width
    }
    layers.append(Linear<Float>(inputs, 10, initializer: .glorotUniform, using: &generator))
    var network = Sequential(layers)
    switch rule {
    case .momentum:
      try fit(&network, SGD<Float>(learningRate: rate, momentum: 0.9), samples, epochs, seed)
    case .rmsProp: try fit(&network, RMSProp<Float>(learningRate: rate), samples, epochs, seed)
    case .adam: try fit(&network, Adam<Float>(learningRate: rate), samples, epochs, seed)
    }
    return network
  }

  private func fit<Rule: Optimizer<Float>>(
    _ network: inout Sequential<Float>, _ optimizer: Rule,
    _ samples: Samples<Tensor<Float>, Tensor<Int>>, _ epochs: Int, _ seed: UInt64
  ) throws {
    var optimizer = optimizer
    try Gradus.fit(&network, to: samples, with: &optimizer, epochs: epochs, seed: seed) {
      softmaxCrossEntropy(logits: $0, labels: $1)
    }
  }
}
