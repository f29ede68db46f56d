import Curriculum
import Gradus

/// What becomes of a training under one schedule of the rate.
public struct ScheduleResult: Sendable {
  /// As in "warm-up and cosine".
  public let name: String
  /// The rate at each step.
  public let rates: [Double]
  /// For each seed the loss on all training samples after each epoch; infinite from a divergence on.
  public let losses: [[Double]]

  /// For each seed the loss after the last epoch.
  public var last: [Double] { losses.map { $0.last ?? .nan } }
}

extension OptimizationExperiment {
  // MARK: (h) Schedules

  /// A learning rate for each step.
  public struct Plan: Sendable {
    /// As in "warm-up and cosine".
    public let name: String
    /// The rate at a step, of so many.
    public let rate: @Sendable (_ step: Int, _ total: Int) throws -> Double
  }

  /// Plans with one largest rate: constant, warm-up then constant, cosine, and warm-up then cosine.
  ///
  /// Those with a cosine use the `learningRate` that this experiment was given.
  public func plans(peak: Double, warmUpShare: Double = 0.2) -> [Plan] {
    let answers = answers
    @Sendable func warmUp(_ total: Int) -> Int { Int(warmUpShare * Double(total)) }
    return [
      Plan(name: "constant") { _, _ in peak },
      Plan(name: "warm-up, constant") { step, total in
        step < warmUp(total) ? try answers.learningRate(step, warmUp(total), total, peak) : peak
      },
      Plan(name: "cosine") { step, total in try answers.learningRate(step, 0, total, peak) },
      Plan(name: "warm-up, cosine") { step, total in
        try answers.learningRate(step, warmUp(total), total, peak)
      },
    ]
  }

  /// Trains a network under each plan, from several seeds.
  public func schedules(
    _ data: RaceData, _ contestant: Contestant, _ plans: [Plan], epochs: Int, seeds: [UInt64],
    batchSize: Int = 32
  ) throws -> [ScheduleResult] {
    let total = epochs * ((data.inputs.shape[0] + batchSize - 1) / batchSize)
    let jobs = plans.flatMap { plan in seeds.map { (plan, $0) } }
    let runs = try onAllCores(jobs) { plan, seed in
      var generator = RandomGenerator(seed: seed)
      var network = RaceNetwork(
        inputs: data.inputs.shape[1], optimizer: contestant.optimizer(0), using: &generator)
      var losses: [Double] = []
      var step = 0
      for _ in 0..<epochs {
        _ = try answers.epoch(data.inputs, data.targets, batchSize, &generator) { x, y in
          network.optimizer.learningRate = try plan.rate(step, total)
          step += 1
          return network.step(x, y)
        }
        losses.append(network.loss(data.inputs, data.targets))
      }
      return losses
    }
    return try plans.indices.map { index in
      ScheduleResult(
        name: plans[index].name, rates: try (0..<total).map { try plans[index].rate($0, total) },
        losses: Array(runs[index * seeds.count..<(index + 1) * seeds.count]))
    }
  }
}
