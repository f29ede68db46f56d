import Curriculum
import Gradus

/// Adam as it would be without its bias correction, to show what the correction is for.
struct UncorrectedAdam: Optimizer {
  var learningRate: Double
  var weightDecay = 0.0
  var parameterRule = ParameterRule.all
  var state = OptimizerState<Double>("mean", "square")

  init(learningRate: Double) { self.learningRate = learningRate }

  func updateParameter(
    _ parameter: inout Tensor<Double>, _ state: inout [Tensor<Double>],
    along gradient: Tensor<Double>, at step: OptimizerStep
  ) {
    state[0] = 0.9 * state[0] + 0.1 * gradient
    state[1] = 0.999 * state[1] + 0.001 * gradient.squared()
    parameter -= step.learningRate * state[0] / (state[1].sqrt() + 1e-8)
  }
}

/// A parameter that is a model by itself.
struct Weights: Module {
  var values: Variable<Double>

  mutating func visitParameters(_ visit: ParameterVisit<Double>) { visit("values", &values) }

  /// One step along a gradient that does not come from any loss.
  mutating func move(_ optimizer: inout any Optimizer<Double>, along gradient: Tensor<Double>) {
    optimizer.update(&self, along: Gradients(names: ["values"], tensors: [gradient]))
  }
}

extension OptimizationExperiment {
  // MARK: (e) Bias correction

  /// How long Adam's steps are while the gradient stays the same, in multiples of the rate.
  public struct StepLengths: Sendable {
    /// As the paper has it.
    public let corrected: [Double]
    /// Without the correction.
    public let uncorrected: [Double]
  }

  /// The lengths of Adam's first steps along a gradient that stays the same.
  public func adamStepLengths(
    by adam: Contestant = .adam, _ steps: Int = 5000, gradient: Double = 1
  ) -> StepLengths {
    func lengths(_ optimizer: any Optimizer<Double>) -> [Double] {
      var optimizer = optimizer
      var weights = Weights(values: Variable([0]))
      var place = 0.0
      return (0..<steps).map { _ in
        weights.move(&optimizer, along: Tensor([gradient]))
        defer { place = weights.values.value[0] }
        return abs(weights.values.value[0] - place)
      }
    }
    return StepLengths(
      corrected: lengths(adam.optimizer(1)),
      uncorrected: lengths(UncorrectedAdam(learningRate: 1)))
  }

  /// The first step of Adam at a rate of 0.001, for gradients of several sizes.
  public func firstSteps(_ gradients: [Double], by adam: Contestant = .adam) -> [Double] {
    var optimizer = adam.optimizer(1e-3)
    var weights = Weights(values: Variable(.zeros([gradients.count])))
    weights.move(&optimizer, along: Tensor(gradients))
    return weights.values.value.elements
  }

  // MARK: (f) Decay

  /// Mean weights over the steps, for gradients that are nothing but noise of some size.
  public struct DecayCurves: Sendable {
    /// As in "AdamW".
    public let name: String
    /// For each size of the noise, the mean weight before each step and at the end.
    public let curves: [(noise: Double, weights: [Double])]
  }

  /// What weight decay does to weights that start from 1 and that the data say nothing about: inside of
  /// Adam, λ·p added to the gradient, and decoupled from it.
  ///
  /// - Parameters:
  ///   - noises: Standard deviations of the gradients.
  ///   - steps: How many steps to take, at a rate of 0.001.
  ///   - decay: λ.
  ///   - seed: Of the noise.
  public func decayCurves(
    noises: [Double] = [0.1, 1, 10], steps: Int = 2000, decay: Double = 1, seed: UInt64
  ) -> [DecayCurves] {
    let optimizers: [(name: String, make: () -> any Optimizer<Double>)] = [
      ("L2 inside Adam", { Adam(learningRate: 1e-3, weightDecay: decay) }),
      ("AdamW", { AdamW(learningRate: 1e-3, weightDecay: decay) }),
    ]
    return optimizers.map { name, make in
      DecayCurves(
        name: name,
        curves: noises.map { noise in
          var generator = RandomGenerator(seed: seed)
          var optimizer = make()
          var weights = Weights(values: Variable(.ones([100])))
          let means = (0..<steps).map { _ in
            let mean = weights.values.value.mean()
            weights.move(
              &optimizer, along: .normal([100], standardDeviation: noise, using: &generator))
            return mean
          }
          return (noise, means + [weights.values.value.mean()])
        })
    }
  }
}
