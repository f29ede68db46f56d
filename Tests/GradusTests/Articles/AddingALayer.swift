import GradientChecking
import Gradus
import Testing

// The code of the article "Adding a layer".

/// A gated linear unit: y = (x·Wᵀ + b) ⊙ σ(x·Vᵀ + c) (Dauphin, Fan, Auli and Grangier, 2017, *Language
/// Modeling with Gated Convolutional Networks*).
///
/// Inputs have shape [B, D] or more axes in front, outputs [B, K].
struct GatedLinearUnit<Scalar: TensorScalar>: Layer {
  /// W and b.
  var content: Linear<Scalar>
  /// V and c.
  var gate: Linear<Scalar>

  /// Makes a layer of D inputs and K outputs with random weights.
  init(_ inputs: Int, _ outputs: Int, using generator: inout RandomGenerator) {
    content = Linear(inputs, outputs, initializer: .glorotUniform, using: &generator)
    gate = Linear(inputs, outputs, initializer: .glorotUniform, using: &generator)
  }

  /// What the gate lets through.
  mutating func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    let opening = gate.forward(input, as: "gate", in: &context).sigmoid()
    return content.forward(input, as: "content", in: &context) * opening
  }

  /// The parameters of both parts.
  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    content.visitParameters(as: "content", visit)
    gate.visitParameters(as: "gate", visit)
  }
}

/// Subtracts the mean of each feature: that of the batch in training, a running one at inference.
///
/// Inputs and outputs have shape [B, D]. In training, running ← 0.9·running + 0.1·mean.
struct Centering<Scalar: TensorScalar>: Layer {
  /// The running mean, shape [D], at first zeros; a buffer.
  var runningMean: Variable<Scalar>

  /// Makes a layer for D features.
  init(_ features: Int) { runningMean = Variable(.zeros([features])) }

  /// x − μ; traps when the input does not have the shape [B, D].
  mutating func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    require(
      input.rank == 2 && input.shape[1] == runningMean.shape[0],
      "\(context.naming("Centering")): expected an input of shape [B, \(runningMean.shape[0])], "
        + "found \(input.shape)")
    guard context.isTraining else { return input - runningMean }
    let mean = input.mean(along: 0)
    runningMean.value = runningMean.value * 0.9 + mean.value * 0.1
    return input - mean
  }

  /// The running mean, which is saved and not trained.
  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    visit(.buffer("runningMean"), &runningMean)
  }
}

/// Which tokens count, shape [B, T]; nil if all do.
enum TokenMask: ContextKey {
  static var defaultValue: Tensor<Bool>? { nil }
}

/// The mean of the tokens that count: [B, T, D] becomes [B, D].
struct MaskedMean<Scalar: TensorScalar>: ParameterlessLayer {
  func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    guard let mask = context[TokenMask.self] else { return input.mean(along: 1) }
    let weights: Tensor<Scalar> = select(mask, Tensor(1), Tensor(0)).expandingDimension(at: -1)
    return (input * Variable(weights)).sum(along: 1) / Variable(weights.sum(along: 1))
  }
}

struct GatedLinearUnitProof: LayerProof {
  let name = "GatedLinearUnit"
  let inputShape: Shape = [4, 3]
  func layer<S: TensorScalar>(using generator: inout RandomGenerator) -> any Layer<S> {
    GatedLinearUnit<S>(3, 2, using: &generator)
  }
}

struct CenteringProof: LayerProof {
  let name = "Centering"
  let inputShape: Shape = [4, 3]
  func layer<S: TensorScalar>(using generator: inout RandomGenerator) -> any Layer<S> {
    Centering<S>(3)
  }
}

struct MaskedMeanProof: ModuleProof {
  let name = "MaskedMean"
  let inputs: [FunctionInput] = [[1, 3, 2]]
  func subject<S: TensorScalar>(using generator: inout RandomGenerator) -> ProofSubject<S> {
    ProofSubject(MaskedMean<S>()) { layer, inputs, context in
      context[TokenMask.self] = [[true, true, false]]
      return layer.forward(inputs[0], in: &context)
    }
  }
}

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
  @Test("gradients are right") func gradients() throws {
    try requireRightGradients(of: GatedLinearUnitProof())
    try requireRightGradients(of: CenteringProof())
    try requireRightGradients(of: MaskedMeanProof())
  }

  @Test("a forgotten line of the traversal is noticed") func forgottenLine() {
    let problems = checkGradients(of: ForgetfulUnitProof())
    #expect(problems.contains { $0.check == .traversal && $0.finding.contains("unit.gate") })
  }

  @Test("parameters have the names under which they are saved") func names() {
    var generator = RandomGenerator(seed: 1)
    let model = Sequential<Double>(Centering(2), GatedLinearUnit(2, 3, using: &generator))
    #expect(
      model.state.map(\.name.path) == [
        "0.runningMean", "1.content.weight", "1.content.bias", "1.gate.weight", "1.gate.bias",
      ])
    #expect(model.state[0].name.isBuffer && model.parameterCount == 18)
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

  @Test("a mask reaches a layer inside of others") func mask() {
    var model = Sequential<Double>(Sequential(MaskedMean()))
    let tokens = Variable<Double>([[[1, 2], [3, 4], [90, 90]]])
    var context = Context.inference
    context[TokenMask.self] = [[true, true, false]]
    let mean = model.forward(tokens, in: &context)
    #expect(mean.value == [[2, 3]])
    context[TokenMask.self] = nil
    #expect((model.forward(tokens, in: &context).value * 3 - [[94, 96]]).abs().max() < 1e-13)
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
