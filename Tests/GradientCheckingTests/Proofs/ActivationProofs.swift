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
  case hardSwish = "hardSwish()"

  var name: String { rawValue }

  var inputs: [FunctionInput] {
    // Both kinks of hardSwish lie inside.
    self == .hardSwish ? [.uniform([4, 5], in: -5...5)] : [[3, 4]]
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
    case .hardSwish: x.hardSwish()
    }
  }
}
