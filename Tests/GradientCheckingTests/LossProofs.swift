import Autograd
import GradientChecking
import Layers
import TensorCore
import Testing

/// The framework's losses. A new one is a case here and a line in the switches.
struct FrameworkLoss: LossProof, CustomTestStringConvertible {
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

  let kind: Loss

  static let all = Loss.allCases.map { FrameworkLoss(kind: $0) }

  var testDescription: String { name }
  var name: String { kind.rawValue }
  var prediction: FunctionInput { [4, 3] }

  var target: FunctionInput {
    switch kind {
    case .meanSquaredError, .meanAbsoluteError, .huber, .smoothL1: [4, 3]
    case .hinge: .values([4, 3], [1, 1, -1, -1, 1, -1, 1, -1, -1, -1, 1, 1])
    case .binaryCrossEntropy, .weightedBinaryCrossEntropy, .klDivergence,
      .crossEntropyOfProbabilities, .weightedCrossEntropyOfProbabilities:
      .uniform([4, 3], in: 0.1...0.9)
    default: .values([4], [2, 0, 2, 1])
    }
  }

  func loss<S: TensorScalar>(
    _ x: Variable<S>, _ target: Tensor<S>, reduction: LossReduction
  ) -> Variable<S> {
    var labels: Tensor<Int> { Tensor(target.elements.map { Int($0.doubleValue) }) }
    let weights = Tensor<S>(Self.weights)
    return switch kind {
    case .meanSquaredError: meanSquaredError(x, target, reduction: reduction)
    case .meanAbsoluteError: meanAbsoluteError(x, target, reduction: reduction)
    case .huber: huber(x, target, delta: 0.8, reduction: reduction)
    case .smoothL1: smoothL1(x, target, beta: 0.8, reduction: reduction)
    case .hinge: hinge(x, labels: target, reduction: reduction)
    case .binaryCrossEntropy:
      binaryCrossEntropy(logits: x, targets: target, reduction: reduction)
    case .weightedBinaryCrossEntropy:
      binaryCrossEntropy(
        logits: x, targets: target, positiveWeight: weights, reduction: reduction)
    case .klDivergence:
      klDivergence(logProbabilities: x, probabilities: target, reduction: reduction)
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
      softmaxCrossEntropy(logits: x, probabilities: target, reduction: reduction)
    case .weightedCrossEntropyOfProbabilities:
      softmaxCrossEntropy(
        logits: x, probabilities: target, classWeights: weights, labelSmoothing: 0.2,
        reduction: reduction)
    }
  }

  private static let weights = Tensor<Double>([0.5, 2, 1.25])

  func meanDivisor(for target: Tensor<Double>) -> Double? {
    func sum(ignoring ignored: Double? = nil) -> Double {
      target.elements.filter { $0 != ignored }.reduce(0) { $0 + Self.weights.elements[Int($1)] }
    }
    return switch kind {
    case .weightedLogLikelihood, .weightedCrossEntropy: sum()
    case .logLikelihoodOfSome: sum(ignoring: 1)
    case .crossEntropyOfSome: sum(ignoring: 0)
    default: nil
    }
  }

  func bestPrediction(for target: Tensor<Double>) -> Tensor<Double>? {
    switch kind {
    case .meanSquaredError, .meanAbsoluteError, .huber, .smoothL1: target
    case .hinge: target * 2
    case .binaryCrossEntropy: (target / (1 - target)).log()
    case .crossEntropyOfProbabilities: target.log()
    default: nil
    }
  }
}

/// A loss with each reduction, for the register.
struct ReducedLossProof: DifferentiableFunction {
  let loss: any LossProof
  let reduction: LossReduction

  var name: String { "\(loss.name), \(reduction)" }
  var inputs: [FunctionInput] {
    [loss.prediction, .constant(loss.target.shape, loss.target.sampling)]
  }

  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
    loss.loss(inputs[0], inputs[1].value, reduction: reduction)
  }

  static func all(of losses: [any LossProof]) -> [ReducedLossProof] {
    losses.flatMap { loss in
      [.mean, .sum, .none].map { ReducedLossProof(loss: loss, reduction: $0) }
    }
  }
}
