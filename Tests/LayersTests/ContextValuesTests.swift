import Autograd
import Layers
import TensorCore
import Testing

private enum Mask: ContextKey {
  static var defaultValue: Tensor<Bool>? { nil }
}

private enum Maps: ContextKey {
  static var defaultValue: [String: Tensor<Double>]? { nil }
}

private enum RoutingLosses: ContextKey {
  static var defaultValue: [Variable<Double>] { [] }
}

/// Multiplies where the mask says so, keeps a map of what it has seen, and adds a loss.
private struct Masked: Layer {
  var weight = Variable<Double>([2, 3])

  mutating func visitParameters(_ visit: ParameterVisit<Double>) { visit("weight", &weight) }

  func forward(_ input: Variable<Double>, in context: inout Context) -> Variable<Double> {
    let place = context.naming("Masked")
    context[Maps.self]?[place] = input.value
    context[RoutingLosses.self].append(weight.squared().sum())
    guard let mask = context[Mask.self] else { return input * weight }
    return select(mask, input * weight, input)
  }
}

@Suite struct ContextValuesTests {
  @Test("a value under a key reaches layers inside of others")
  func reachesInside() {
    var model = Sequential<Double>(Residual(Sequential(Masked())))
    var context = Context.inference
    #expect(model.forward(Variable([1, 1]), in: &context).value == [3, 4])
    context[Mask.self] = Tensor([true, false])
    #expect(model.forward(Variable([1, 1]), in: &context).value == [3, 2])
  }

  @Test("layers add to it, also losses with gradients, and the caller reads it after the pass")
  func collects() {
    var model = Sequential<Double>(Masked(), Residual(Masked()))
    var context = Context.training(seed: 1)
    context[Maps.self] = [:]
    for _ in 0..<2 {
      let (loss, gradients) = valueWithGradients(at: &model) { model in
        let output = model.forward(Variable([1, 1]), in: &context)
        let losses = context.take(RoutingLosses.self)
        #expect(losses.count == 2)
        return losses.reduce(output.sum() * 0, +)
      }
      // Twice 2² + 3², the same at each pass.
      #expect(loss == 26)
      #expect(gradients["1.body.weight"] == [4, 6])
    }
    #expect(context[Maps.self]?.keys.sorted() == ["Masked at 0", "Masked at 1.body"])
    #expect(context[Maps.self]?["Masked at 1.body"] == [2, 3])
    #expect(context[RoutingLosses.self].isEmpty)
  }

  @Test("nothing is collected where nobody asks")
  func collectsOnlyWhenAsked() {
    var (model, context) = (Masked(), Context.inference)
    _ = model.forward(Variable([1, 1]), in: &context)
    #expect(context[Maps.self] == nil)
  }

  @Test("a context is a value: a copy carries what it carried")
  func isAValue() {
    var context = Context.inference
    context[Mask.self] = [true]
    let copy = context
    context[Mask.self] = [false]
    #expect(copy[Mask.self] == [true] && context[Mask.self] == [false])
    #expect(context.take(Mask.self) == [false] && context[Mask.self] == nil)
  }
}
