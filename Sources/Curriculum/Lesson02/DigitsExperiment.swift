import Curriculum
import Gradus

/// A network that has learned to read digits, and how it did on the test.
public struct DigitsResult: Sendable {
  /// The mean training loss of each epoch.
  public let losses: [Double]
  /// The mean loss on the test data after each epoch.
  public let testLosses: [Double]
  /// What it takes each test image for, shape [297].
  public let predictions: Tensor<Int>
  /// How many of them are right.
  public let right: Int

  /// The share of the test images that it reads correctly.
  public var accuracy: Double { Double(right) / Double(predictions.elementCount) }
}

extension BackpropagationExperiment {
  // MARK: (e) Digits

  /// Trains the network 64-32-10 of the framework's layers: ReLU, Adam, batches of 32.
  ///
  /// - Parameters:
  ///   - data: From ``DigitsData/lastAsTest()`` or ``DigitsData/randomAsTest(seed:)``.
  ///   - seed: Of the weights and the order of the samples.
  ///   - epochs: How often it sees all training data.
  ///   - progress: Called after each epoch with its loss.
  public func digits(
    _ data: DigitsData<Float>, seed: UInt64, epochs: Int = 30,
    progress: (_ loss: Double) -> Void = { _ in }
  ) -> DigitsResult {
    var training = ClassifierTraining(learningRate: 2e-3, seed: seed) {
      Sequential(Linear(64, 32, using: &$0), ReLU(), Linear(32, 10, using: &$0))
    }
    var losses: [Double] = []
    var testLosses: [Double] = []
    for _ in 0..<epochs {
      losses.append(training.runEpoch(data.trainInputs, data.trainLabels, batchSize: 32))
      testLosses.append(training.loss(data.testInputs, data.testLabels))
      progress(losses[losses.count - 1])
    }
    let predictions = training.classes(of: data.testInputs)
    return DigitsResult(
      losses: losses, testLosses: testLosses, predictions: predictions,
      right: countRight(predictions, data.testLabels))
  }

  /// Trains the same network by the functions this experiment was given, `forward` and `trainingStep`:
  /// plain steps of gradient descent at a rate of 0.3.
  ///
  /// - Parameters:
  ///   - data: As for ``digits(_:seed:epochs:progress:)``.
  ///   - seed: Of the weights and the order of the samples.
  ///   - epochs: How often it sees all training data.
  ///   - progress: Called after each epoch with its loss.
  public func digitsByHand(
    _ data: DigitsData<Double>, seed: UInt64, epochs: Int = 20,
    progress: (_ loss: Double) -> Void = { _ in }
  ) throws -> DigitsResult {
    var generator = RandomGenerator(seed: seed)
    var network = MLP(inputs: 64, hidden: 32, classes: 10, using: &generator)
    var losses: [Double] = []
    var testLosses: [Double] = []
    for _ in 0..<epochs {
      var sum = 0.0
      for batch in Batches(data.trainInputs, data.trainLabels, size: 32, shuffledBy: &generator) {
        let (next, loss) = try answers.trainingStep(network, batch.inputs, batch.targets, 0.3)
        network = next
        sum += loss * Double(batch.targets.elementCount)
      }
      losses.append(sum / Double(data.trainLabels.elementCount))
      let logits = try answers.forward(network, data.testInputs).logits
      testLosses.append(try answers.softmaxCrossEntropy(logits, data.testLabels).loss)
      progress(losses[losses.count - 1])
    }
    let predictions = try answers.forward(network, data.testInputs).logits.argmax(along: 1)
    return DigitsResult(
      losses: losses, testLosses: testLosses, predictions: predictions,
      right: countRight(predictions, data.testLabels))
  }
}
