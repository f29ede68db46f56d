import Autograd
import Layers
import TensorCore
import Testing
import Training

/// A square that counts how often the way back goes through it.
/// `@unchecked Sendable`, because a layer has to be: the model stays in one task.
private final class Counter: @unchecked Sendable {
  var pullbacks = 0

  func square(_ x: Variable<Double>) -> Variable<Double> {
    Variable(
      "square", x.value * x.value,
      (
        x,
        { [value = x.value] upstream in
          self.pullbacks += 1
          return upstream * value * 2
        }
      ))
  }
}

@Suite struct PartialDifferentiationTests {
  private static func model(_ counter: Counter = Counter()) -> Sequential<Double> {
    var generator = RandomGenerator(seed: 3)
    return Sequential(
      Linear(2, 3, using: &generator), Lambda { counter.square($0) }, BatchNorm(3),
      Linear(3, 1, using: &generator))
  }

  private let x = Variable<Double>([[1, 2], [-1, 0.5], [0.3, 0.7]])

  @Test("the gradients of a part are those that it has among all, and the rest makes no work")
  func partOfAModel() {
    let counter = Counter()
    var model = Self.model(counter)
    var context = Context.training(seed: 1)
    let (loss, all) = valueWithGradients(at: &model) {
      $0.forward(x, in: &context).squared().mean()
    }
    #expect(counter.pullbacks == 1)
    let (same, part) = valueWithGradients(at: &model, where: { $0.isInside("3") }) { model in
      let features = model.layers[0].forward(x, in: &context)
      #expect(features.isConstant, "what depends only on frozen parameters is not recorded")
      return model.forward(x, in: &context).squared().mean()
    }
    #expect(counter.pullbacks == 1, "the frozen part's pullback was called")
    #expect(same == loss)
    #expect(part.names == ["3.weight", "3.bias"] && part.isPartial && !all.isPartial)
    #expect(part["3.weight"] == all["3.weight"] && part["3.bias"] == all["3.bias"])
    #expect(model.parameters.count == 6 && model.layers.count == 4)
  }

  @Test(
    "a step along the gradients of a part leaves the rest, to the bit; then one along all",
    arguments: [false, true])
  func stepOfAPart(allFirst: Bool) {
    var model = Self.model()
    var context = Context.training(seed: 1)
    var optimizer = AdamW<Double>(learningRate: 0.1, weightDecay: 0.1)
    func loss(_ model: inout Sequential<Double>) -> Variable<Double> {
      model.forward(x, in: &context).squared().mean()
    }
    if allFirst {
      let (_, all) = valueWithGradients(at: &model) { loss(&$0) }
      optimizer.update(&model, along: all)
    }
    let before = model
    // A part in the middle, so that places in the model and among the gradients differ.
    let (_, part) = valueWithGradients(at: &model, where: { $0.isInside("2") }) { loss(&$0) }
    optimizer.update(&model, along: part)
    for (old, new) in zip(before.parameters, model.parameters) {
      #expect((old.value == new.value) == !new.name.isInside("2"), "\(new.name)")
    }
    let (_, all) = valueWithGradients(at: &model) { loss(&$0) }
    optimizer.update(&model, along: all)
    #expect(zip(before.parameters, model.parameters).allSatisfy { $0.value != $1.value })

    var other = before
    other.add(part, scale: -1)
    #expect(other.parameters[2].value == before.parameters[2].value - part.tensors[0])
    #expect(other.parameters[0].value == before.parameters[0].value)
  }

  @Test("inside of another differentiation, all parameters stay what they were there")
  func insideAnother() {
    var model = Self.model()
    var context = Context.inference
    let (_, alone) = valueWithGradients(at: &model) { $0.forward(x, in: &context).sum() }
    let (_, outer) = valueWithGradients(at: &model) { model in
      let (_, inner) = valueWithGradients(at: &model, where: { $0.isInside("3") }) {
        $0.forward(x, in: &context).sum()
      }
      #expect(inner["3.weight"] == alone["3.weight"])
      let (_, quiet) = withoutRecording {
        valueWithGradients(at: &model) { $0.forward(x, in: &context).sum() }
      }
      #expect(quiet.tensors == alone.tensors)
      return model.forward(x, in: &context).sum()
    }
    #expect(outer.tensors == alone.tensors)
  }

