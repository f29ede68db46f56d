import Gradus
import Testing

/// Attention, its layers and a whole GPT: outputs, and the gradients of inputs and weights.
@Suite struct AttentionParityTests {
  @Test(
    "attention and what is made of it compute what PyTorch does",
    arguments: attentionMakers.keys.sorted())
  func layer(_ subject: String) throws {
    let make = try #require(attentionMakers[subject])
    for fixture in try Fixture.all(of: subject) { try fixture.compare(try make(fixture)) }
  }
}

/// How each of these is made.
let attentionMakers: [String: MakeLayer] = [
  "scaledDotProductAttention": { try AttentionOfParts($0) },
  "MultiHeadAttention": { fixture in
    var generator = RandomGenerator(seed: 1)
    let shape = try fixture.integers(of: "shape")
    let others = try fixture.integer("others")
    return AttentionOfMemory(
      body: MultiHeadAttention(
        shape[2], heads: try fixture.integer("heads"), hasBias: try fixture.flag("bias")!,
        using: &generator),
      memory: others > 0 ? Variable(.zeros([shape[0], others, shape[2]])) : nil,
      isCausal: try fixture.flag("causal")!)
  },
  "TransformerBlock": { fixture in
    var generator = RandomGenerator(seed: 1)
    let width = try fixture.integers(of: "shape")[2]
    return CausalBlock(
      body: TransformerBlock(
        width, heads: try fixture.integer("heads"), hidden: try fixture.integer("hidden"),
        kind: try fixture.kind(), isPreNorm: try fixture.flag("preNorm")!, using: &generator))
  },
  "GPT": { fixture in
    var generator = RandomGenerator(seed: 1)
    let positions = try #require(
      PositionEncoding(rawValue: fixture.configuration["positions"] ?? ""))
    return GPTOfTokens(
      model: GPT(
        vocabulary: try fixture.integer("vocabulary"), context: try fixture.integer("context"),
        width: try fixture.integer("width"), heads: try fixture.integer("heads"),
        layers: try fixture.integer("layers"), keyValueHeads: try fixture.integer("groups"),
        hidden: try fixture.integer("hidden"), kind: try fixture.kind(), positions: positions,
        using: &generator),
      tokens: try fixture.integers("tokens"))
  },
]

extension Fixture {
  fileprivate func kind() throws -> FeedForwardKind {
    try #require(FeedForwardKind(rawValue: configuration["kind"] ?? ""))
  }
}

/// Queries, keys and values in one row.
private struct AttentionOfParts: ParameterlessLayer {
  typealias Scalar = Double
  let (heads, groups, queries, keys, width): (Int, Int, Int, Int, Int)
  let mask: AttentionMask<Double>?
  let isCausal: Bool

  init(_ fixture: Fixture) throws {
    heads = try fixture.integer("heads")
    groups = try fixture.integer("groups")
    queries = try fixture.integer("queries")
    keys = try fixture.integer("keys")
    width = try fixture.integer("width")
    isCausal = fixture.configuration["mask"] == "causal"
    switch fixture.configuration["mask"] {
    case "allowed": mask = .allowed(try fixture.tensor("mask") .> 0)
    case "added": mask = .added(Variable(try fixture.tensor("mask")))
    default: mask = nil
    }
  }

  func forward(_ input: Variable<Double>, in context: inout Context) -> Variable<Double> {
    let sizes = [heads * queries * width, groups * keys * width, groups * keys * width]
    let parts = input.split(sizes: sizes)
    return scaledDotProductAttention(
      parts[0].reshaped(to: [1, heads, queries, width]),
      parts[1].reshaped(to: [1, groups, keys, width]),
      parts[2].reshaped(to: [1, groups, keys, width]), mask: mask, isCausal: isCausal)
  }
}

/// Attention to itself, or to a sequence that is a parameter.
private struct AttentionOfMemory: Layer {
  var body: MultiHeadAttention<Double>
  var memory: Variable<Double>?
  let isCausal: Bool

  mutating func forward(_ input: Variable<Double>, in context: inout Context) -> Variable<Double> {
    body.forward(AttentionInput(input, memory: memory, isCausal: isCausal), in: &context)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    body.visitParameters(as: "body", visit)
    visit("memory", &memory)
  }
}

private struct CausalBlock: Layer {
  var body: TransformerBlock<Double>

  mutating func forward(_ input: Variable<Double>, in context: inout Context) -> Variable<Double> {
    body.forward(AttentionInput(input, isCausal: true), in: &context)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    body.visitParameters(as: "body", visit)
  }
}

private struct GPTOfTokens: Layer {
  var model: GPT<Double>
  let tokens: Tensor<Int>

  mutating func forward(_ input: Variable<Double>, in context: inout Context) -> Variable<Double> {
    model.forward(tokens, in: &context)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Double>) { model.visitParameters(visit) }
}
