import Curriculum
import Gradus

/// The experiments of lesson 14, with the functions of the solution or the learner's.
///
/// - (a) `ThereAndBack.swift`: weights in the layout of another framework, and back.
/// - (b) `BytesExperiment.swift`: networks whose weights are bytes.
/// - (c), (d) `SpeedOfPrediction.swift`: batches, and where a training step's time goes.
/// - (e) `CourseInNumbers.swift`: what the models of the course cost.
/// - (f) `TuningExperiment.swift`: what matters most, and how to search.
public struct LeavingExperiment: Sendable {
  let answers: LeavingAnswers

  /// Experiments with these functions.
  public init(_ answers: LeavingAnswers) { self.answers = answers }
}

/// Pictures in rows, to train on, to choose with, and of the test.
struct PictureRows: Sendable {
  let name: String
  let train, validation, test: Samples<Tensor<Float>, Tensor<Int>>

  /// 1200 digits to train on, 300 to choose with, 297 to test with.
  static func digits() throws -> PictureRows {
    let data = try DigitsData<Float>.lastAsTest()
    return PictureRows(
      name: "digits", train: Samples(data.trainInputs[0..<1200], data.trainLabels[0..<1200]),
      validation: Samples(data.trainInputs[1200..<1500], data.trainLabels[1200..<1500]),
      test: Samples(data.testInputs, data.testLabels))
  }

  /// Digits of one and the same origin in all parts: 600 to train on, 100 to choose with, 297 to test with.
  static func fewDigits(seed: UInt64) throws -> PictureRows {
    let data = try DigitsData<Float>.randomAsTest(seed: seed)
    return PictureRows(
      name: "600 digits", train: Samples(data.trainInputs[0..<600], data.trainLabels[0..<600]),
      validation: Samples(data.trainInputs[600..<700], data.trainLabels[600..<700]),
      test: Samples(data.testInputs, data.testLabels))
  }

  /// Clothes, each pixel the mean of four: 1200 to train on, 300 to choose with, 1000 to test with.
  static func fashion() throws -> PictureRows {
    func part(_ part: Dataset.Part, _ range: Range<Int>) throws -> Samples<
      Tensor<Float>, Tensor<Int>
    > {
      let data = try Dataset.fashion.images(part, as: Float.self)
      let small = data.images[range].reshaped(to: [range.count, 14, 2, 14, 2]).mean(along: [2, 4])
      return Samples(small.reshaped(to: [range.count, 196]), data.labels[range])
    }
    return PictureRows(
      name: "Fashion-MNIST", train: try part(.train, 0..<1200),
      validation: try part(.train, 1200..<1500), test: try part(.test, 0..<1000))
  }
}

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

extension Sequential<Float> {
  /// The share of samples that are predicted rightly.
  func accuracy(on samples: Samples<Tensor<Float>, Tensor<Int>>) -> Double {
    let predicted = self(samples.inputs).argmax(along: 1)
    return Double(countRight(predicted, samples.targets)) / Double(samples.sampleCount)
  }
}
