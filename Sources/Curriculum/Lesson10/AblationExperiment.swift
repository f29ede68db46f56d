import Curriculum
import Gradus

/// A part of a transformer that can be left out.
enum Ablation: String, CaseIterable, Sendable {
  case nothing = "nothing left out"
  case scale = "no 1/√d"
  case positions = "no positions"
  case residual = "no residual"
  case heads = "one head"
  case norm = "no norm"
}

/// A block that can lack a part.
struct AblatedBlock: Layer {
  let ablation: Ablation
  let heads: Int
  var norm1, norm2: LayerNorm<Float>
  /// Queries, keys and values side by side.
  var queriesKeysValues: Linear<Float>
  var output, up, down: Linear<Float>

  init(_ width: Int, heads: Int, without ablation: Ablation, using generator: inout RandomGenerator)
  {
    self.ablation = ablation
    self.heads = ablation == .heads ? 1 : heads
    (norm1, norm2) = (LayerNorm([width]), LayerNorm([width]))
    queriesKeysValues = Linear(width, 3 * width, initializer: .glorotUniform, using: &generator)
    output = Linear(width, width, initializer: .glorotUniform, using: &generator)
    up = Linear(width, 4 * width, using: &generator)
    down = Linear(4 * width, width, initializer: .glorotUniform, using: &generator)
  }

  mutating func forward(_ x: Variable<Float>, in context: inout Context) -> Variable<Float> {
    let seen = looked(ablation == .norm ? x : norm1.forward(x, in: &context), in: &context)
    let y = ablation == .residual ? seen : x + seen
    let known = ablation == .norm ? y : norm2.forward(y, in: &context)
    let thought = down.forward(up.forward(known, in: &context).gelu(), in: &context)
    return ablation == .residual ? thought : y + thought
  }

  private mutating func looked(
    _ x: Variable<Float>, in context: inout Context
  ) -> Variable<Float> {
    let shape = x.shape
    var parts = queriesKeysValues.forward(x, in: &context).split(into: 3, along: -1).map {
      $0.reshaped(to: [shape[0], shape[1], heads, shape[2] / heads]).permuted(to: [0, 2, 1, 3])
    }
    if ablation != .positions { parts[0...1] = [rotated(parts[0]), rotated(parts[1])] }
    let brought = scaledDotProductAttention(
      parts[0], parts[1], parts[2], isCausal: true, scale: ablation == .scale ? 1 : nil)
    return output.forward(brought.permuted(to: [0, 2, 1, 3]).reshaped(to: shape), in: &context)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Float>) {
    norm1.visitParameters(as: "norm1", visit)
    norm2.visitParameters(as: "norm2", visit)
    queriesKeysValues.visitParameters(as: "queriesKeysValues", visit)
    output.visitParameters(as: "output", visit)
    up.visitParameters(as: "up", visit)
    down.visitParameters(as: "down", visit)
  }
}

/// A GPT of such blocks.
struct AblatedGPT: TextModel {
  var table: Embedding<Float>
  var blocks: [AblatedBlock]
  var norm: LayerNorm<Float>
  var head: Linear<Float>

  init(
    vocabulary: Int, _ size: GPTSize, without ablation: Ablation,
    using generator: inout RandomGenerator
  ) {
    table = Embedding(
      vocabulary, size.width, initializer: .normal(standardDeviation: 0.5), using: &generator)
    blocks = []
    for _ in 0..<size.layers {
      blocks.append(
        AblatedBlock(size.width, heads: size.heads, without: ablation, using: &generator))
    }
    norm = LayerNorm([size.width])
    head = Linear(size.width, vocabulary, initializer: .glorotUniform, using: &generator)
  }

  mutating func forward(_ tokens: Tensor<Int>, in context: inout Context) -> Variable<Float> {
    var x = table.forward(tokens, in: &context)
    for index in blocks.indices { x = blocks[index].forward(x, in: &context) }
    return head.forward(norm.forward(x, in: &context), in: &context)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Float>) {
    table.visitParameters(as: "table", visit)
    blocks.visitParameters(as: "blocks", visit)
    norm.visitParameters(as: "norm", visit)
    head.visitParameters(as: "head", visit)
  }
}
