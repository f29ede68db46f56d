import Autograd
import GradientChecking
import Layers
import TensorCore

/// Layers that are wrong in ways in which functions cannot be.
enum WrongLayer: String, CaseIterable, LayerProof {
  case forgottenParameter
  case sameNameTwice
  case forgottenGain
  case unusedParameter
  case randomWithoutSeed
  case wrongAtInferenceOnly

  var name: String { rawValue }
  var inputShape: Shape { [4, 3] }

  /// What the problem must say.
  var finding: String {
    switch self {
    case .forgottenParameter: "visitParameters names 1 of 2 variables"
    case .sameNameTwice: "visitParameters gives a name twice"
    case .forgottenGain: "forgottenGain (training), input: at"
    case .unusedParameter: "unusedParameter (training), second: the gradient is zero everywhere"
    case .randomWithoutSeed: "called again, it gives another value"
    case .wrongAtInferenceOnly: "wrongAtInferenceOnly (inference), input: at"
    }
  }

  func layer<S: TensorScalar>(using generator: inout RandomGenerator) -> any Layer<S> {
    Wrong<S>(mistake: self)
  }
}

private struct Wrong<Scalar: TensorScalar>: Layer {
  let mistake: WrongLayer
  var first = Variable<Scalar>(.ones([3]))
  var second = Variable<Scalar>(.zeros([3]))

  func forward(_ x: Variable<Scalar>, in context: inout Context) -> Variable<Scalar> {
    let output = x * first + second
    switch mistake {
    case .forgottenParameter, .sameNameTwice: return output
    case .forgottenGain:
      return Variable(
        "gain", output.value, (x, { $0 }), (first, { ($0 * x.value).sum(along: 0) }),
        (second, { $0.sum(along: 0) }))
    case .unusedParameter: return x * first
    case .randomWithoutSeed: return output * Scalar(Double.random(in: 1...2))
    case .wrongAtInferenceOnly:
      guard !context.isTraining else { return output }
      return Variable("gain", output.value, (x, { $0 }), (output, { $0 * 0 + $0 }))
    }
  }

  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    visit("first", &first)
    if mistake == .forgottenParameter { return }
    visit(mistake == .sameNameTwice ? "first" : "second", &second)
  }
}
