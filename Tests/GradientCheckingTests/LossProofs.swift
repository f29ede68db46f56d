import Autograd
import GradientChecking
import Layers
import TensorCore

/// Losses with all reductions. A new one is a case here and a line in the switch.
struct LossProof: DifferentiableFunction {
  enum Loss: String, CaseIterable {
    case meanSquaredError = "meanSquaredError(_:_:)"
    case meanAbsoluteError = "meanAbsoluteError(_:_:)"
    case huber = "huber(_:_:)"
    case smoothL1 = "smoothL1(_:_:)"
    case hinge = "hinge(_:labels:)"
    case binaryCrossEntropy = "binaryCrossEntropy(logits:targets:)"
    case weightedBinaryCrossEntropy = "binaryCrossEntropy(logits:targets:) weighted"
    case klDivergence = "klDivergence(logProbabilities:probabilities:)"
    case negativeLogLikelihood = "negativeLogLikelihood(logProbabilities:labels:)"
    case weightedLogLikelihood = "negativeLogLikelihood(logProbabilities:labels:) weighted"
    case logLikelihoodOfSome = "negativeLogLikelihood(logProbabilities:labels:) ignoring a label"
    case crossEntropy = "softmaxCrossEntropy(logits:labels:)"
    case smoothedCrossEntropy = "softmaxCrossEntropy(logits:labels:) smoothed"
    case weightedCrossEntropy = "softmaxCrossEntropy(logits:labels:) smoothed, weighted"
    case crossEntropyOfSome =
      "softmaxCrossEntropy(logits:labels:) smoothed, weighted, ignoring a label"
    case crossEntropyOfProbabilities = "softmaxCrossEntropy(logits:probabilities:)"
    case weightedCrossEntropyOfProbabilities =
      "softmaxCrossEntropy(logits:probabilities:) smoothed, weighted"
  }

  let loss: Loss
  let reduction: LossReduction

  var name: String { "\(loss.rawValue), \(reduction)" }
  var inputs: [FunctionInput] { [[4, 3]] }

  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
    let x = inputs[0]
    var generator = RandomGenerator(seed: 7)
    let target = Tensor<S>.normal(x.shape, using: &generator)
    let probabilities = target.sigmoid()
    let signs = target.map { $0 < 0 ? S(-1) : 1 }
    let labels = Tensor(shape: [4], elements: [2, 0, 2, 1])
    let weights = Tensor<S>([0.5, 2, 1.25])
    return switch loss {
    case .meanSquaredError: meanSquaredError(x, target, reduction: reduction)
    case .meanAbsoluteError: meanAbsoluteError(x, target, reduction: reduction)
    case .huber: huber(x, target, delta: 0.8, reduction: reduction)
    case .smoothL1: smoothL1(x, target, beta: 0.8, reduction: reduction)
    case .hinge: hinge(x, labels: signs, reduction: reduction)
    case .binaryCrossEntropy:
      binaryCrossEntropy(logits: x, targets: probabilities, reduction: reduction)
    case .weightedBinaryCrossEntropy:
      binaryCrossEntropy(
        logits: x, targets: probabilities, positiveWeight: weights, reduction: reduction)
    case .klDivergence:
      klDivergence(logProbabilities: x, probabilities: probabilities, reduction: reduction)
    case .negativeLogLikelihood:
      negativeLogLikelihood(logProbabilities: x, labels: labels, reduction: reduction)
    case .weightedLogLikelihood:
      negativeLogLikelihood(
        logProbabilities: x, labels: labels, classWeights: weights, reduction: reduction)
    case .logLikelihoodOfSome:
      negativeLogLikelihood(
        logProbabilities: x, labels: labels, classWeights: weights, ignoring: 1,
        reduction: reduction)
    case .crossEntropyOfSome:
      softmaxCrossEntropy(
        logits: x, labels: labels, classWeights: weights, labelSmoothing: 0.2, ignoring: 0,
        reduction: reduction)
    case .crossEntropy: softmaxCrossEntropy(logits: x, labels: labels, reduction: reduction)
    case .smoothedCrossEntropy:
      softmaxCrossEntropy(logits: x, labels: labels, labelSmoothing: 0.2, reduction: reduction)
    case .weightedCrossEntropy:
      softmaxCrossEntropy(
        logits: x, labels: labels, classWeights: weights, labelSmoothing: 0.2,
        reduction: reduction)
    case .crossEntropyOfProbabilities:
      softmaxCrossEntropy(logits: x, probabilities: probabilities, reduction: reduction)
    case .weightedCrossEntropyOfProbabilities:
      softmaxCrossEntropy(
        logits: x, probabilities: probabilities, classWeights: weights, labelSmoothing: 0.2,
        reduction: reduction)
    }
  }

  static let all = Loss.allCases.flatMap { loss in
    [.mean, .sum, .none].map { LossProof(loss: loss, reduction: $0) }
  }
}
