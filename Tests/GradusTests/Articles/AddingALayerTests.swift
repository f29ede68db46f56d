import GradientChecking
import Gradus
import Testing

// What the article "Adding a layer" says beside its code.

/// What is proved wrong below: the gate is left out of the traversal.
struct ForgetfulUnit<Scalar: TensorScalar>: Layer {
  var unit: GatedLinearUnit<Scalar>

  mutating func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> { unit.forward(input, in: &context) }

  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    unit.content.visitParameters(as: "content", visit)
  }
}

struct ForgetfulUnitProof: LayerProof {
  let name = "ForgetfulUnit"
  let inputShape: Shape = [4, 3]
  func layer<S: TensorScalar>(using generator: inout RandomGenerator) -> any Layer<S> {
    ForgetfulUnit<S>(unit: GatedLinearUnit(3, 2, using: &generator))
  }
}

@Suite("The article on layers") struct AddingALayerTests {
  @Test("a forgotten line of the traversal is noticed") func forgottenLine() {
    let problems = checkGradients(of: ForgetfulUnitProof())
    #expect(problems.contains { $0.check == .traversal && $0.finding.contains("unit.gate") })
  }

  @Test("the layer learns what a line cannot") func learns() {
    var generator = RandomGenerator(seed: 1)
    var model = Sequential<Double>(
      GatedLinearUnit(2, 8, using: &generator), Linear(8, 1, using: &generator))
    let x: Tensor<Double> = [[0, 0], [0, 1], [1, 0], [1, 1]]
    let exclusiveOr: Tensor<Double> = [[0], [1], [1], [0]]
    var optimizer = Adam<Double>(learningRate: 0.05)
    var context = Context.training(seed: 1)
    for _ in 0..<500 {
      let (_, gradients) = valueWithGradients(at: &model) { model in
        meanSquaredError(model.forward(Variable(x), in: &context), exclusiveOr)
      }
      optimizer.update(&model, along: gradients)
    }
    #expect((model(x) - exclusiveOr).abs().max() < 0.05)
  }

  @Test("the running mean follows in training and stays at inference") func runningMean() {
    var layer = Centering<Double>(1)
    var training = Context.training(seed: 1)
    #expect(layer.forward(Variable([[2], [4]]), in: &training).value == [[-1], [1]])
    #expect((layer.runningMean.value - [0.3]).abs().max() < 1e-15)
    let before = layer.runningMean.value
    var inference = Context.inference
    let output = layer.forward(Variable([[2], [4]]), in: &inference).value
    #expect(output == [[2], [4]] - before && layer.runningMean.value == before)
  }

  @Test("without a mask all tokens count") func noMask() {
    let model = Sequential<Double>(Sequential(MaskedMean()))
    #expect((model([[[1, 2], [3, 4], [90, 90]]]) * 3 - [[94, 96]]).abs().max() < 1e-13)
  }

  @Test("a wrong shape says where in the model") func trap() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = RandomGenerator(seed: 1)
      let model = Sequential<Double>(Linear(2, 3, using: &generator), Centering(2))
      _ = model([[1, 2]])
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(
      message.contains("Centering at 1: expected an input of shape [B, 2], found [1, 3]"))
  }
}
