import Curriculum
import Gradus

/// What a batch costs.
struct BatchSpeed: Sendable {
  let batch: Int
  /// Operations per byte that is moved, by exercise 7.
  let intensity: Double
  /// Seconds per batch, in `Float`.
  var seconds = Double.infinity
  /// The same with weights and inputs in bytes.
  var quantizedSeconds = Double.infinity
}

extension LeavingExperiment {
  // MARK: (c) Batches

  /// A network 196-256-256-10, for batches of several sizes, in turn: the best of some rounds.
  func batches(_ sizes: [Int], rounds: Int, seed: UInt64) throws -> [BatchSpeed] {
    var generator = RandomGenerator(seed: seed)
    let network = Sequential(
      Linear<Float>(196, 256, using: &generator), ReLU(), Linear(256, 256, using: &generator),
      ReLU(), Linear(256, 10, using: &generator))
    let quantized = network.quantized()
    var speeds = try sizes.map { batch in
      let cost = try answers.roofline([196, 256, 256, 10], batch, 4, 1, 1)
      return BatchSpeed(batch: batch, intensity: Double(cost.operations) / Double(cost.bytes))
    }
    for _ in 0..<rounds {
      for (place, batch) in sizes.enumerated() {
        let inputs = Tensor<Float>.uniform([batch, 196], from: 0, to: 1, using: &generator)
        let repeats = max(1, 256 / batch)
        let seconds = Self.seconds(of: repeats) { _ = network(inputs) }
        let quantizedSeconds = Self.seconds(of: repeats) { _ = quantized(inputs) }
        speeds[place].seconds = min(speeds[place].seconds, seconds)
        speeds[place].quantizedSeconds = min(speeds[place].quantizedSeconds, quantizedSeconds)
      }
    }
    return speeds
  }

  /// Seconds per call.
  private static func seconds(of repeats: Int, _ body: () -> Void) -> Double {
    let time = ContinuousClock().measure { for _ in 0..<repeats { body() } }
    return time / .seconds(1) / Double(repeats)
  }

  // MARK: (d) A profile

  /// Where the time of training steps goes: a network 64-64-10 with batch normalization, batches of 32, Adam.
  func profile(steps: Int, seed: UInt64) throws -> OperationProfile {
    let data = try PictureRows.digits()
    var generator = RandomGenerator(seed: seed)
    var network = Sequential(
      Linear<Float>(64, 64, hasBias: false, using: &generator), BatchNorm(64), ReLU(),
      Linear(64, 10, using: &generator))
    var optimizer = Adam<Float>(learningRate: 0.003)
    var context = Context.training(seed: seed)
    let (inputs, labels) = (data.train.inputs[0..<32], data.train.targets[0..<32])
    return profilingOperations {
      for _ in 0..<steps {
        let (_, gradients) = valueWithGradients(at: &network) { network in
          softmaxCrossEntropy(
            logits: network.forward(Variable(inputs), in: &context), labels: labels)
        }
        optimizer.update(&network, along: gradients)
      }
    }.profile
  }
}
