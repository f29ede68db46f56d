import Foundation
import Gradus
import Testing

/// Steps of one length in the direction of the sign of the momentum: Signum (Bernstein, Wang,
/// Azizzadenesheli and Anandkumar, 2018, *signSGD: Compressed Optimization for Non-Convex Problems*).
///
///     m ← μ·m + (1 − μ)·g
///     p ← p − η·(sign(m) + λ·p)
struct Signum<Scalar: TensorScalar>: Optimizer {
  /// η, the length of a step.
  var learningRate: Double
  /// μ, the share of the momentum that stays at each step; 0.9 by default.
  let momentum: Double
  /// λ, which draws parameters toward zero beside the gradient; 0 by default.
  var weightDecay: Double
  /// Which parameters are trained, and how.
  var parameterRule = ParameterRule.all
  /// m of each parameter.
  var state = OptimizerState<Scalar>("momentum")

  /// Makes the optimizer; traps when the momentum is not in 0 ..< 1.
  init(
    learningRate: Double = 1e-3, momentum: Double = 0.9, weightDecay: Double = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      (0..<1).contains(momentum),
      "Signum: expected a momentum of at least 0 and below 1, found \(momentum)",
      file: file, line: line)
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
  }

  /// One step of one parameter.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func updateParameter(
    _ parameter: inout Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    along gradient: Tensor<Scalar>, at step: OptimizerStep
  ) {
    let (rate, decay) = (Scalar(step.learningRate), Scalar(step.weightDecay))
    let (kept, new) = (Scalar(momentum), Scalar(1 - momentum))
    parameter.update(&state, along: gradient) { p, m, g in
      m = kept * m + new * g
      let sign: Scalar = m > 0 ? 1 : m < 0 ? -1 : 0
      p -= rate * (sign + decay * p)
    }
  }
}

/// The line's two parameters.
private var line: Linear<Double> { Linear(weight: [[1, -2]], bias: [0.5]) }

private func gradients(_ weight: Tensor<Double>, _ bias: Tensor<Double>) -> Gradients<Double> {
  Gradients(names: ["weight", "bias"], tensors: [weight, bias])
}

@Test("two steps by hand") func twoSteps() {
  var model = line
  var optimizer = Signum<Double>(learningRate: 0.5, momentum: 0.75, weightDecay: 0.5)
  // m = [1, -1], [0]; p ← p − 0.5·(sign m + p/2)
  optimizer.update(&model, along: gradients([[4, -4]], [0]))
  #expect(model.weight.value == [[0.25, -1]] && model.bias!.value == [0.375])
  // m = 0.75·[1, -1] + 0.25·[-2, -2] = [0.25, -1.25]: the first gradient is still remembered.
  optimizer.update(&model, along: gradients([[-2, -2]], [0]))
  #expect(model.weight.value == [[-0.3125, -0.25]] && model.bias!.value == [0.28125])
  #expect(optimizer.name == "Signum" && optimizer.stepCount == 2)
}

@Test("it finds the least of a quadratic") func arrival() {
  var model = line
  var optimizer = Signum<Double>(learningRate: 0.1)
  let schedule = CosineDecay(from: 0.1, steps: 300)
  for step in 0..<300 {
    optimizer.learningRate = schedule(step)
    let (_, gradients) = valueWithGradients(at: &model) { model in
      (model.weight - 3).squared().sum() + (model.bias! + 1).squared().sum()
    }
    optimizer.update(&model, along: gradients)
  }
  #expect((model.weight.value - 3).abs().max() < 0.01)
  #expect((model.bias!.value + 1).abs().max() < 0.01)
}

@Test("the size of a gradient does not matter", arguments: [1e-6, 1, 1e6])
func sizeOfGradient(size: Double) {
  var model = line
  var optimizer = Signum<Double>(learningRate: 0.25)
  optimizer.update(&model, along: gradients([[3, -1]] * size, [1] * size))
  #expect(model.weight.value == [[0.75, -1.75]] && model.bias!.value == [0.25])
}

@Test("it goes on from a checkpoint to the same bit") func checkpoint() throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "signum-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appending(path: "signum.safetensors")

  var (model, optimizer) = (line, Signum<Double>(learningRate: 0.1))
  optimizer.update(&model, along: gradients([[10, 20]], [30]))
  try Checkpoint().save(model, optimizer, to: file)
  var (other, resumed) = (Linear<Double>(weight: [[0, 0]], bias: [0]), Signum<Double>())
  _ = try Checkpoint.load(&other, &resumed, from: file)
  // The momentum still points to where the first gradient came from.
  optimizer.update(&model, along: gradients([[-2, -2]], [-2]))
  resumed.update(&other, along: gradients([[-2, -2]], [-2]))
  #expect(other.weight.value == model.weight.value && other.bias!.value == model.bias!.value)
  #expect(resumed.learningRate == 0.1 && resumed.stepCount == 2)
}

@Test("it is for some of the parameters, and another for the rest") func groups() {
  var optimizer = OptimizerGroups<Double>([
    "matrices": Signum(learningRate: 0.25), "rest": AdamW(learningRate: 0.1),
  ]) { name, shape in
    shape.rank == 2 && !name.isInside("head") ? "matrices" : "rest"
  }
  var model = line
  optimizer.update(&model, along: gradients([[4, -4]], [8]))
  #expect(model.weight.value == [[0.75, -1.75]])
  // AdamW: p·(1 − 0.1·0.01) − 0.1·sign(g)
  #expect((model.bias!.value[0] - 0.3995).magnitude < 1e-8)
}
