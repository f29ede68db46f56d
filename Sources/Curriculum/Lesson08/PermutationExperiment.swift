import Curriculum
import Gradus

/// Digits whose pixels have all changed places, in every picture in the same way: whoever sees a picture as a list
/// of numbers does not notice.
enum PermutationExperiment {
  /// How an error changes when neighbors stay neighbors.
  struct Result {
    let dense: PairedExperiment
    let convolutional: PairedExperiment
  }

  static func run(seeds: [UInt64], epochs: Int) throws -> Result {
    func pairs(_ network: @Sendable (inout RandomGenerator) -> Sequential<Float>, _ name: String)
      throws -> PairedExperiment
    {
      try .run(name, seeds: seeds) { seed in
        let ordered = try digits(seed: seed)
        var generator = RandomGenerator(seed: seed)
        let places = generator.permutation(64)
        let errors = try [ordered.permuted(by: places), ordered].map { digits in
          var generator = RandomGenerator(seed: seed &+ 1000)
          return try error(of: network(&generator), on: digits, epochs: epochs, seed: seed)
        }
        return (baseline: errors[0], remedy: errors[1])
      }
    }
    return Result(
      dense: try pairs(denseNetwork, "neighbors kept: dense network"),
      convolutional: try pairs(convolutionalNetwork, "neighbors kept: convolutional network"))
  }

  /// One digit as it is and with its pixels in other places, each [8, 8].
  static func example(seed: UInt64) throws -> [Tensor<Double>] {
    let digits = try digits(seed: seed)
    var generator = RandomGenerator(seed: seed)
    return [digits, digits.permuted(by: generator.permutation(64))].map {
      Tensor<Double>($0.test.inputs[0, 0, 0...])
    }
  }

  /// Two layers on a list of 64 numbers.
  @Sendable
  static func denseNetwork(using generator: inout RandomGenerator) -> Sequential<Float> {
    Sequential(
      Flatten(), Linear(64, 64, using: &generator), ReLU(), Linear(64, 10, using: &generator))
  }

  /// Two convolutions and a layer.
  @Sendable
  static func convolutionalNetwork(using generator: inout RandomGenerator) -> Sequential<Float> {
    Sequential(
      Conv2D(1, 16, kernel: 3, padding: 1, using: &generator), ReLU(), MaxPool2D(2),
      Conv2D(16, 32, kernel: 3, padding: 1, using: &generator), ReLU(), MaxPool2D(2), Flatten(),
      Linear(128, 10, using: &generator))
  }

  /// Pictures [N, 1, 8, 8] and their classes.
  struct Digits {
    var train: Samples<Tensor<Float>, Tensor<Int>>
    var test: Samples<Tensor<Float>, Tensor<Int>>

    func permuted(by places: [Int]) -> Digits {
      var copy = self
      for part in [\Digits.train, \.test] {
        let images = self[keyPath: part].inputs
        copy[keyPath: part].inputs = images.reshaped(to: [images.shape[0], 64])
          .gather(places, along: 1).reshaped(to: images.shape)
      }
      return copy
    }
  }

  /// 500 digits to learn from and 297 to measure with.
  private static func digits(seed: UInt64) throws -> Digits {
    let data = try DigitsData<Float>.randomAsTest(seed: seed)
    func images(_ inputs: Tensor<Float>) -> Tensor<Float> {
      inputs.reshaped(to: [inputs.shape[0], 1, 8, 8])
    }
    return Digits(
      train: Samples(images(data.trainInputs), data.trainLabels).gather(Array(0..<500)),
      test: Samples(images(data.testInputs), data.testLabels))
  }

  /// The share of the test digits that a network reads wrongly after its training.
  private static func error(
    of network: Sequential<Float>, on digits: Digits, epochs: Int, seed: UInt64
  ) throws -> Double {
    var network = network
    var adam = Adam<Float>(learningRate: 0.003)
    try fit(
      &network, to: digits.train, with: &adam, epochs: epochs, batchSize: 25, seed: seed,
      loss: { softmaxCrossEntropy(logits: $0, labels: $1) })
    let read = network(digits.test.inputs).argmax(along: 1)
    return 1 - Double(countRight(read, digits.test.targets)) / Double(digits.test.count)
  }
}
