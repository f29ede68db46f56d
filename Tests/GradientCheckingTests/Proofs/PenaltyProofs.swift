import Autograd
import GradientChecking
import Layers
import TensorCore
import Training

/// The penalties of a model's parameters, as functions of these parameters.
enum PenaltyProof: String, CaseIterable, DifferentiableFunction {
  case l2 = "l2Penalty(_:strength:)"
  case l1 = "l1Penalty(_:strength:)"
  case elasticNet = "elasticNetPenalty(_:strength:)"

  var name: String { rawValue }
  var inputs: [FunctionInput] { [[3, 4], [3]] }

  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
    var model = Linear<S>(weight: .zeros([3, 4]), bias: .zeros([3]))
    (model.weight, model.bias) = (inputs[0], inputs[1])
    return switch self {
    case .l2: l2Penalty(model, strength: 0.7, of: .all)
    case .l1: l1Penalty(model, strength: 0.7, of: .all)
    case .elasticNet: elasticNetPenalty(model, strength: 0.7, l1Share: 0.3, of: .all)
    }
  }
}
