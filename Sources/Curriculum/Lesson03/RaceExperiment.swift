import Curriculum
import Gradus

/// How one contestant did in a race, from several seeds.
public struct RaceResult: Sendable {
  /// As in "Adam".
  public let contestant: String
  /// The learning rate.
  public let rate: Double
  /// For each seed the mean training loss of each epoch; infinite from a divergence on.
  public let losses: [[Double]]
  /// For each seed how many of the test images are right in the end.
  public let right: [Int]

  /// The mean over the seeds, epoch by epoch.
  public var mean: [Double] { combined { $0.reduce(0, +) / Double($0.count) } }
  /// The smallest over the seeds, epoch by epoch.
  public var smallest: [Double] { combined { $0.min() ?? .nan } }
  /// The largest over the seeds, epoch by epoch.
  public var largest: [Double] { combined { $0.max() ?? .nan } }
  /// For each seed the loss of the last epoch.
  public var last: [Double] { losses.map { $0.last ?? .nan } }

  private func combined(_ combine: ([Double]) -> Double) -> [Double] {
    (losses.first ?? []).indices.map { epoch in combine(losses.map { $0[epoch] }) }
  }
}

/// What each learning rate leads to, for one contestant.
public struct RateSweep: Sendable {
  /// As in "Adam".
  public let contestant: String
  /// The rates that were tried.
  public let rates: [Double]
  /// For each of them the loss of the last epoch, the mean over the seeds; infinite after a divergence.
  public let losses: [Double]

  /// The rate with the smallest loss.
  public var best: Double { rates[losses.indices.min { losses[$0] < losses[$1] } ?? 0] }
}

extension OptimizationExperiment {
  // MARK: (j) Sensitivity to the rate, and (k) the race

  /// The rates that each contestant may try before a race: from 10⁻⁴ to 10, two a decade.
  public static let raceRates = (0...10).map { Double.pow(10, -4 + Double($0) / 2) }

  /// The seeds with which rates are chosen; races have others.
  public static let sweepSeeds: [UInt64] = [100, 101, 102]

  /// Trains one network for each contestant, rate and seed.
  ///
  /// The sweep tells how much a contestant depends on its rate, and gives each the same number of tries.
  public func sweep(
    _ data: RaceData, _ contestants: [Contestant] = Contestant.all, epochs: Int,
    rates: [Double] = raceRates, seeds: [UInt64] = sweepSeeds
  ) throws -> [RateSweep] {
    let jobs = contestants.flatMap { contestant in
      rates.flatMap { rate in seeds.map { (contestant, rate, $0) } }
    }
    let losses = try onAllCores(jobs) { contestant, rate, seed in
      try train(on: data, contestant, rate: rate, epochs: epochs, seed: seed).losses[epochs - 1]
    }
    return contestants.indices.map { index in
      RateSweep(
        contestant: contestants[index].name, rates: rates,
        losses: rates.indices.map { rate in
          let start = (index * rates.count + rate) * seeds.count
          return losses[start..<start + seeds.count].reduce(0, +) / Double(seeds.count)
        })
    }
  }

  /// A race under equal budgets: the same networks, the same number of epochs and batches, each
  /// contestant at a rate of its own.
  public func race(
    _ data: RaceData, _ contestants: [(contestant: Contestant, rate: Double)], epochs: Int,
    seeds: [UInt64]
  ) throws -> [RaceResult] {
    let jobs = contestants.flatMap { entry in seeds.map { (entry, $0) } }
    let runs = try onAllCores(jobs) { entry, seed in
      try train(on: data, entry.contestant, rate: entry.rate, epochs: epochs, seed: seed)
    }
    return contestants.indices.map { index in
      let own = runs[index * seeds.count..<(index + 1) * seeds.count]
      return RaceResult(
        contestant: contestants[index].contestant.name, rate: contestants[index].rate,
        losses: own.map(\.losses), right: own.map(\.right))
    }
  }

  /// Trains one network in batches of 32 by the `epoch` that this experiment was given.
  ///
  /// The seed decides the weights and the order of the samples, and no contestant draws a number: from
  /// the same seed all of them start from the same weights and see the same batches.
  private func train(
    on data: RaceData, _ contestant: Contestant, rate: Double, epochs: Int, seed: UInt64
  ) throws -> (losses: [Double], right: Int) {
    var generator = RandomGenerator(seed: seed)
    var network = RaceNetwork(
      inputs: data.inputs.shape[1], optimizer: contestant.optimizer(rate), using: &generator)
    var losses: [Double] = []
    for _ in 0..<epochs {
      losses.append(
        network.hasDiverged
          ? .infinity
          : try answers.epoch(data.inputs, data.targets, 32, &generator) {
            network.step($0, $1)
          })
    }
    let right = network.hasDiverged ? 0 : network.countRight(data.testInputs, data.testLabels)
    return (losses, right)
  }
}
