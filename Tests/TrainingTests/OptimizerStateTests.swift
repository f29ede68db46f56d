import Layers
import TensorCore
import Testing
import Training

/// What an optimizer remembers: its names, and that nothing is missing from it.
@Suite struct OptimizerStateTests {
  @Test(
    "the state is visited in the order of the model, under names in the manner of its parameters")
  func names() {
    var model = SmallModel()
    var adam = Adam<Double>()
    var visited: [String] = []
    adam.visitState { name, _ in visited.append(name) }
    #expect(visited == [], "before the first step there is no state")
    adam.update(&model, along: model.gradients(at: 0))
    adam.update(&model, along: model.gradients(at: 1))
    var shapes: [[Int]] = []
    adam.visitState { name, tensor in
      visited.append(name)
      shapes.append(tensor.shape.dimensions)
      if name.hasSuffix(".step") { #expect(tensor == Tensor(2)) }
    }
    #expect(
      visited == [
        "weight.mean", "weight.square", "weight.step", "bias.mean", "bias.square", "bias.step",
        "scale.mean", "scale.square", "scale.step",
      ])
    #expect(shapes == [[2, 2], [2, 2], [], [2], [2], [], [], [], []])
  }

  /// 2²⁴ + 1 is no `Float`: a state that is merely read keeps it.
  @Test("reading the state changes no count of steps")
  func countsBeyondTheScalar() {
    var generator = RandomGenerator(seed: 1)
    var model = Linear<Float>(2, 1, using: &generator)
    var adam = Adam<Float>()
    adam.prepare(for: model)
    func setSteps(_ count: Float) {
      adam.visitState { name, tensor in if name.hasSuffix(".step") { tensor = Tensor(count) } }
    }
    setSteps(0x1p24)
    let (_, gradients) = valueWithGradients(at: &model) { $0.weight.sum() }
    adam.update(&model, along: gradients)
    #expect(adam.stepCount == 1 << 24 + 1)
    adam.visitState { _, _ in }
    #expect(adam.stepCount == 1 << 24 + 1)
    setSteps(3)
    #expect(adam.stepCount == 3)
  }

  /// What the traversal gives is all there is: a new optimizer that is given it goes on as the old one
  /// would have.
  @Test("a state that was written down and read again continues the same path")
  func restored() {
    for optimizer in allOptimizers { expectRestorable(optimizer) }
  }

  private func expectRestorable<O: Optimizer<Double>>(_ fresh: O) {
    var (model, optimizer) = (SmallModel(), fresh)
    for step in 0..<7 { optimizer.update(&model, along: model.gradients(at: step)) }
    var written: [String: Tensor<Double>] = [:]
    optimizer.visitState { written[$0] = $1 }

    var (copy, other) = (model, fresh)
    other.prepare(for: copy)
    #expect(other.stepCount == 0)
    other.visitState { name, tensor in tensor = written.removeValue(forKey: name) ?? Tensor([-1]) }
    #expect(written.isEmpty && other.stepCount == 7, "\(fresh.name)")
    for step in 7..<12 {
      optimizer.update(&model, along: model.gradients(at: step))
      other.update(&copy, along: copy.gradients(at: step))
    }
    #expect(copy == model, "\(fresh.name)")
  }

  @Test("to prepare the state changes nothing at the first step, and forgets at a later one")
  func prepared() {
    var (model, copy) = (SmallModel(), SmallModel())
    var (adam, prepared) = (Adam<Double>(learningRate: 0.1), Adam<Double>(learningRate: 0.1))
    prepared.prepare(for: copy)
    adam.update(&model, along: model.gradients(at: 0))
    prepared.update(&copy, along: copy.gradients(at: 0))
    #expect(copy == model)
    prepared.prepare(for: copy)
    #expect(prepared.stepCount == 0)
  }

  @Test func changedShape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var adam = Adam<Double>()
      adam.prepare(for: SmallModel())
      adam.visitState { _, tensor in tensor = Tensor([1, 2]) }
    }
    expect("visitState: weight.mean has shape [2, 2], was given [2]", in: result)
  }

  @Test func stepThatIsNoCount() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var adam = Adam<Double>()
      adam.prepare(for: SmallModel())
      adam.visitState { name, tensor in if name == "bias.step" { tensor = Tensor(1.5) } }
    }
    expect(
      "visitState: expected a whole number of at least 0 as bias.step, found 1.5", in: result)
  }
}
