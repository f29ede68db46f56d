import Curriculum
import Gradus

/// Few pictures to learn from: a network that has learned to tell other things apart, with a new last layer,
/// against the same network from scratch. Here it knows clothes and is to read digits.
struct LittleDataExperiment {
  /// Tells clothes apart.
  let network: Sequential<Float>
  let training: Samples<Tensor<Float>, Tensor<Int>>
  let test: Samples<Tensor<Float>, Tensor<Int>>

  init(_ network: Sequential<Float>) throws {
    self.network = network
    training = try Dataset.mnist.images(.train).samples
    test = try Dataset.mnist.images(.test).samples.gather(Array(0..<500))
  }

  /// The share of the test digits read wrongly, from scratch and with what was learned of clothes.
  func compare(perClass count: Int, epochs: Int, seeds: [UInt64]) throws -> PairedExperiment {
    let pairs = try seeds.map { seed in
      var generator = RandomGenerator(seed: seed)
      let few = training.gather(positions(perClass: count, using: &generator))
      var start = generator
      let fresh = ClothesExperiment.network(using: &start)
      var tuned = network
      tuned.layers[tuned.layers.count - 1] = Linear<Float>(64, 10, using: &generator)
      return PairedExperiment.Pair(
        seed: seed, baseline: try error(of: fresh, on: few, epochs: epochs, seed: seed),
        remedy: try error(of: tuned, on: few, epochs: epochs, seed: seed))
    }
    return PairedExperiment("\(count) digits per class", pairs: pairs)
  }

  /// So many digits of each class.
  private func positions(perClass count: Int, using generator: inout RandomGenerator) -> [Int] {
    let order = generator.permutation(training.count)
    return (0..<10).flatMap { label in
      order.filter { training.targets[$0] == label }.prefix(count)
    }
  }

  private func error(
    of network: Sequential<Float>, on few: Samples<Tensor<Float>, Tensor<Int>>, epochs: Int,
    seed: UInt64
  ) throws -> Double {
    var network = network
    let batchSize = 20
    var adam = Adam<Float>()
    try fit(
      &network, to: few, with: &adam, epochs: epochs, batchSize: batchSize, seed: seed,
      callbacks: [
        LearningRateSchedule(OneCycle(peak: 0.005, steps: epochs * few.count / batchSize))
      ],
      loss: { softmaxCrossEntropy(logits: $0, labels: $1) })
    let read = predictions(of: network, test.inputs)
    return 1 - Double(countRight(read, test.targets)) / Double(test.count)
  }
}
