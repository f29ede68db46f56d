import Curriculum
import Gradus

/// How much the gradient of a batch differs from that of all samples.
public struct BatchNoise: Sendable {
  /// B.
  public let batchSizes: [Int]
  /// For each size the root of the mean square of ‖batch gradient − full gradient‖, relative to the full
  /// gradient's length.
  public let measured: [Double]
  /// For each size what theory expects from the value at B = 1: a factor of √((N − B) / ((N − 1)·B)).
  public let expected: [Double]
}

/// What training with plain descent in batches of some size comes to.
public struct BatchTraining: Sendable {
  /// B.
  public let batchSize: Int
  /// How many steps it took.
  public let steps: Int
  /// The loss on all training samples in the end.
  public let loss: Double
}

extension OptimizationExperiment {
  // MARK: (g) Batches

  /// Measures the noise of batch gradients, at the random weights that a training starts from.
  ///
  /// - Parameters:
  ///   - data: What to draw batches of.
  ///   - batchSizes: From 1 to the number of samples.
  ///   - draws: How many batches of each size.
  ///   - seed: Of the weights and the batches.
  public func batchNoise(
    _ data: RaceData, batchSizes: [Int] = [1, 4, 16, 64, 256], draws: Int = 100, seed: UInt64
  ) -> BatchNoise {
    var generator = RandomGenerator(seed: seed)
    var network = RaceNetwork(
      inputs: data.inputs.shape[1], optimizer: SGD<Double>(learningRate: 0), using: &generator)
    let count = data.inputs.shape[0]
    let full = network.gradients(data.inputs, data.targets).gradients.tensors
    let length = full.reduce(0) { $0 + $1.squared().sum() }.squareRoot()
    func noise(_ batchSize: Int) -> Double {
      var sum = 0.0
      for _ in 0..<draws {
        let samples = Array(generator.permutation(count).prefix(batchSize))
        let batch = network.gradients(data.inputs.gather(samples), data.targets.gather(samples))
        sum += zip(batch.gradients.tensors, full).reduce(0) { $0 + ($1.0 - $1.1).squared().sum() }
      }
      return (sum / Double(draws)).squareRoot() / length
    }
    let measured = batchSizes.map(noise)
    return BatchNoise(
      batchSizes: batchSizes, measured: measured,
      expected: batchSizes.map { size in
        measured[0] * (Double(count - size) / (Double(count - 1) * Double(size))).squareRoot()
      })
  }

  /// Trains with plain descent at one rate, in batches of several sizes, for the same number of epochs.
  ///
  /// Uses the `epoch` that this experiment was given.
  public func batchTrainings(
    _ data: RaceData, batchSizes: [Int] = [4, 32, 256], rate: Double, epochs: Int, seed: UInt64
  ) throws -> [BatchTraining] {
    try onAllCores(batchSizes) { batchSize in
      var generator = RandomGenerator(seed: seed)
      var network = RaceNetwork(
        inputs: data.inputs.shape[1], optimizer: SGD<Double>(learningRate: rate),
        using: &generator)
      var steps = 0
      for _ in 0..<epochs {
        _ = try answers.epoch(data.inputs, data.targets, batchSize, &generator) {
          steps += 1
          return network.step($0, $1)
        }
      }
      return BatchTraining(
        batchSize: batchSize, steps: steps, loss: network.loss(data.inputs, data.targets))
    }
  }
}
