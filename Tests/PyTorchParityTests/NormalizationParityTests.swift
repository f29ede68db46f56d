import Gradus
import Testing

/// Normalization in training and inference, with its running statistics, and embeddings.
@Suite struct NormalizationParityTests {
  @Test(
    "a normalization or an embedding computes what PyTorch's does",
    arguments: normalizationMakers.keys.sorted())
  func layer(_ subject: String) throws {
    let make = try #require(normalizationMakers[subject])
    for fixture in try Fixture.all(of: subject) { try fixture.compare(try make(fixture)) }
  }
}

/// How each of these layers is made. Where a fixture names no value, the layer's default is taken.
let normalizationMakers: [String: MakeLayer] = [
  "BatchNorm": { fixture in
    let channels = try fixture.integers(of: "shape")[1]
    let standard = BatchNorm<Double>(channels)
    return BatchNorm(
      channels, epsilon: try fixture.number("epsilon") ?? standard.epsilon,
      momentum: try fixture.number("momentum") ?? standard.momentum,
      isAffine: try fixture.flag("affine") ?? (standard.weight != nil))
  },
  "LayerNorm": { fixture in
    let normalized = Shape(try fixture.integers(of: "normalized"))
    let standard = LayerNorm<Double>(normalized)
    return LayerNorm(
      normalized, epsilon: try fixture.number("epsilon") ?? standard.epsilon,
      isAffine: try fixture.flag("affine") ?? (standard.weight != nil))
  },
  "GroupNorm": { fixture in
    let channels = try fixture.integers(of: "shape")[1]
    let groups = try fixture.integer("groups")
    let standard = GroupNorm<Double>(groups: groups, channels: channels)
    return GroupNorm(
      groups: groups, channels: channels,
      epsilon: try fixture.number("epsilon") ?? standard.epsilon,
      isAffine: try fixture.flag("affine") ?? (standard.weight != nil))
  },
  "RMSNorm": { fixture in
    let normalized = Shape(try fixture.integers(of: "normalized"))
    let standard = RMSNorm<Double>(normalized)
    return RMSNorm(
      normalized, epsilon: try fixture.number("epsilon") ?? standard.epsilon,
      isAffine: try fixture.flag("affine") ?? (standard.weight != nil))
  },
  "Embedding": { fixture in
    var generator = RandomGenerator(seed: 1)
    return EmbeddingOfTokens(
      embedding: Embedding(
        try fixture.integer("vocabulary"), try fixture.integer("width"), using: &generator),
      tokens: try fixture.integers("tokens"))
  },
]

/// Lets an embedding be compared as layers are: the tokens are part of it, and the input is unused.
private struct EmbeddingOfTokens: Layer {
  var embedding: Embedding<Double>
  let tokens: Tensor<Int>

  func forward(_ input: Variable<Double>, in context: inout Context) -> Variable<Double> {
    embedding.forward(tokens, in: &context)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    embedding.visitParameters(visit)
  }
}
