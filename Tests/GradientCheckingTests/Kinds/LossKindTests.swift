import Autograd
import GradientChecking
import Layers
import TensorCore
import Testing

/// Losses that are wrong, each with a mistake that people make.
enum WrongLoss: String, CaseIterable, LossProof, Mistake {
  case sumIsMean
  case meanOfSamples
  case reducedTooEarly
  case overflowing
  case softmaxOverSamples
  case targetNotUsed
  case signOfTheEntropy
  case half

  var name: String { rawValue }
  var prediction: FunctionInput { [4, 3] }
  var target: FunctionInput { .uniform([4, 3], in: 0.1...0.9) }

  var check: String {
    switch self {
    case .sumIsMean, .meanOfSamples, .reducedTooEarly: "reduction"
    case .overflowing: "extreme predictions"
    case .softmaxOverSamples: "batch of one"
    case .targetNotUsed: "target"
    case .signOfTheEntropy: "least loss"
    case .half: "central differences"
    }
  }

  var remark: String {
    switch self {
    case .sumIsMean: ".sum gives the mean."
    case .meanOfSamples: "it is divided by 4; if that is meant, meanDivisor(for:) says so."
    case .reducedTooEarly: "the losses are reduced before the reduction is asked for."
    case .overflowing: "an exponential that overflows, or a logarithm of 0"
    case .softmaxOverSamples: "something goes along the axis of the samples"
    case .targetNotUsed: "the losses stay the same when the targets change places."
    case .signOfTheEntropy: "a sign is wrong, or prediction and target have changed places."
    case .half: "ratio 0.5; 12 of 12 elements are wrong. Likely cause: it is half of what"
    }
  }

  func loss<S: TensorScalar>(
    _ x: Variable<S>, _ target: Tensor<S>, reduction: LossReduction
  ) -> Variable<S> {
    let y = Variable(target)
    let squares = (x - y).squared()
    func reduced(_ losses: Variable<S>) -> Variable<S> {
      switch reduction {
      case .mean: losses.mean()
      case .sum: losses.sum()
      case .none: losses
      }
    }
    switch self {
    case .sumIsMean: return reduction == .sum ? squares.mean() : reduced(squares)
    case .meanOfSamples:
      return reduction == .mean ? squares.sum() / S(Double(x.shape[0])) : reduced(squares)
    case .reducedTooEarly: return squares.mean()
    case .overflowing:
      let exponentials = x.exp()
      let softmax = exponentials / exponentials.sum(along: 1, keepingDimensions: true)
      return reduced(-(y * softmax.log()).sum(along: 1))
    case .softmaxOverSamples: return reduced(-(y * x.logSoftmax(along: 0)).sum(along: 1))
    case .targetNotUsed: return reduced(x.squared())
    case .signOfTheEntropy: return reduced((y * x.logSoftmax()).sum(along: 1))
    case .half: return reduced(Variable("half", squares.value, (squares, { $0 * 0.5 })))
    }
  }

  func bestPrediction(for target: Tensor<Double>) -> Tensor<Double>? {
    self == .signOfTheEntropy ? target.log() : nil
  }
}

@Suite struct LossKindTests {
  @Test("the framework's losses are right", arguments: FrameworkLoss.all)
  func losses(loss: FrameworkLoss) {
    for seed in 1...2 { #expect(checkLoss(loss, seed: UInt64(seed)) == []) }
  }

  @Test("a wrong loss is rejected", arguments: WrongLoss.allCases)
  func mistakes(mistake: WrongLoss) { expect(mistake, in: checkLoss(mistake)) }

  @Test("a loss without samples, or with one alone, or with NaN, is said") func noSamples() {
    struct Loss: LossProof {
      let name = "loss"
      var prediction: FunctionInput
      var target: FunctionInput
      func loss<S: TensorScalar>(
        _ x: Variable<S>, _ target: Tensor<S>, reduction: LossReduction
      ) -> Variable<S> { meanSquaredError(x, target, reduction: reduction) }
    }
    for (x, y) in [([0, 3], [0, 3]), ([1, 3], [1, 3]), ([3, 2], [2, 2]), ([], [])]
      as [(FunctionInput, FunctionInput)]
    {
      let problems = checkLoss(Loss(prediction: x, target: y))
      #expect(problems.map(\.check) == ["samples"])
    }
    let problems = checkLoss(Loss(prediction: [2], target: .values([2], [1, .nan])))
    #expect(problems.map(\.check) == ["samples"] && problems[0].finding.contains("not finite"))
  }
}
