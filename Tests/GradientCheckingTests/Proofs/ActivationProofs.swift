import Autograd
import GradientChecking
import Layers
import TensorCore

/// Activations as functions. A new one is a case here and a line in the switch.
enum ActivationProof: String, CaseIterable, DifferentiableFunction {
  case leakyReLU = "leakyReLU()"
  case elu = "elu()"
  case eluOfOtherAlpha = "elu(), alpha 0.7"
  case selu = "selu()"
  case gelu = "gelu()"
  case tanhGELU = "gelu(), by tanh"
  case silu = "silu()"
  case mish = "mish()"
  case softplus = "softplus()"
  case softplusOfOtherBeta = "softplus(), beta 2.5"
  case relu6 = "relu6()"
  case glu = "glu()"
  case gluOfRows = "glu(), along axis 0"
  case prelu = "prelu(_:)"
  case preluOfChannels = "prelu(_:), of channels"
  case hardSwish = "hardSwish()"

  var name: String { rawValue }

  var inputs: [FunctionInput] {
    // Both kinks of hardSwish and of relu6 lie inside.
    switch self {
    case .hardSwish: [.uniform([4, 5], in: -5...5)]
    case .relu6: [.uniform([4, 5], in: -3...9)]
    case .gluOfRows: [[2, 3]]
    case .prelu: [[3, 4], [1]]
    case .preluOfChannels: [[2, 3, 4], [3, 1]]
    default: [[3, 4]]
    }
  }

  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
    let x = inputs[0]
    return switch self {
    case .leakyReLU: x.leakyReLU()
    case .elu: x.elu()
    case .eluOfOtherAlpha: x.elu(alpha: 0.7)
    case .selu: x.selu()
    case .gelu: x.gelu()
    case .tanhGELU: x.gelu(.tanh)
    case .silu: x.silu()
    case .mish: x.mish()
    case .softplus: x.softplus()
    case .softplusOfOtherBeta: x.softplus(beta: 2.5)
    case .relu6: x.relu6()
    case .glu: x.glu()
    case .gluOfRows: x.glu(along: 0)
    case .prelu, .preluOfChannels: x.prelu(inputs[1])
    case .hardSwish: x.hardSwish()
    }
  }
}
