import Curriculum
import Gradus

/// Pictures to classify: those to train on, those that choose the learning rate, and those of the test.
struct Pictures: Sendable {
  let name: String
  let train, validation, test: (inputs: Tensor<Double>, labels: Tensor<Int>)

  /// 1200 digits to train on, 300 to choose with, 297 to test with.
  static func digits() throws -> Pictures {
    let data = try DigitsData<Double>.lastAsTest()
    return Pictures(
      name: "digits",
      train: (data.trainInputs[0..<1200], data.trainLabels[0..<1200]),
      validation: (data.trainInputs[1200..<1500], data.trainLabels[1200..<1500]),
      test: (data.testInputs, data.testLabels))
  }

  /// Clothes: 1000 to train on, 300 to choose with and 500 to test with, each pixel the mean of four.
  static func fashion() throws -> Pictures {
    func part(_ part: Dataset.Part, _ range: Range<Int>) throws -> (Tensor<Double>, Tensor<Int>) {
      let data = try Dataset.fashion.images(part, as: Double.self)
      let small = data.images[range].reshaped(to: [range.count, 14, 2, 14, 2]).mean(along: [2, 4])
      return (small.reshaped(to: [range.count, 196]), data.labels[range])
    }
    return Pictures(
      name: "Fashion-MNIST", train: try part(.train, 0..<1000),
      validation: try part(.train, 1000..<1300), test: try part(.test, 0..<500))
  }
}

/// Three layers with ReLU; the matrices of the first two are what Muon is for.
private struct RaceModel: Module {
  var first, second, output: Linear<Double>

  init(inputs: Int, seed: UInt64) {
    var generator = RandomGenerator(seed: seed)
    first = Linear(inputs, 32, using: &generator)
    second = Linear(32, 32, using: &generator)
    output = Linear(32, 10, using: &generator)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    first.visitParameters(as: "first", visit)
    second.visitParameters(as: "second", visit)
    output.visitParameters(as: "output", visit)
  }

  mutating func logits(_ x: Tensor<Double>) -> Variable<Double> {
    var context = Context.inference
    let hidden = first.forward(Variable(x), in: &context).relu()
    return output.forward(second.forward(hidden, in: &context).relu(), in: &context)
  }
}

/// How one optimizer did: the rate that was chosen, and what came of it with other seeds.
struct RaceOutcome: Sendable {
  let optimizer: String
  let rate: Double
  /// For each seed the training loss in the end, and how many of the test are right.
  let losses: [Double]
  let right: [Int]
  let testCount: Int

  var meanLoss: Double { losses.reduce(0, +) / Double(losses.count) }
  var meanRight: Double { Double(right.reduce(0, +)) / Double(right.count * testCount) }
}

extension ExtendingExperiment {
  /// The same five rates for each: the one whose mean validation loss is lowest, over seeds of its own, races.
  func race(on data: Pictures, epochs: Int, seeds: [UInt64]) throws -> [RaceOutcome] {
    let rates = [0.001, 0.003, 0.01, 0.03, 0.1]
    return try ["Adam", "Muon"].map { name in
      let best = try rates.map { rate in
        let losses = try [101, 102].map { seed in
          try raced(name, rate, on: data, epochs: epochs, seed: seed).validationLoss
        }
        return (rate: rate, loss: losses.reduce(0, +))
      }.min { $0.loss < $1.loss }!
      let runs = try seeds.map {
        try raced(name, best.rate, on: data, epochs: epochs, seed: $0)
      }
      return RaceOutcome(
        optimizer: name, rate: best.rate, losses: runs.map(\.loss), right: runs.map(\.right),
        testCount: data.test.labels.elementCount)
    }
  }

  /// Trains once, in batches of 50. Adam moves the biases and the last layer in either case; Muon the two
  /// hidden matrices.
  private func raced(
    _ optimizer: String, _ rate: Double, on data: Pictures, epochs: Int, seed: UInt64
  ) throws -> (loss: Double, validationLoss: Double, right: Int) {
    var model = RaceModel(inputs: data.train.inputs.shape[1], seed: seed)
    let isMuon = optimizer == "Muon"
    var adam = Adam<Double>(learningRate: isMuon ? 0.003 : rate)
    let matrices: [(name: String, path: WritableKeyPath<RaceModel, Tensor<Double>>)] = [
      ("first.weight", \.first.weight.value), ("second.weight", \.second.weight.value),
    ]
    if isMuon {
      adam.parameterRule = ParameterRule { name, _ in
        ["first.weight", "second.weight"].contains(name.path) ? .frozen : .trained
      }
    }
    var velocities = matrices.map { Tensor<Double>.zeros(model[keyPath: $0.path].shape) }
    var generator = RandomGenerator(seed: seed)
    let count = data.train.labels.elementCount
    for _ in 0..<epochs {
      let order = generator.permutation(count)
      for start in stride(from: 0, to: count, by: 50) {
        let places = Array(order[start..<min(start + 50, count)])
        let (x, labels) = (data.train.inputs.gather(places), data.train.labels.gather(places))
        let gradients = valueWithGradients(at: &model) { model in
          softmaxCrossEntropy(logits: model.logits(x), labels: labels)
        }.gradients
        adam.update(&model, along: gradients)
        if !isMuon { continue }
        for (index, matrix) in matrices.enumerated() {
          (model[keyPath: matrix.path], velocities[index]) = try answers.muonStep(
            model[keyPath: matrix.path], gradients[matrix.name]!, velocities[index], rate, 0.95)
        }
      }
    }
    func loss(_ part: (inputs: Tensor<Double>, labels: Tensor<Int>)) -> Double {
      softmaxCrossEntropy(logits: model.logits(part.inputs), labels: part.labels).value.scalar()
    }
    let predicted = model.logits(data.test.inputs).value.argmax(along: 1)
    return (loss(data.train), loss(data.validation), countRight(predicted, data.test.labels))
  }
}
