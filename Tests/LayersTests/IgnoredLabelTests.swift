import Autograd
import Layers
import TensorCore
import TestSupport
import Testing

/// Samples that do not count, as the padding of sequences does not.
@Suite struct IgnoredLabelTests {
  private let logits = Tensor<Double>([[1, 2, 3], [0.5, -1, 4], [2, 2, -3], [0, 1, 0]])

  @Test(
    "the loss is that of the other samples alone, and so is the gradient", arguments: [-100, 1])
  func othersAlone(ignored: Int) {
    let labels = Tensor<Int>([2, ignored, 0, ignored])
    let others = logits.gather([0, 2])
    let weights = Tensor<Double>([0.5, 3, 2])
    for backend in [Backend.naive, .simd] {
      withBackend(backend) {
        for (weights, smoothing) in [(nil, 0), (weights, 0), (weights, 0.3), (nil, 0.3)] {
          let (all, gradient) = valueWithGradients(at: [logits]) {
            softmaxCrossEntropy(
              logits: $0[0], labels: labels, classWeights: weights, labelSmoothing: smoothing,
              ignoring: ignored)
          }
          let (some, expected) = valueWithGradients(at: [others]) {
            softmaxCrossEntropy(
              logits: $0[0], labels: [2, 0], classWeights: weights, labelSmoothing: smoothing)
          }
          #expect(areClose(all, some))
          #expect(areClose(gradient[0].gather([0, 2]), expected[0]))
          #expect(gradient[0].gather([1, 3]) == .zeros([2, 3]))
        }
        let likelihood = negativeLogLikelihood(
          logProbabilities: Variable(logits).logSoftmax(), labels: labels, ignoring: ignored)
        let expected = negativeLogLikelihood(
          logProbabilities: Variable(others).logSoftmax(), labels: [2, 0])
        #expect(areClose(likelihood.value, expected.value))
        #expect(likelihood.meanWeight == 2)
      }
    }
  }

  @Test("a batch of which nothing counts costs 0, and moves nothing")
  func nothingCounts() {
    for reduction in [LossReduction.mean, .sum] {
      let (loss, gradients) = valueWithGradients(at: [logits]) {
        softmaxCrossEntropy(
          logits: $0[0], labels: [-1, -1, -1, -1], ignoring: -1, reduction: reduction)
          + negativeLogLikelihood(
            logProbabilities: $0[0], labels: [-1, -1, -1, -1], ignoring: -1, reduction: reduction)
      }
      #expect(loss == Tensor(0))
      #expect(gradients[0] == .zeros([4, 3]))
    }
    let mean = softmaxCrossEntropy(
      logits: Variable(logits), labels: [7, 7, 7, 7], ignoring: 7)
    #expect(mean.meanWeight == 0)
  }

  @Test func otherLabelsMustBeClasses() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = softmaxCrossEntropy(
        logits: Variable<Float>([[0, 1], [2, 3]]), labels: [-100, -1], ignoring: -100)
    }
    expect(
      "softmaxCrossEntropy: the label at index 1 is -1, but must be in 0..<2, or -100 to be ignored",
      in: result, at: "LayersTests/IgnoredLabelTests.swift")
  }
}

@Suite struct PositiveWeightTests {
  @Test("a weight is that of the yes, by the formula")
  func byTheFormula() {
    let x = Tensor<Double>([[-2, 0.5, 3], [1, -30, 30]])
    let t = Tensor<Double>([[1, 0, 0.25], [0, 1, 1]])
    let w = Tensor<Double>([3, 0, 0.5])
    let losses = binaryCrossEntropy(
      logits: Variable(x), targets: t, positiveWeight: w, reduction: .none)
    let weights = w.broadcast(to: [2, 3])
    for i in 0..<6 {
      let (x, t, w) = (x.elements[i], t.elements[i], weights.elements[i])
      let no = x > 0 ? x + Double.log1p(Double.exp(-x)) : Double.log1p(Double.exp(x))
      let expected = w * t * (no - x) + (1 - t) * no
      #expect(isClose(losses.value.elements[i], expected), "\(x), \(t), \(w)")
    }
  }

  @Test("weights of one change no bit")
  func ones() {
    var generator = RandomGenerator(seed: 3)
    let x = Tensor<Float>.normal([5, 7], standardDeviation: 9, using: &generator)
    let t = Tensor<Float>.uniform([5, 7], from: 0, to: 1, using: &generator)
    func losses(_ weight: Tensor<Float>?) -> [Tensor<Float>] {
      let (value, gradients) = valueWithGradients(at: [x], upstream: .ones([5, 7])) {
        binaryCrossEntropy(
          logits: $0[0], targets: t, positiveWeight: weight, reduction: .none)
      }
      return [value] + gradients
    }
    #expect(losses(nil) == losses(.ones([7])))
    #expect(losses(nil) == losses(Tensor(1)))
  }

  @Test func wrongWeights() async {
    let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = binaryCrossEntropy(
        logits: Variable<Float>([0, 1]), targets: [0, 1], positiveWeight: [1, -1])
    }
    expect(
      "binaryCrossEntropy: expected a finite positive weight of at least 0, found -1.0",
      in: negative,
      at: "LayersTests/IgnoredLabelTests.swift")
    let shape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = binaryCrossEntropy(
        logits: Variable<Float>([0, 1]), targets: [0, 1], positiveWeight: [1, 1, 1])
    }
    expect("broadcast [3] to [2]", in: shape, at: "LayersTests/IgnoredLabelTests.swift")
  }
}
