import Autograd
import Layers
import TensorCore
import Testing

/// Bad input ends with a sentence that says what is wrong, at the caller's line.
@Suite struct LossTrapTests {
  @Test func labelOutOfRange() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let logits = Variable<Float>([[0, 1], [2, 3], [4, 5]])
      _ = softmaxCrossEntropy(logits: logits, labels: Tensor([0, 1, 2]))
    }
    expect(
      "softmaxCrossEntropy: the label at index 2 is 2, but must be in 0..<2", in: result,
      at: "LayersTests/LossTrapTests.swift")
  }

  @Test func negativeLabel() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = negativeLogLikelihood(
        logProbabilities: Variable<Float>([[0, 1]]), labels: Tensor([-1]))
    }
    expect("negativeLogLikelihood: the label at index 0 is -1, but must be in 0..<2", in: result)
  }

  @Test func columnAgainstVector() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = huber(Variable<Float>(.zeros([32])), .zeros([32, 1]))
    }
    expect(
      "huber: the prediction has shape [32], but the target [32, 1]", in: result,
      at: "LayersTests/LossTrapTests.swift")
  }

  @Test func labelsOfAnotherShape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = softmaxCrossEntropy(
        logits: Variable<Float>(.zeros([2, 3])), labels: Tensor([[0], [1]]))
    }
    expect(
      "softmaxCrossEntropy: a prediction of shape [2, 3] needs labels of shape [2], found [2, 1]",
      in: result)
  }

  @Test func emptyBatch() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = softmaxCrossEntropy(logits: Variable<Float>(.zeros([0, 3])), labels: Tensor([]))
    }
    expect("softmaxCrossEntropy: there is no sample in shape [0, 3]", in: result)
  }

  @Test func negativeSmoothing() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = softmaxCrossEntropy(
        logits: Variable<Float>([[0, 1]]), labels: Tensor([0]), labelSmoothing: -0.1)
    }
    expect(
      "softmaxCrossEntropy: expected a label smoothing from 0 to 1, found -0.1", in: result)
  }

  @Test func wrongNumberOfWeights() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = softmaxCrossEntropy(
        logits: Variable<Float>([[0, 1]]), labels: Tensor([0]), classWeights: [1, 1, 1])
    }
    expect(
      "softmaxCrossEntropy: expected a weight for each of the 2 classes, found shape [3]",
      in: result)
  }

  @Test func targetsOfAnotherKind() async {
    let binary = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = binaryCrossEntropy(logits: Variable<Float>([0, 1]), targets: [1, -1])
    }
    expect(
      "binaryCrossEntropy: the target at index 1 is -1.0, but must be from 0 to 1", in: binary)
    let margin = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = hinge(Variable<Float>([0, 1]), labels: [0, 1])
    }
    expect("hinge: the target at index 0 is 0.0, but must be -1 or 1", in: margin)
    let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = klDivergence(logProbabilities: Variable<Float>([0, 1]), probabilities: [0.5, -0.5])
    }
    expect(
      "klDivergence: the target at index 1 is -0.5, but must be at least 0", in: negative)
  }

  @Test func deltaOfZero() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = huber(Variable<Float>([0]), [1], delta: 0)
    }
    expect("huber: expected a finite delta above 0, found 0.0", in: result)
  }
}
