import Autograd
import GradientChecking
import Layers
import TensorCore

/// Losses with all reductions. A new one is a case here and a line in the switch.
struct LossProof: DifferentiableFunction {
  enum Loss: String, CaseIterable {
    case meanSquaredError = "meanSquaredError(_:_:)"
  }

  let loss: Loss
  let reduction: LossReduction

  var name: String { "\(loss.rawValue), \(reduction)" }
  var inputs: [FunctionInput] { [[4, 3]] }

  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
    var generator = RandomGenerator(seed: 7)
    let target = Tensor<S>.normal(inputs[0].shape, using: &generator)
    return switch loss {
    case .meanSquaredError: meanSquaredError(inputs[0], target, reduction: reduction)
    }
  }

  static let all = Loss.allCases.flatMap { loss in
    [.mean, .sum, .none].map { LossProof(loss: loss, reduction: $0) }
  }
}
