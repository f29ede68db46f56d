import Autograd
import Layers
import TensorCore
import Testing

/// Layers made of layers, and changes of shape.
@Suite struct StructureTests {
  @Test func namesOfNestedLayers() {
    var generator = RandomGenerator(seed: 1)
    let model = Sequential<Float>(
      Linear(4, 3, using: &generator), ReLU(),
      Residual(Sequential(Linear(3, 3, hasBias: false, using: &generator), Tanh())),
      Residual(Linear(3, 3, using: &generator)))
    #expect(
      model.parameters.map(\.name.path) == [
        "0.weight", "0.bias", "2.body.0.weight", "3.body.weight", "3.body.bias",
      ])
    #expect(model.parameterCount == 4 * 3 + 3 + 9 + 9 + 3)
  }

  @Test func residualAddsItsInput() {
    let body = Linear<Double>(weight: [[0, 1], [2, 0]], bias: [10, 20])
    let residual = Residual<Double>(body)
    // 3 + (5 + 10) and 5 + (2·3 + 20).
    #expect(residual([[3, 5]]) == [[18, 31]])
    let slope = gradient(at: [[3, 5]] as Tensor<Double>) {
      var copy = residual
      var context = Context.inference
      return copy.forward($0, in: &context).sum()
    }
    #expect(slope == [[3, 2]])
  }

  @Test func residualTrainsItsBody() {
    var model = Residual<Double>(Linear<Double>(weight: [[1]], bias: [0]))
    let (loss, gradients) = valueWithGradients(at: &model) { model in
      var context = Context.training(seed: 0)
      return model.forward(Variable([[3]]), in: &context).sum()
    }
    #expect(loss == 6)
    #expect(gradients["body.weight"] == [[3]])
  }

  @Test("a residual block has a projection only where it changes the shape")
  func residualBlocks() {
    var generator = RandomGenerator(seed: 1)
    let same = Sequential<Double>.residualBlock(2, 2, using: &generator)
    let narrower = Sequential<Double>.residualBlock(2, 3, stride: 2, using: &generator)
    let wider = Sequential<Double>.residualBlock(2, 4, using: &generator)
    let x = Tensor<Double>.ones([1, 2, 5, 6])
    #expect(same(x).shape == [1, 2, 5, 6])
    #expect(narrower(x).shape == [1, 3, 3, 3])
    #expect(wider(x).shape == [1, 4, 5, 6])
    let hasProjection = [same, narrower, wider].map { block in
      block.state.contains { $0.name.path.contains("projection") }
    }
    #expect(hasProjection == [false, true, true])
  }

  @Test func residualOfAnotherShape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      // Would be broadcast without a word.
      _ = Residual<Float>(Linear(weight: .ones([1, 3]), bias: nil))(.ones([2, 3]))
    }
    expect("Residual: the body must keep the shape, but makes [2, 1] of [2, 3]", in: result)
  }

  @Test("a projection makes the input fit a body that changes the shape")
  func residualWithProjection() async {
    var residual = Residual<Double>(
      Linear<Double>(weight: [[2, 0]], bias: [10]),
      projection: Linear<Double>(weight: [[0, 3]], bias: nil))
    // 2·5 + 10, and 3·7.
    #expect(residual([[5, 7]]) == [[41]])
    #expect(
      residual.parameters.map(\.name.path) == ["body.weight", "body.bias", "projection.weight"])
    let (_, gradients) = valueWithGradients(at: &residual) { model in
      var context = Context.training(seed: 0)
      return model.forward(Variable([[5, 7]]), in: &context).sum()
    }
    #expect(gradients["projection.weight"] == [[5, 7]])
    #expect(
      residual.summary(inputShape: [4, 2]) == """
        Layer                Output shape  Parameters  Parameter bytes  Multiply–adds  Activation bytes
        Residual                   [4, 1]           5               40             16                96
          body Linear              [4, 1]           3               24              8                32
          projection Linear        [4, 1]           2               16              8                32
        Total                                       5               40             16                96
        """)
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let flat = Linear<Float>(weight: .ones([1, 3]), bias: nil)
      let wide = Linear<Float>(weight: .ones([2, 3]), bias: nil)
      _ = Residual<Float>(flat, projection: wide)(.ones([2, 3]))
    }
    expect(
      "Residual: body and projection must make the same shape of [2, 3], but the body makes [2, 1] "
        + "and the projection [2, 2]", in: result)
  }

  @Test func flatten() {
    let x = Tensor<Float>.range(to: 24).reshaped(to: [2, 3, 4])
    #expect(Flatten()(x) == x.reshaped(to: [2, 12]))
    #expect(Flatten(startAxis: 0)(x) == x.reshaped(to: [24]))
    #expect(Flatten(startAxis: 2)(x) == x)
    #expect(Flatten()(Tensor<Float>.zeros([0, 3, 4])).shape == [0, 12])
    let slope = gradient(at: x) {
      var context = Context.inference
      return Flatten().forward($0, in: &context).squared().sum()
    }
    #expect(slope == 2 * x)
  }

  @Test func flattenWithoutSuchAnAxis() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Flatten<Float>(startAxis: 2)(.zeros([2, 3]))
    }
    expect(
      "Flatten: the start axis is 2, but the input of shape [2, 3] has only 2 axes", in: result)
  }
}
