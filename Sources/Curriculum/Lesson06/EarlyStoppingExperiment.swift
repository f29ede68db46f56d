import Curriculum
import Gradus

/// Lesson 6's experiment, with whatever functions it is given.
public struct EarlyStoppingExperiment: Sendable {
  let answers: EarlyStoppingAnswers

  /// The share of training labels that are wrong.
  public static let wrongLabels = 0.4

  /// Makes the experiment.
  public init(_ answers: EarlyStoppingAnswers) { self.answers = answers }

  // MARK: (a) Noisy labels

  /// What was measured in each epoch of a training on labels of which some are wrong.
  public struct NoisyTraining: Sendable {
    /// How many samples there are in each part.
    public let counts: (training: Int, wrong: Int, validation: Int, test: Int)
    /// All measurements: "train", "validation", "test", "small validation", "mislabeled" and "last 297",
    /// each with loss and accuracy.
    public let history: History
  }

  /// Trains the network 64-128-128-10 on digits of which some have wrong labels.
  ///
  /// - Parameters:
  ///   - seed: Of split, labels, weights and order.
  ///   - epochs: How often it goes through the training samples.
  ///   - showing: Whether the training and the mislabeled samples are measured as well.
  public func noisyTraining(
    seed: UInt64, epochs: Int = 100, showing: Bool = false
  ) throws -> NoisyTraining {
    let digits = try NoisyDigits(
      wrongLabels: Self.wrongLabels, seed: seed, split: answers.split)
    var (network, optimizer) = Self.start(seed: seed)
    let small = digits.validation.gather(Array(0..<30))
    let last = try Dataset.digits.images(.test).samples
    let always: KeyValuePairs = [
      "test": digits.test, "small validation": small, "last 297": last,
    ]
    let all: KeyValuePairs = [
      "test": digits.test, "small validation": small, "last 297": last, "train": digits.training,
      "mislabeled": digits.mislabeled,
    ]
    let history = try fit(
      &network, to: digits.training, validation: digits.validation,
      watching: showing ? all : always, with: &optimizer, epochs: epochs, seed: seed,
      metrics: [Accuracy()]
    ) { softmaxCrossEntropy(logits: $0, labels: $1) }
    return NoisyTraining(
      counts: (
        digits.training.count, digits.mislabeled.count, digits.validation.count,
        digits.test.count
      ), history: history)
  }

  /// The histories of trainings on noisy labels, on all cores at the same time.
  public func noisyHistories(seeds: [UInt64], epochs: Int = 100) throws -> [History] {
    try onAllCores(seeds) { try noisyTraining(seed: $0, epochs: epochs).history }
  }

  /// The network of this lesson before its training, and its optimizer.
  static func start(seed: UInt64) -> (Sequential<Float>, Adam<Float>) {
    var generator = RandomGenerator(seed: seed)
    return (DigitsRecipe([]).network(using: &generator), Adam(learningRate: 1e-3))
  }

  /// The epoch that the functions choose from a history, and its test loss.
  public func chosenEpoch(_ history: History) throws -> (epoch: Int, testLoss: Double) {
    try answers.chooseEpoch(history["validation loss"], history["test loss"])
  }

  /// A curve made smoother.
  public func smoothed(_ values: [Double], window: Int) throws -> [Double] {
    try answers.movingAverage(values, window)
  }

  // MARK: (b) Patience against noise

  /// Where a patience rule would have ended trainings, on average.
  public struct PatienceResult: Sendable {
    /// The rule's patience.
    public let patience: Int
    /// How many epochs were run.
    public let epochs: Double
    /// The epoch whose model was kept.
    public let kept: Double
    /// The kept model's loss on the test part.
    public let testLoss: Double
    /// The kept model's accuracy on the test part.
    public let accuracy: Double
  }

  /// Applies patience rules to histories of trainings that were not stopped.
  ///
  /// - Parameters:
  ///   - patiences: The rules' patience.
  ///   - histories: Of trainings with a test part.
  ///   - column: The loss that is watched.
  ///   - window: How many epochs' losses are averaged before they are considered.
  public func patience(
    _ patiences: [Int], on histories: [History], watching column: String = "validation loss",
    window: Int = 1
  ) throws -> [PatienceResult] {
    try patiences.map { patience in
      var sums = (epochs: 0, kept: 0, testLoss: 0.0, accuracy: 0.0)
      for history in histories {
        let result = try stop(
          history, PatienceRule(patience: patience), watching: column, window: window)
        sums.epochs += result.epochs
        sums.kept += result.kept
        sums.testLoss += history["test loss"][result.kept - 1]
        sums.accuracy += history["test accuracy"][result.kept - 1]
      }
      let count = Double(histories.count)
      return PatienceResult(
        patience: patience, epochs: Double(sums.epochs) / count,
        kept: Double(sums.kept) / count, testLoss: sums.testLoss / count,
        accuracy: sums.accuracy / count)
    }
  }

