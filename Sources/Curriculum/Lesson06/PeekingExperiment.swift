import Curriculum
import Gradus

/// What comes of choosing among models by the very test that they are reported with.
public struct Peeking: Sendable {
  /// How many models are chosen among.
  public let models: Int
  /// The mean accuracy of the model chosen, on the part that chose it.
  public let claimed: Double
  /// Its mean accuracy on the part that did not.
  public let honest: Double
  /// The mean of what exercise 8 computes: claimed − honest.
  public let optimism: Double
}

extension EarlyStoppingExperiment {
  // MARK: (e) Peeking

  /// Which of the 297 test images many small networks read correctly: a row a network.
  ///
  /// The networks have one hidden layer of 16 and learn from the first 300 images; they differ in the
  /// seed of their weights and nothing else. So what tells them apart is mostly luck.
  ///
  /// - Parameters:
  ///   - count: How many networks to train.
  ///   - seed: Network i has the seed seed + i.
  public func readings(count: Int, seed: UInt64) throws -> [[Bool]] {
    let (training, test) = try Self.digits(first: 300)
    return try onAllCores(Array(0..<count)) { index in
      let seed = seed + UInt64(index)
      var generator = RandomGenerator(seed: seed)
      var network = Sequential(
        Flatten(), Linear<Float>(64, 16, using: &generator), ReLU(),
        Linear(16, 10, using: &generator))
      var optimizer = Adam<Float>(learningRate: 1e-2)
      try fit(&network, to: training, with: &optimizer, epochs: 15, seed: seed) {
        softmaxCrossEntropy(logits: $0, labels: $1)
      }
      let read = network(test.inputs).argmax(along: 1)
      return zip(read.elements, test.targets.elements).map { $0 == $1 }
    }
  }

  /// Chooses the best of so many networks by one half of the test images and measures it on the other,
  /// many times: each time other networks, and other halves.
  ///
  /// - Parameters:
  ///   - counts: How many networks to choose among.
  ///   - readings: From ``readings(count:seed:)``.
  ///   - seed: Of the draws.
  ///   - repeats: How often to draw.
  public func peeking(
    _ counts: [Int], among readings: [[Bool]], seed: UInt64, repeats: Int = 300
  ) throws -> [Peeking] {
    var generator = RandomGenerator(seed: seed)
    let images = readings[0].count
    return try counts.map { count in
      var sums = (claimed: 0.0, honest: 0.0, optimism: 0.0)
      for _ in 0..<repeats {
        let networks = generator.permutation(readings.count).prefix(count)
        let order = generator.permutation(images)
        let accuracies = [order[..<(images / 2)], order[(images / 2)...]].map { half in
          networks.map { network in
            Double(half.count { readings[network][$0] }) / Double(half.count)
          }
        }
        let (chosen, optimism) = try answers.optimism(accuracies[0], accuracies[1])
        sums.claimed += accuracies[0][chosen]
        sums.honest += accuracies[1][chosen]
        sums.optimism += optimism
      }
      let n = Double(repeats)
      return Peeking(
        models: count, claimed: sums.claimed / n, honest: sums.honest / n,
        optimism: sums.optimism / n)
    }
  }

  // MARK: (f) Five folds

  /// The accuracy that each fold of the first 200 images measures, and that of the same network trained
  /// on all 200, on the last 297.
  public func crossValidation(
    k: Int, seed: UInt64
  ) throws -> (folds: [Double], test: Double) {
    let (training, test) = try Self.digits(first: 200)
    let folds = try answers.folds(training.count, k)
    let accuracies = try onAllCores(folds.map(Optional.init) + [nil]) { fold in
      let learned = fold.map { training.gather($0.train) } ?? training
      let measured = fold.map { training.gather($0.validation) } ?? test
      let network = DigitsRecipe([]).train(on: learned, watching: measured, seed: seed).network
      return measure(network, on: measured).accuracy
    }
    return (Array(accuracies.dropLast()), accuracies[k])
  }

  /// The first so many digits to learn from, and the last 297.
  static func digits(
    first count: Int
  ) throws -> (
    training: Samples<Tensor<Float>, Tensor<Int>>, test: Samples<Tensor<Float>, Tensor<Int>>
  ) {
    let all = try Dataset.digits.images(.train).samples
    return (all.gather(Array(0..<count)), try Dataset.digits.images(.test).samples)
  }
}
