import Autograd
import GradientChecking
import TensorCore

/// Pullbacks that are wrong, each with a mistake that people make. The check must reject every one, for
/// the right argument.
enum WrongPullback: String, CaseIterable, DifferentiableFunction {
  case transposedUpstream
  case missingBroadcastSum
  case softmaxGivingZero
  case softmaxWithoutProbability
  case reluIgnoringUpstream
  case meanWithoutCount
  case meanDividedTwice
  case matmulWithSwappedOperands
  case transposeAsReshape
  case permutationWithoutInverse
  case tanhDividingByUpstream
  case tanhOfItsArgument
  case detachedBranch
  case signError
  case squareRootWithoutTwo
  case squareWithoutTwo
  case sumNotBroadcastBack
  case gatherOverwritingRepeats
  case logarithmMultiplying
  case quotientWithoutSquare
  case halvesExchanged
  case sliceOffByOne
  case overwritingInsteadOfAdding
  case maximumToEveryTie
  case sigmoidOfItsArgument
  case clampLettingAllThrough
  case rememberingUpstream
  case addingToUpstream
  case roundingThroughDouble

  var name: String { rawValue }

  var inputs: [FunctionInput] {
    switch self {
    case .missingBroadcastSum: [[3, 4], [4]]
    case .transposedUpstream, .transposeAsReshape: [[3, 4]]
    case .matmulWithSwappedOperands: [[3, 3], [3, 3]]
    case .permutationWithoutInverse: [[3, 3, 3]]
    case .squareRootWithoutTwo, .logarithmMultiplying: [.positive([3, 4])]
    case .quotientWithoutSquare: [[3, 4], .positive([3, 4])]
    case .detachedBranch: [[3, 4], [3, 4]]
    case .halvesExchanged: [[2, 3], [2, 3]]
    case .maximumToEveryTie: [.values([2, 3], [2, 1, 2, 0, 0, 0])]
    default: [[3, 4]]
    }
  }

  var samplesLieOnKinks: Bool { self == .maximumToEveryTie }

  /// The input whose gradient is wrong.
  var wrongInput: Int {
    switch self {
    case .missingBroadcastSum, .quotientWithoutSquare, .detachedBranch: 1
    default: 0
    }
  }

  /// A part of the sentence that says why; nil where no mistake gives just this gradient.
  var cause: String? {
    switch self {
    case .missingBroadcastSum: "not summed over what broadcasting has repeated"
    case .sumNotBroadcastBack: "not repeated for every element"
    case .softmaxGivingZero, .detachedBranch: "no gradient arrives at all"
    case .reluIgnoringUpstream, .rememberingUpstream, .addingToUpstream:
      "does not use the upstream gradient"
    case .tanhDividingByUpstream: "divides by the upstream gradient"
    case .meanWithoutCount: "12 times too large"
    case .meanDividedTwice: "12 times too small"
    case .transposedUpstream, .transposeAsReshape: "arrives transposed"
    case .permutationWithoutInverse, .sliceOffByOne: "at the wrong places"
    case .signError: "the sign is wrong"
    case .squareWithoutTwo: "half of what it should be"
    case .squareRootWithoutTwo: "twice what it should be"
    case .logarithmMultiplying: "x² times"
    case .quotientWithoutSquare: "x times"
    case .gatherOverwritingRepeats: "elements are right"
    case .clampLettingAllThrough: "should be 0"
    case .halvesExchanged: "it is the gradient of input 1"
    case .maximumToEveryTie: "another place than the value came from"
    case .roundingThroughDouble: "leaves its scalar type"
    case .softmaxWithoutProbability, .matmulWithSwappedOperands, .tanhOfItsArgument,
      .overwritingInsteadOfAdding, .sigmoidOfItsArgument:
      nil
    }
  }

  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
    let x = inputs[0]
    let a = x.value
    switch self {
    case .transposedUpstream:
      return Variable(
        "squared", a.squared(), (x, { $0.reshaped(to: [4, 3]).transposed() * a * 2 }))
    case .missingBroadcastSum:
      return Variable("+", a + inputs[1].value, (x, { $0 }), (inputs[1], { $0 }))
    case .softmaxGivingZero:
      return Variable("softmax", x.softmax().value, (x, { .zeros($0.shape) }))
    case .softmaxWithoutProbability:
      let p = x.softmax().value
      return Variable(
        "softmax", p, (x, { u in u - (u * p).sum(along: 1, keepingDimensions: true) }))
    case .reluIgnoringUpstream:
      return Variable("relu", a.relu(), (x, { _ in a.map { $0 > 0 ? 1 : 0 } }))
    case .meanWithoutCount:
      return Variable("mean", Tensor(a.mean()), (x, { $0.broadcast(to: a.shape) }))
    case .meanDividedTwice:
      return Variable("mean", Tensor(a.mean()), (x, { ($0 / 144).broadcast(to: a.shape) }))
    case .matmulWithSwappedOperands:
      let b = inputs[1].value
      return Variable(
        "matmul", TensorCore.matmul(a, b),
        (x, { TensorCore.matmul(b, $0, transposeA: true) }),
        (inputs[1], { TensorCore.matmul(a, $0, transposeA: true) }))
    case .transposeAsReshape:
      return Variable("transpose", a.transposed(), (x, { $0.reshaped(to: a.shape) }))
    case .permutationWithoutInverse:
      return Variable(
        "permute", a.permuted(to: [1, 2, 0]), (x, { $0.permuted(to: [1, 2, 0]) }))
    case .tanhDividingByUpstream:
      let y = a.tanh()
      return Variable("tanh", y, (x, { (1 - y * y) / $0 }))
    case .tanhOfItsArgument:
      return Variable("tanh", a.tanh(), (x, { $0 * (1 - a * a) }))
    case .detachedBranch:
      return x * inputs[1].detached()
    case .signError:
      return Variable("cos", a.cos(), (x, { $0 * a.sin() }))
    default:
      return evaluateMore(x, inputs)
    }
  }
}