  /// Where trainings end that nothing stops, on average: test loss and accuracy after the last epoch.
  public func last(of histories: [History]) -> (testLoss: Double, accuracy: Double) {
    func mean(_ name: String) -> Double {
      histories.reduce(0) { $0 + ($1[name].last ?? .nan) } / Double(histories.count)
    }
    return (mean("test loss"), mean("test accuracy"))
  }

  /// The epoch at which a rule would have ended a training, and the one whose model it would have kept.
  func stop(
    _ history: History, _ rule: PatienceRule, watching column: String = "validation loss",
    window: Int = 1
  ) throws -> (epochs: Int, kept: Int) {
    let losses = try answers.movingAverage(history[column], window)
    var state = PatienceState()
    var kept = 1
    for (index, loss) in losses.enumerated() {
      let (next, decision) = try answers.consider(loss, state, rule)
      state = next
      if decision == .improved { kept = index + 1 }
      if decision == .stop { return (index + 1, kept) }
    }
    return (losses.count, kept)
  }

  // MARK: (c) Stopping for real

  /// What came of a training that stops early, and of one that does not.
  public struct StoppedTraining: Sendable {
    /// How many epochs were run, and the one whose model was kept.
    public let epochs: (run: Int, kept: Int)
    /// Test loss and accuracy of the model that was kept.
    public let kept: (loss: Double, accuracy: Double)
    /// Test loss and accuracy of the model at the stop.
    public let last: (loss: Double, accuracy: Double)
  }

  /// Trains on noisy labels by the function `train`, epoch by epoch.
  public func stoppedTraining(
    seed: UInt64, rule: PatienceRule, epochs: Int = 100
  ) throws -> StoppedTraining {
    let digits = try NoisyDigits(
      wrongLabels: Self.wrongLabels, seed: seed, split: answers.split)
    var (network, optimizer) = Self.start(seed: seed)
    var order = RandomGenerator(seed: seed)
    var context = Context.training(seed: seed)
    let stopped = try answers.train(
      network, epochs, rule,
      { network in
        let batches = Batches(
          digits.training.inputs, digits.training.targets, size: 32, shuffledBy: &order)
        for batch in batches {
          let (_, gradients) = valueWithGradients(at: &network) {
            softmaxCrossEntropy(
              logits: $0.forward(Variable(batch.inputs), in: &context), labels: batch.targets)
          }
          optimizer.update(&network, along: gradients)
        }
      },
      { present in
        network = present
        return measure(present, on: digits.validation).loss
      })
    return StoppedTraining(
      epochs: (stopped.losses.count, stopped.epoch),
      kept: measure(stopped.model, on: digits.test), last: measure(network, on: digits.test))
  }

  // MARK: (d) Smaller steps on a plateau

  /// The training of a network by momentum at a large rate, which may fall.
  public struct PlateauTraining: Sendable {
    /// The rate of each epoch.
    public let rates: [Double]
    /// The validation loss after each epoch.
    public let validation: [Double]
    /// The loss on the last 297 digits after each epoch.
    public let test: [Double]
  }

  /// Trains on digits with right labels by momentum, and lowers the rate by the rule, if there is one.
  public func plateauTraining(
    seed: UInt64, rule: PlateauRule?, epochs: Int = 60, rate: Double = 0.1
  ) throws -> PlateauTraining {
    let digits = try NoisyDigits(wrongLabels: 0, seed: seed, split: answers.split)
    let last = try Dataset.digits.images(.test).samples
    var (network, _) = Self.start(seed: seed)
    var optimizer = SGD<Float>(learningRate: rate, momentum: 0.9)
    var order = RandomGenerator(seed: seed)
    var context = Context.training(seed: seed)
    var state = PlateauState(rate: rate)
    var (rates, validation, test) = ([Double](), [Double](), [Double]())
    for _ in 0..<epochs {
      let batches = Batches(
        digits.training.inputs, digits.training.targets, size: 16, shuffledBy: &order)
      for batch in batches {
        let (_, gradients) = valueWithGradients(at: &network) {
          softmaxCrossEntropy(
            logits: $0.forward(Variable(batch.inputs), in: &context), labels: batch.targets)
        }
        optimizer.update(&network, along: gradients)
      }
      rates.append(optimizer.learningRate)
      validation.append(measure(network, on: digits.validation).loss)
      test.append(measure(network, on: last).loss)
      if let rule {
        state = try answers.lowerOnPlateau(validation[validation.count - 1], state, rule)
        optimizer.learningRate = state.rate
      }
    }
    return PlateauTraining(rates: rates, validation: validation, test: test)
  }
}
