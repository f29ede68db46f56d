import Autograd
import Foundation
import Layers
import TensorCore
import Testing

@Suite struct ClassificationLossTests {
  private let logits: Tensor<Double> = [[0.2, -1.3, 2.1], [1.7, 0.4, -0.6]]
  private let labels = Tensor([2, 1])
  private let weights: Tensor<Double> = [0.5, 3, 2]

  /// −ln of the probabilities, written with plain exponentials.
  private var costs: Tensor<Double> {
    let powers = logits.exp()
    return -(powers / powers.sum(along: 1, keepingDimensions: true)).log()
  }

  @Test func labelsAreThePickedCosts() {
    let losses = softmaxCrossEntropy(logits: Variable(logits), labels: labels, reduction: .none)
    #expect(areClose(losses.value, Tensor([costs[0, 2], costs[1, 1]]), 1e-15))
    let mean = softmaxCrossEntropy(logits: Variable(logits), labels: labels).value.scalar()
    #expect(isClose(mean, (costs[0, 2] + costs[1, 1]) / 2, 1e-15))
    // Two equal logits: ln 2, and the derivative is ±½.
    let even: Tensor<Double> = [[7, 7]]
    let (value, gradients) = valueWithGradients(at: [even]) {
      softmaxCrossEntropy(logits: $0[0], labels: Tensor([0]))
    }
    #expect(isClose(value.scalar(), log(2), 1e-15))
    #expect(areClose(gradients[0], [[-0.5, 0.5]], 1e-15))
  }

  @Test func gradientIsSoftmaxMinusTarget() {
    let slope = gradient(at: logits) { softmaxCrossEntropy(logits: $0, labels: labels) }
    let expected = ((-costs).exp() - Tensor([[0.0, 0, 1], [0, 1, 0]])) / 2
    #expect(areClose(slope, expected, 1e-15))
  }

