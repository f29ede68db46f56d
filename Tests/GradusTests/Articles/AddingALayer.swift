import GradientChecking
import Gradus
import Testing

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

@Test("a mask reaches a layer inside of others") func tokenMask() {
  var model = Sequential<Double>(Sequential(MaskedMean()))
  let tokens = Variable<Double>([[[1, 2], [3, 4], [90, 90]]])
  var context = Context.inference
  context[TokenMask.self] = [[true, true, false]]
  let mean = model.forward(tokens, in: &context)
  #expect(mean.value == [[2, 3]])
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

@Test("the gradients of both are right") func layerGradients() throws {
  try requireRightGradients(of: GatedLinearUnitProof())
  try requireRightGradients(of: CenteringProof())
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

@Test("the gradient past the mask is right") func maskedGradients() throws {
  try requireRightGradients(of: MaskedMeanProof())
}

@Test("parameters have the names under which they are saved") func parameterNames() {
  var generator = RandomGenerator(seed: 1)
  let model = Sequential<Double>(Centering(2), GatedLinearUnit(2, 3, using: &generator))
  #expect(
    model.state.map(\.name.path) == [
      "0.runningMean", "1.content.weight", "1.content.bias", "1.gate.weight", "1.gate.bias",
    ])
  #expect(model.state[0].name.isBuffer && model.parameterCount == 18)
}
