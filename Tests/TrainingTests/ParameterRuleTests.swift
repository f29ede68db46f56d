import Layers
import TensorCore
import Testing
import Training

/// Which parameters decay, which are frozen, which rate. That the paths are those of PyTorch's groups is
/// compared with the optimizers.
@Suite struct ParameterRuleTests {
  @Test("by one line, biases and norms do not decay")
  func decay() {
    var model = SmallModel()
    let start = model
    var optimizer = SGD<Double>(learningRate: 0.5, weightDecay: 0.5)
    optimizer.parameterRule = .decayMatricesOnly
    optimizer.update(&model, along: zeroGradients(of: model))
    #expect(model.weight.value == start.weight.value.map { 0.75 * $0 })
    #expect(model.bias.value == start.bias.value && model.scale.value == start.scale.value)
    optimizer.parameterRule = .all
    optimizer.update(&model, along: zeroGradients(of: model))
    #expect(model.bias.value == start.bias.value.map { 0.75 * $0 })
  }

  @Test("what is frozen neither moves nor counts, whatever its gradient")
  func frozen() {
    for optimizer in allOptimizers { expectFrozen(optimizer) }
  }

  private func expectFrozen<O: Optimizer<Double>>(_ optimizer: O) {
    var (model, optimizer) = (SmallModel(), optimizer)
    let start = model
    optimizer.parameterRule = ParameterRule { name, _ in name == "bias" ? .frozen : .trained }
    for step in 0..<3 {
      var gradients = model.gradients(at: step)
      gradients.tensors[1] = Tensor([.nan, .infinity])
      optimizer.update(&model, along: gradients)
    }
    #expect(model.bias.value == start.bias.value, "\(optimizer.name)")
    #expect(model.weight.value != start.weight.value && model.scale.value != start.scale.value)
    var steps: [String: Double] = [:]
    optimizer.visitState { name, tensor in
      if name.hasSuffix(".step") { steps[name] = tensor.scalar() }
    }
    #expect(steps == ["weight.step": 3, "bias.step": 0, "scale.step": 3], "\(optimizer.name)")
  }

  @Test("a rate is a multiple of the optimizer's, also of one that a schedule sets")
  func rates() {
    var model = SmallModel()
    let start = model
    var optimizer = SGD<Double>(learningRate: 1)
    optimizer.parameterRule = ParameterRule { _, shape in shape.rank == 2 ? .rate(0.25) : .trained }
    optimizer.learningRate = 2
    let gradients = model.gradients(at: 0)
    optimizer.update(&model, along: gradients)
    #expect(model.weight.value == start.weight.value - gradients.tensors[0] * 0.5)
    #expect(model.scale.value == start.scale.value - gradients.tensors[2] * 2)
  }

  @Test func negativeFactor() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ParameterTreatment.rate(-1)
    }
    expect(
      "ParameterTreatment: expected a finite factor of at least 0, found -1.0", in: result,
      at: "ParameterRuleTests.swift:")
  }

  private func zeroGradients(of model: SmallModel) -> Gradients<Double> {
    var gradients = model.gradients(at: 0)
    for index in gradients.tensors.indices { gradients.tensors[index].update { _ in 0 } }
    return gradients
  }
}