  /// Weights and smoothing as PyTorch defines them, written as its documentation does: the weighted
  /// picked cost, and the weighted costs of all classes, both over the sum of the labels' weights.
  @Test func weightsAndSmoothing() {
    let picked = 2 * costs[0, 2] + 3 * costs[1, 1]
    let all = (costs * weights).sum()
    for smoothing in [0, 0.1, 1] {
      let loss = softmaxCrossEntropy(
        logits: Variable(logits), labels: labels, classWeights: weights,
        labelSmoothing: smoothing)
      let expected = ((1 - smoothing) * picked + smoothing / 3 * all) / 5
      #expect(isClose(loss.value.scalar(), expected, 1e-15), "smoothing \(smoothing)")
    }
    let unweighted = softmaxCrossEntropy(
      logits: Variable(logits), labels: labels, labelSmoothing: 0.3, reduction: .sum)
    #expect(
      isClose(
        unweighted.value.scalar(), 0.7 * (costs[0, 2] + costs[1, 1]) + 0.1 * costs.sum(), 1e-15))
  }

  @Test func oneHotProbabilitiesAreLabels() {
    let oneHot: Tensor<Double> = [[0, 0, 1], [0, 1, 0]]
    for reduction in [LossReduction.mean, .sum, .none] {
      let (first, second) = (
        softmaxCrossEntropy(
          logits: Variable(logits), labels: labels, labelSmoothing: 0.2, reduction: reduction),
        softmaxCrossEntropy(
          logits: Variable(logits), probabilities: oneHot, labelSmoothing: 0.2,
          reduction: reduction)
      )
      #expect(areClose(first.value, second.value, 1e-15))
    }
  }

  @Test func probabilitiesWeighEachClass() {
    let q: Tensor<Double> = [[0.2, 0.3, 0.5], [1, 0, 0]]
    let loss = softmaxCrossEntropy(
      logits: Variable(logits), probabilities: q, classWeights: weights)
    // Not divided by the weights, as in PyTorch.
    #expect(isClose(loss.value.scalar(), (q * weights * costs).sum() / 2, 1e-15))
  }

  @Test func gradientsAgreeWithDifferences() {
    let q: Tensor<Double> = [[0.2, 0.3, 0.5], [1, 0, 0]]
    let losses: [(Variable<Double>) -> Variable<Double>] = [
      { softmaxCrossEntropy(logits: $0, labels: labels, classWeights: weights) },
      {
        softmaxCrossEntropy(
          logits: $0, labels: labels, classWeights: weights, labelSmoothing: 0.1)
      },
      {
        softmaxCrossEntropy(
          logits: $0, probabilities: q, classWeights: weights, labelSmoothing: 0.1)
      },
      { negativeLogLikelihood(logProbabilities: $0, labels: labels, classWeights: weights) },
    ]
    // A different factor for each sample: equal ones would hide a mistake between rows.
    let factors = Variable<Double>([0.7, -1.9])
    for loss in losses + [
      { (softmaxCrossEntropy(logits: $0, labels: labels, reduction: .none) * factors).sum() },
      {
        (negativeLogLikelihood(logProbabilities: $0, labels: labels, reduction: .none) * factors)
          .sum()
      },
    ] {
      let differences = centralDifferences(at: logits) { loss(Variable($0)).value.scalar() }
      #expect(areClose(gradient(at: logits) { loss($0) }, differences, 1e-9))
    }
  }

  @Test func negativeLogLikelihoodCompletesLogSoftmax() {
    for classWeights in [nil, weights] {
      let composed = gradient(at: logits) {
        negativeLogLikelihood(
          logProbabilities: $0.logSoftmax(), labels: labels, classWeights: classWeights)
      }
      let fused = gradient(at: logits) {
        softmaxCrossEntropy(logits: $0, labels: labels, classWeights: classWeights)
      }
      #expect(areClose(composed, fused, 1e-15))
    }
    let losses = negativeLogLikelihood(
      logProbabilities: Variable([[-1, -2], [-3, -4]] as Tensor<Double>), labels: Tensor([1, 0]),
      classWeights: [10, 1], reduction: .none)
    #expect(losses.value == [2, 30])
  }

  @Test func sequencesOfLabels() {
    var generator = RandomGenerator(seed: 5)
    let x = Tensor<Double>.normal([2, 3, 4], using: &generator)
    let y = Tensor(shape: [2, 3], elements: [0, 1, 2, 3, 0, 1])
    let losses = softmaxCrossEntropy(logits: Variable(x), labels: y, reduction: .none)
    #expect(losses.shape == [2, 3])
    let flat = softmaxCrossEntropy(
      logits: Variable(x.reshaped(to: [6, 4])), labels: y.reshaped(to: [6]), reduction: .none)
    #expect(losses.value.reshaped(to: [6]) == flat.value)
  }

  @Test func extremes() {
    let far: Tensor<Double> = [[1000, -1000, 0], [1000, -1000, 0]]
    let (losses, gradients) = valueWithGradients(at: [far], upstream: [1, 1]) {
      softmaxCrossEntropy(logits: $0[0], labels: Tensor([0, 1]), reduction: .none)
    }
    #expect(losses == [0, 2000])
    #expect(gradients[0] == [[0, 0, 0], [1, -1, 0]])
    // A class that is ruled out by −∞ neither costs anything nor receives a gradient.
    let masked = Tensor([[0, -Double.infinity, 0]])
    let (loss, slopes) = valueWithGradients(at: [masked]) {
      softmaxCrossEntropy(logits: $0[0], labels: Tensor([2]))
    }
    #expect(isClose(loss.scalar(), log(2), 1e-15))
    #expect(areClose(slopes[0], [[0.5, 0, -0.5]], 1e-15))
    for bad in [Double.nan, .infinity] {
      let loss = softmaxCrossEntropy(logits: Variable(Tensor([[0, bad]])), labels: Tensor([0]))
      #expect(loss.value.scalar().isNaN)
    }
  }
}
