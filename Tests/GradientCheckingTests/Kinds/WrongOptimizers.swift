import Autograd
import GradientChecking
import Layers
import Synchronization
import TensorCore
import Training

/// Optimizers that are wrong, each with a mistake that people make.
struct WrongOptimizer: Optimizer {
  enum Mistake: String, CaseIterable, GradientCheckingTests.Mistake {
    case uphill
    case withoutBiasCorrection
    case rateOfTheOptimizer
    case rateFromTheBeginning
    case decayOfAll
    case quotientOfZero
    case memoryNotWritten
    case countOfCalls
    case random
    case moved

    var check: String {
      switch self {
      case .uphill: "direction"
      case .rateFromTheBeginning: "rate of 0"
      case .quotientOfZero: "gradient of 0"
      case .countOfCalls, .random: "repetition"
      case .moved: "direction"
      default: "trajectory"
      }
    }

    var remark: String {
      switch self {
      case .uphill: "the sign is wrong: p is to lose what the rule gives."
      case .withoutBiasCorrection: "after step 1, the parameter of shape [3, 4]"
      case .rateOfTheOptimizer: "the rate of the parameter, which is half of the optimizer's here"
      case .rateFromTheBeginning: "the rate is taken from where the optimizer was made"
      case .decayOfAll: "step.weightDecay is to be used."
      case .quotientOfZero: "0/0: an epsilon is missing in the divisor."
      case .memoryNotWritten: "what is remembered of earlier steps"
      case .countOfCalls, .random: "holds a class, so that a copy is none, or draws random numbers."
      case .moved: "leaves it where it is. Likely cause: the change is made to a copy"
      }
    }

    /// The rule that it should follow.
    var reference: OptimizerReference {
      switch self {
      case .withoutBiasCorrection: OptimizerCase.adamRule
      default:
        .rule(memory: 1) { p, memory, step in
          memory[0] = 0.5 * memory[0] + step.gradient
          p -= step.learningRate * (memory[0] + step.weightDecay * p)
        }
      }
    }
  }

  /// Something that copies share.
  private final class Count: Sendable {
    let value = Mutex(0.0)
  }

  let mistake: Mistake
  let firstRate = 0.25
  var learningRate = 0.25
  var weightDecay = 0.5
  var parameterRule = ParameterRule.all
  var state: OptimizerState<Double>
  private let count = Count()

  init(_ mistake: Mistake) {
    self.mistake = mistake
    state = OptimizerState("mean", "square")
    if mistake == .withoutBiasCorrection { weightDecay = 0 }
  }

  func updateParameter(
    _ parameter: inout Tensor<Double>, _ state: inout [Tensor<Double>],
    along gradient: Tensor<Double>, at step: OptimizerStep
  ) {
    let rate =
      switch mistake {
      case .rateOfTheOptimizer: learningRate
      case .rateFromTheBeginning: firstRate
      default: step.learningRate
      }
    let decay = mistake == .decayOfAll ? weightDecay : step.weightDecay
    let calls = count.value.withLock { count in
      count += 1
      return count
    }
    switch mistake {
    case .uphill: parameter += gradient * rate
    case .withoutBiasCorrection:
      state[0] = state[0] * 0.9 + gradient * 0.1
      state[1] = state[1] * 0.999 + gradient * gradient * 0.001
      parameter -= state[0] * rate / (state[1].sqrt() + 1e-8)
    case .quotientOfZero: parameter -= gradient / gradient.abs() * rate
    case .memoryNotWritten:
      let mean = state[0] * 0.5 + gradient
      parameter -= (mean + parameter * decay) * rate
    case .countOfCalls: parameter -= gradient * (rate / calls)
    case .random: parameter -= gradient * (rate * Double.random(in: 1...2))
    case .moved:
      var copy = parameter
      copy -= gradient * rate
    default:
      state[0] = state[0] * 0.5 + gradient
      parameter -= (state[0] + parameter * decay) * rate
    }
  }
}

/// Momentum that is kept beside the state.
struct ForgetfulMomentum: Optimizer {
  var learningRate = 0.25
  var weightDecay = 0.0
  var parameterRule = ParameterRule.all
  var state = OptimizerState<Double>("unused")
  private var means: [String: Tensor<Double>] = [:]

  init() {}

  func updateParameter(
    _ parameter: inout Tensor<Double>, _ state: inout [Tensor<Double>],
    along gradient: Tensor<Double>, at step: OptimizerStep
  ) {}

  mutating func update<M: Module<Double>>(_ model: inout M, along gradients: Gradients<Double>) {
    if stepCount == 0 { prepare(for: model) }
    var index = 0
    model.visitParameters { name, parameter in
      let old = means[name.path] ?? .zeros(parameter.shape)
      means[name.path] = old * 0.5 + gradients.tensors[index]
      parameter = Variable(parameter.value - means[name.path]! * learningRate)
      index += 1
    }
  }
}
