import DataLoading
import Layers
import TensorCore
import Testing
import Training

private let few = twoClouds(10, seed: 1)
private let none = Samples(Tensor<Float>.zeros([0, 2]), Tensor<Int>(0..<0))
private let here = "TrainingTests/FitTrapTests.swift:"

private func train(
  on samples: Samples<Tensor<Float>, Tensor<Int>> = few,
  validation: Samples<Tensor<Float>, Tensor<Int>>? = nil, epochs: Int = 1,
  accumulating: Int = 1, metrics: [any Metric] = [], callbacks: [any Callback] = []
) {
  var model = smallNetwork(seed: 1)
  var optimizer = SGD<Float>(learningRate: 0.1)
  _ = try? fit(
    &model, to: samples, validation: validation, with: &optimizer, epochs: epochs,
    accumulating: accumulating, seed: 1, metrics: metrics, callbacks: callbacks
  ) { softmaxCrossEntropy(logits: $0, labels: $1) }
}

@Suite struct FitTrapTests {
  @Test func emptyTrainingSet() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      train(on: none)
    }
    expectTrap(
      "fit: the training set is empty, it is of shape [0, 2] with targets of shape [0]",
      in: result, at: here)
  }

  @Test func emptyValidationSet() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      train(validation: none)
    }
    expectTrap(
      "fit: the validation set is empty, it is of shape [0, 2] with targets of shape [0]",
      in: result, at: here)
  }

  @Test func noEpoch() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      train(epochs: 0)
    }
    expectTrap("fit: expected at least 1 epoch, found 0", in: result, at: here)
  }

  @Test func noBatchAStep() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      train(accumulating: 0)
    }
    expectTrap("fit: expected at least 1 batch per step, found 0", in: result, at: here)
  }

  @Test func batchesOfNothing() async {
    let training = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var (model, optimizer) = (smallNetwork(seed: 1), SGD<Float>(learningRate: 0.1))
      _ = try? fit(&model, to: few, with: &optimizer, epochs: 1, batchSize: 0, seed: 1) {
        softmaxCrossEntropy(logits: $0, labels: $1)
      }
    }
    expectTrap("fit: expected batches of at least 1 sample, found 0", in: training, at: here)
    let measuring = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = evaluate(smallNetwork(seed: 1), on: few, batchSize: 0) {
        softmaxCrossEntropy(logits: $0, labels: $1)
      }
    }
    expectTrap("evaluate: expected batches of at least 1 sample, found 0", in: measuring, at: here)
  }

  @Test func patienceOfZero() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = EarlyStopping(patience: 0)
    }
    expectTrap(
      "EarlyStopping: expected a patience of at least 1 epoch, found 0. Hint: 1 stops at the first "
        + "epoch that does not improve.", in: result, at: here)
  }

  /// The default watches the validation loss, which is not there without validation samples.
  @Test func stoppingOnWhatIsNotMeasured() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      train(callbacks: [EarlyStopping(patience: 2)])
    }
    expectTrap(
      "History: there is no \"validation loss\"; measured were \"loss\"", in: result)
  }

  @Test func quantityMetricForLabels() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      train(metrics: [RSquared()])
    }
    expectTrap("R²: expected targets that are quantities, found class labels.", in: result)
  }

  @Test func differentNumbersOfSamples() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Samples(Tensor<Float>.zeros([3, 2]), Tensor<Int>([1, 2]))
    }
    expectTrap(
      "Samples: inputs and targets need the same number of samples, but the inputs are of shape "
        + "[3, 2] and the targets of shape [2]", in: result, at: here)
  }

  @Test func evaluationOfNothing() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = evaluate(smallNetwork(seed: 1), on: none) {
        softmaxCrossEntropy(logits: $0, labels: $1)
      }
    }
    expectTrap("evaluate: there is no sample to measure on", in: result, at: here)
  }
}
