import Gradus
import Testing

/// What would train in silence and go wrong is told at the first step.
@Suite struct TraversalTests {
  struct Twins: Module {
    var first: Linear<Float>
    var second: Linear<Float>
    mutating func visitParameters(_ visit: ParameterVisit<Float>) {
      first.visitParameters(visit)
      second.visitParameters(visit)
    }
  }

  struct Forgetful: Module {
    var body: Sequential<Float>
    var heads: [Linear<Float>]
    var scale: Variable<Float>?
    let mask: Tensor<Float> = [1, 0]
    let widths = [Int](repeating: 3, count: 1_000_000)
    var visitsHeads = true
    var visitsScale = true

    init(using generator: inout RandomGenerator) {
      body = Sequential(ReLU(), Linear(2, 2, using: &generator))
      heads = [Linear(2, 1, using: &generator), Linear(2, 1, using: &generator)]
      scale = Variable([1])
    }

    mutating func visitParameters(_ visit: ParameterVisit<Float>) {
      body.visitParameters(as: "body", visit)
      if visitsHeads {
        heads.visitParameters(as: "heads", visit)
      } else {
        heads[0].visitParameters(as: "heads.0", visit)
      }
      if visitsScale { visit("scale", &scale) }
    }
  }

  @Test func oneNameTwice() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      var model = Twins(
        first: Linear(2, 2, using: &generator), second: Linear(2, 1, using: &generator))
      let (_, gradients) = valueWithGradients(at: &model) { $0.first.weight.sum() }
      var optimizer = SGD<Float>(learningRate: 1)
      optimizer.update(&model, along: gradients)
    }
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(output.contains("SGD: two parameters of Twins are named weight"), "\(output)")
  }

  @Test func oneOfSeveralHeadsLeftOut() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      var model = Forgetful(using: &generator)
      model.visitsHeads = false
      let (_, gradients) = valueWithGradients(at: &model) { $0.heads[0].weight.sum() }
      var optimizer = Adam<Float>()
      optimizer.update(&model, along: gradients)
    }
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(
      output.contains("Adam: visitParameters of Forgetful leaves out heads.1.weight"), "\(output)")
  }

  @Test func anOptionalPartLeftOut() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      var model = Forgetful(using: &generator)
      model.visitsScale = false
      let (_, gradients) = valueWithGradients(at: &model) { $0.heads[0].weight.sum() }
      var optimizer = Adam<Float>()
      optimizer.update(&model, along: gradients)
    }
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(output.contains("leaves out scale,"), "\(output)")
  }

  @Test func completeTraversals() {
    var generator = RandomGenerator(seed: 1)
    var model = Forgetful(using: &generator)
    let (_, gradients) = valueWithGradients(at: &model) { $0.heads[1].weight.sum() }
    var optimizer = Adam<Float>(learningRate: 1)
    let before = model.heads[1].weight.value
    optimizer.update(&model, along: gradients)
    #expect(model.heads[1].weight.value != before)
    model.scale = nil
    var other = SGD<Float>(learningRate: 1)
    let (_, fewer) = valueWithGradients(at: &model) { $0.heads[1].weight.sum() }
    other.update(&model, along: fewer)
  }

  /// The closure uses another model than its argument.
  @Test func lossOfAnotherModel() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      var model = Linear<Float>(2, 2, using: &generator)
      let copy = model
      _ = valueWithGradients(at: &model) { _ in copy.weight.sum() }
    }
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(
      output.contains("valueWithGradients: the loss depends on no parameter of Linear<Float>"),
      "\(output)")
    #expect(output.contains("TrainingTests/TraversalTests.swift:"), "\(output)")
  }

  /// An inner differentiation of the same model leaves the outer one what it was.
  @Test func differentiationInsideAnother() {
    var generator = RandomGenerator(seed: 1)
    var model = Linear<Double>(2, 2, using: &generator)
    let (_, alone) = valueWithGradients(at: &model) { $0.weight.squared().sum() }
    let (_, outer) = valueWithGradients(at: &model) { model in
      let (_, inner) = valueWithGradients(at: &model) { $0.weight.sum() }
      #expect(inner["weight"] == .ones([2, 2]))
      return model.weight.squared().sum()
    }
    #expect(outer["weight"] == alone["weight"])
    #expect(outer["weight"] != .zeros([2, 2]))
    #expect(model.weight.isConstant)
  }
}
