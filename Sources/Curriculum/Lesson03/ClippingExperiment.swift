import Curriculum
import Gradus

extension OptimizationExperiment {
  // MARK: (i) Clipping

  /// Plain descent on a surface as it is, and with its gradient clipped by the `clip` that this
  /// experiment was given.
  public func clippedWalks(
    on surface: Surface, rate: Double, steps: Int, limit: Double
  ) throws -> (plain: Walk, clipped: Walk) {
    (
      Walk(on: surface, .sgd, rate: rate, steps: steps),
      try Walk(on: surface, .sgd, rate: rate, steps: steps) { try answers.clip($0, limit) }
    )
  }

  // MARK: (k) The range test

  /// The range test on a network with momentum, in batches of 32, by the `rangeTest` that this
  /// experiment was given.
  public func rangeTest(
    _ data: RaceData, _ contestant: Contestant, from low: Double = 1e-5, to high: Double = 10,
    count: Int = 120, seed: UInt64
  ) throws -> OptimizationAnswers.RangeTest {
    var generator = RandomGenerator(seed: seed)
    var network = RaceNetwork(
      inputs: data.inputs.shape[1], optimizer: contestant.optimizer(low), using: &generator)
    var batches = Batches(data.inputs, data.targets, size: 32, shuffledBy: &generator)[...]
    return try answers.rangeTest(low, high, count) { rate in
      if batches.isEmpty {
        batches = Batches(data.inputs, data.targets, size: 32, shuffledBy: &generator)[...]
      }
      network.optimizer.learningRate = rate
      let batch = batches.removeFirst()
      return network.step(batch.inputs, batch.targets)
    }
  }
}
