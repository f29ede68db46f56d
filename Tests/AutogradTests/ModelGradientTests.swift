import Layers
import TensorCore
import Testing

@testable import Autograd

/// A model with two parameters and a buffer.
private struct Model: Module {
  var a = Variable(Tensor<Double>([1, 2]))
  var b = Variable(Tensor<Double>(3))
  var seen = Variable(Tensor<Double>(0))

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    visit("a", &a)
    visit(.buffer("seen"), &seen)
    visit("b", &b)
  }
}

private struct Stop: Error {}

/// Whether no variable is on a tape.
private func areConstants(_ variables: Variable<Double>...) -> Bool {
  variables.allSatisfy { $0.node == nil }
}

@Suite struct ModelGradientTests {
  @Test func gradientsOfAModel() {
    var model = Model()
    let (value, gradients) = valueWithGradients(at: &model) { ($0.a * $0.b * $0.b).sum() }
    #expect(value == 27)
    #expect(gradients.names.map(\.path) == ["a", "b"])
    #expect(gradients["a"] == Tensor([9, 9]))
    #expect(gradients["b"] == Tensor(18))
    #expect(gradients["seen"] == nil && gradients["c"] == nil)
  }

  @Test func unusedParameterHasZeros() {
    var model = Model()
    let (_, gradients) = valueWithGradients(at: &model) { $0.b * 2 }
    #expect(gradients["a"] == Tensor([0, 0]) && gradients["b"] == Tensor(2))
  }

  @Test func parametersAreConstantsAfterwards() {
    var model = Model()
    _ = valueWithGradients(at: &model) { model in
      model.seen = model.a.sum()
      #expect(!areConstants(model.a))
      return model.b
    }
    #expect(areConstants(model.a, model.b, model.seen))
    #expect(model.seen.value == Tensor(3))
  }

  @Test func parametersAreConstantsAfterAnError() {
    var model = Model()
    #expect(throws: Stop.self) {
      _ = try valueWithGradients(at: &model) { model -> Variable<Double> in
        model.seen = model.a.sum()
        throw Stop()
      }
    }
    #expect(areConstants(model.a, model.b, model.seen))
    #expect(valueWithGradients(at: &model) { $0.b * 2 }.gradients["b"] == Tensor(2))
  }

  @Test func sharedLayerAddsUp() {
    var generator = RandomGenerator(seed: 3)
    var layer = Linear<Double>(2, 2, using: &generator)
    let x = Tensor<Double>.normal([3, 2], using: &generator)
    var context = Context.inference
    let once = valueWithGradients(at: &layer) { $0.forward(Variable(x), in: &context).sum() }
    let twice = valueWithGradients(at: &layer) {
      ($0.forward(Variable(x), in: &context) + $0.forward(Variable(x), in: &context)).sum()
    }
    for (one, two) in zip(once.gradients.tensors, twice.gradients.tensors) {
      #expect(two == one * 2)
    }
  }
}
