import Autograd
import Layers
import TensorCore
import Testing
import Training

/// The example of `Optimizer`'s documentation, and all that a new optimizer takes.
private struct HeavyBall<Scalar: TensorScalar>: Optimizer {
  var learningRate: Double
  var weightDecay = 0.0
  var parameterRule = ParameterRule.all
  var state = OptimizerState<Scalar>("velocity")

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func updateParameter(
    _ parameter: inout Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    along gradient: Tensor<Scalar>, at step: OptimizerStep
  ) {
    let rate = Scalar(step.learningRate)
    parameter.update(&state, along: gradient) { p, velocity, g in
      velocity = 0.9 * velocity + g
      p -= rate * velocity
    }
  }
}

@Suite struct NewOptimizerTests {
  @Test("an optimizer of one's own is one small type")
  func ownOptimizer() {
    var (model, copy) = (SmallModel(), SmallModel())
    var own = HeavyBall<Double>(learningRate: 0.05)
    var sgd = SGD<Double>(learningRate: 0.05, momentum: 0.9)
    for step in 0..<20 {
      own.update(&model, along: model.gradients(at: step))
      sgd.update(&copy, along: copy.gradients(at: step))
    }
    for (ours, theirs) in zip(model.state, copy.state) {
      #expect((ours.value - theirs.value).abs().max() < 1e-14)
    }
    #expect(own.name == "HeavyBall" && sgd.name == "SGD" && own.stepCount == 20)
  }

  @Test("each finds the least of a quadratic")
  func minimizes() {
    for optimizer in allOptimizers { expectDescent(optimizer) }
  }

  private func expectDescent<O: Optimizer<Double>>(_ optimizer: O) {
    var (model, optimizer) = (SmallModel(), optimizer)
    let rate = optimizer.learningRate
    let schedule = CosineDecay(from: rate, steps: 800)
    for step in 0..<800 {
      optimizer.learningRate = schedule(step)
      let (_, gradients) = valueWithGradients(at: &model) { model in
        (model.weight - 1).squared().sum() + (model.bias + 2).squared().sum()
          + model.scale.squared().sum()
      }
      optimizer.update(&model, along: gradients)
    }
    // From 8 at the start. AdamW's decay draws the least toward zero, and Lion crosses it to and fro.
    let distance = (model.weight.value - 1).abs().max() + (model.bias.value + 2).abs().max()
    #expect(distance < 0.1, "\(optimizer.name)")
  }

  /// The first step of Adam and of its relatives is the rate in the direction of −g, of any g.
  @Test("the first step is the rate times a sign", arguments: [1e-4, 1, 1e4])
  func firstStep(size: Double) {
    let optimizers: [any Optimizer<Double>] = [
      Adam(learningRate: 0.1), AMSGrad(learningRate: 0.1), AdaMax(learningRate: 0.1),
      AdaGrad(learningRate: 0.1), Lion(learningRate: 0.1), AdamW(learningRate: 0.1, weightDecay: 0),
    ]
    for optimizer in optimizers { expectUnitStep(optimizer, size) }
  }

  private func expectUnitStep<O: Optimizer<Double>>(_ optimizer: O, _ size: Double) {
    var (model, optimizer) = (SmallModel(), optimizer)
    var gradients = model.gradients(at: 0)
    for index in gradients.tensors.indices { gradients.tensors[index].update { size * $0 } }
    let start = model
    optimizer.update(&model, along: gradients)
    let step = (model.weight.value - start.weight.value).elements
    for (moved, g) in zip(step, gradients.tensors[0].elements) {
      #expect((moved + 0.1 * (g > 0 ? 1 : -1)).magnitude < 1e-4, "\(optimizer.name)")
    }
  }
}
