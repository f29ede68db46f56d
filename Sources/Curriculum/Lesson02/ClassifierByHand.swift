import Curriculum
import Gradus
import Plotting

/// A network with one hidden layer that was trained by `forward` and `trainingStep`.
struct ClassifierByHand {
  /// How many inputs it gets right.
  let right: Int
  /// The mean loss of the last epoch.
  let loss: Double
  /// Its classes at the places that it was asked for.
  let regions: [Int]
}

extension BackpropagationExperiment {
  /// Trains a network by the functions that this experiment was given.
  ///
  /// - Parameters:
  ///   - inputs: Shape [N, 2].
  ///   - labels: Shape [N].
  ///   - hidden: The number of hidden units.
  ///   - rate: The learning rate.
  ///   - epochs: How often it sees all inputs, in batches of at most 32.
  ///   - seed: Of the weights and the order of the inputs.
  ///   - places: Where to ask for its classes.
  func classifierByHand(
    _ inputs: Tensor<Float>, _ labels: Tensor<Int>, hidden: Int, rate: Double, epochs: Int,
    seed: UInt64, at places: [(x: Double, y: Double)]
  ) throws -> ClassifierByHand {
    let inputs = Tensor<Double>(shape: inputs.shape, elements: inputs.elements.map(Double.init))
    var generator = RandomGenerator(seed: seed)
    var network = MLP(
      inputs: 2, hidden: hidden, classes: (labels.elements.max() ?? 0) + 1, using: &generator)
    var loss = 0.0
    for _ in 0..<epochs {
      var sum = 0.0
      for batch in Batches(inputs, labels, size: 32, shuffledBy: &generator) {
        let step = try answers.trainingStep(network, batch.inputs, batch.targets, rate)
        network = step.network
        sum += step.loss * Double(batch.targets.elementCount)
      }
      loss = sum / Double(labels.elementCount)
    }
    func classes(_ points: Tensor<Double>) throws -> Tensor<Int> {
      try answers.forward(network, points).logits.argmax(along: 1)
    }
    return ClassifierByHand(
      right: countRight(try classes(inputs), labels), loss: loss,
      regions: try classes(Tensor(places.map { [$0.x, $0.y] })).elements)
  }
}

// Parts (c) and (d) with the learner's functions.
extension BackpropagationReport {
  /// What `forward` and `trainingStep` call besides each other.
  static let exercisesOfStep = [
    "forward", "trainingStep", "softmaxCrossEntropy", "logSumExp", "matmulBackward",
    "reluBackward", "unbroadcast",
  ]

  func xorByHand() throws {
    try regionsByHand(
      BackpropagationExperiment.xorInputs, BackpropagationExperiment.xorLabels, hidden: 8,
      rate: 0.5, epochs: 500, range: -0.5...1.5, title: "XOR by your trainingStep",
      names: ["0", "1"], plot: "xor")
  }

  func spiralsByHand() throws {
    var generator = RandomGenerator(seed: run.seed)
    let (points, labels) = experiment.spirals(pointsInArm: 100, using: &generator)
    try regionsByHand(
      points, labels, hidden: 64, rate: 0.3, epochs: run.isQuick ? 100 : 600, range: -1.2...1.2,
      title: "Three spiral arms by your trainingStep", names: ["arm 1", "arm 2", "arm 3"],
      plot: "decision-regions")
  }

  private func regionsByHand(
    _ inputs: Tensor<Float>, _ labels: Tensor<Int>, hidden: Int, rate: Double, epochs: Int,
    range: ClosedRange<Double>, title: String, names: [String], plot: String
  ) throws {
    let cells = (columns: 120, rows: 120)
    let places = Chart.Raster.cellCenters(
      x: range, y: range, columns: cells.columns, rows: cells.rows)
    let result = try experiment.classifierByHand(
      inputs, labels, hidden: hidden, rate: rate, epochs: epochs, seed: run.seed, at: places)
    run.showTable([
      ["network 2-\(hidden)-\(names.count), \(epochs) epochs", ""],
      ["right of \(labels.elementCount)", "\(result.right)"],
      ["loss, last epoch", result.loss.fixed(4)],
    ])
    var chart = Chart(title: title, xLabel: "x", yLabel: "y")
    chart.width = 520
    chart.height = 560
    chart.xRange = range
    chart.yRange = range
    chart.raster = Chart.Raster(
      classes: result.regions, x: range, y: range, columns: cells.columns, rows: cells.rows)
    add(inputs, labels, names: names, to: &chart)
    try run.save(chart.svg(), as: plot)
  }
}
