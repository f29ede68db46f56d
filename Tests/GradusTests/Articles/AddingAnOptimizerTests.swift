import Gradus
import Testing

// What the article "Adding an optimizer" says beside its code.

@Suite("The article on optimizers") struct AddingAnOptimizerTests {
  @Test("what is frozen stays, and biases may be spared the decay") func parameterRule() {
    var model = Linear<Double>(weight: [[1, -2]], bias: [0.5])
    var optimizer = Signum<Double>(learningRate: 0.5, weightDecay: 1)
    optimizer.parameterRule = .decayMatricesOnly
    optimizer.update(
      &model,
      along:
        Gradients(names: ["weight", "bias"], tensors: [[[0, 0]], [0]]))
    #expect(model.weight.value == [[0.5, -1]] && model.bias!.value == [0.5])
  }
}