  @Test("the gradients of model and input are found in one pass")
  func modelAndInput() {
    var model = Self.model()
    var context = Context.inference
    let (loss, expected) = valueWithGradients(at: &model) {
      $0.forward(x, in: &context).squared().sum()
    }
    let slope = gradient(at: x.value) { input in model.forward(input, in: &context).squared().sum()
    }
    let (value, gradients, ofInput) = valueWithGradients(at: &model, and: x.value) { model, input in
      model.forward(input, in: &context).squared().sum()
    }
    #expect(value == loss && gradients.tensors == expected.tensors && ofInput == slope)
    #expect(gradients.names == expected.names && !gradients.isPartial)
    let weights: Tensor<Double> = [[1], [2], [3]]
    let (_, both, ofInputs) = valueWithGradients(at: &model, and: [x.value, weights]) {
      model, inputs in
      (model.forward(inputs[0], in: &context) * inputs[1]).sum()
    }
    #expect(both.names == gradients.names)
    #expect(ofInputs.map(\.shape) == [[3, 2], [3, 1]])
    #expect(ofInputs[1] == model(x.value))
    #expect(
      model.layers.allSatisfy { layer in
        storedVariables(in: layer, of: Double.self).allSatisfy { $0.variable.isConstant }
      })
  }

  @Test("several losses on one pass: the gradients of each")
  func severalLosses() {
    var model = Self.model()
    var context = Context.inference
    let (outputs, pullback) = valueWithPullback(at: &model) { model in
      model.forward(x, in: &context).reshaped(to: [3])
    }
    #expect(outputs.shape == [3])
    var sum: Gradients<Double>?
    for sample in 0..<3 {
      let gradients = pullback(Tensor((0..<3).map { $0 == sample ? 1 : 0 }))
      let (_, alone) = valueWithGradients(at: &model) {
        $0.forward(x, in: &context).reshaped(to: [3])[sample]
      }
      #expect(gradients.names == alone.names)
      for (found, expected) in zip(gradients.tensors, alone.tensors) {
        #expect(areClose(found, expected))
      }
      sum = sum.map { $0 + gradients } ?? gradients
    }
    let (_, all) = valueWithGradients(at: &model) { $0.forward(x, in: &context).sum() }
    for (found, expected) in zip(sum!.tensors, all.tensors) { #expect(areClose(found, expected)) }
  }

  @Test func noParameterChosen() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var model = Linear<Double>(weight: [[1]], bias: [0])
      _ = valueWithGradients(at: &model, where: { $0.isInside("head") }) { $0.weight.sum() }
    }
    expect(
      "valueWithGradients: none of the parameters is chosen: weight, bias", in: result,
      at: "LayersTests/PartialDifferentiationTests.swift")
  }

  @Test func lossOfNoChosenParameter() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var model = Linear<Double>(weight: [[1]], bias: [0])
      _ = valueWithGradients(at: &model, where: { $0 == "bias" }) { $0.weight.sum() }
    }
    expect(
      "valueWithGradients: the loss depends on no parameter", in: result,
      at: "LayersTests/PartialDifferentiationTests.swift")
  }

  @Test func partialGradientsOfAnotherModel() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var model = Linear<Double>(weight: [[1]], bias: [0])
      var optimizer = SGD<Double>(learningRate: 1)
      optimizer.update(
        &model, along: Gradients(names: ["head.bias"], tensors: [[1]], isPartial: true))
    }
    expect(
      "SGD: expected gradients of some parameters of the model, in its order, found head.bias, which it "
        + "does not have at this place", in: result)
  }
}
