import Gradus
import Testing

/// What a loss does not depend on gets a gradient all the same: zeros of its own shape.
@Suite("Parameters that the loss does not depend on")
struct IndependentParameterTests {
  let used: Tensor<Double> = [1, 2]
  let unused: Tensor<Double> = [[3, 4, 5]]

  @Test("an unused input has a gradient of zeros") func unusedInput() {
    let (_, gradients) = valueWithGradients(at: [unused, used]) { $0[1].sum() }
    #expect(gradients == [.zeros([1, 3]), .ones([2])])
    let both = valueWithGradients(at: [used, unused], upstream: [5, 6]) { $0[0] * 2 }
    #expect(both.gradients == [[10, 12], .zeros([1, 3])])
  }

  @Test("a constant depends on nothing") func constant() {
    let (value, gradients) = valueWithGradients(at: [used, unused]) { _ in Variable(Tensor(7)) }
    #expect(value == Tensor(7))
    #expect(gradients == [.zeros([2]), .zeros([1, 3])])
  }

  @Test("an input that is the result itself") func identity() {
    let (_, gradients) = valueWithGradients(at: [Tensor(2.0), used]) { $0[0] }
    #expect(gradients == [Tensor(1), .zeros([2])])
  }

  @Test("a layer that is left out") func unusedLayer() {
    var generator = RandomGenerator(seed: 1)
    var model = Sequential<Double>(
      Linear(2, 3, using: &generator), Linear(2, 1, using: &generator))
    let (_, gradients) = valueWithGradients(at: &model) { model in
      var context = Context.inference
      return model.layers[1].forward(Variable([[1, 2]]), in: &context).sum()
    }
    #expect(gradients["0.weight"] == .zeros([3, 2]) && gradients["0.bias"] == .zeros([3]))
    #expect(gradients["1.weight"] == [[1, 2]] && gradients["1.bias"] == [1])
  }
}
