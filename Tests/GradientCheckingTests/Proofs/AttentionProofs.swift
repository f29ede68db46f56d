import Autograd
import GradientChecking
import Layers
import TensorCore

/// Attention by its queries, keys and values, in each combination of masks and heads.
enum AttentionProof: String, CaseIterable, DifferentiableFunction {
  case plain = "scaledDotProductAttention(_:_:_:)"
  case causal = "scaledDotProductAttention(_:_:_:), causal"
  case lastQueries = "scaledDotProductAttention(_:_:_:), causal, the last two of four"
  case masked = "scaledDotProductAttention(_:_:_:), a query that sees nothing"
  case added = "scaledDotProductAttention(_:_:_:), added numbers"
  case grouped = "scaledDotProductAttention(_:_:_:), four heads share two"
  case causalPadding = "scaledDotProductAttention(_:_:_:), causal, padded, scaled, with dropout"
  case kernels = "scaledDotProductAttention(_:_:_:), by vector kernels"
  case weights = "attentionWeights(_:_:)"
  case causalWeights = "attentionWeights(_:_:), causal"
  case rotated = "rotated(_:)"
  case rotatedLater = "rotated(_:), from a later position"

  var name: String { rawValue }

  /// Queries, keys and values, and for one case numbers that are added to the scores.
  var inputs: [FunctionInput] {
    switch self {
    case .plain: [[3, 2], [4, 2], [4, 3]]
    case .causal: [[2, 3, 2], [2, 3, 2], [2, 3, 2]]
    case .lastQueries: [[2, 2], [4, 2], [4, 2]]
    case .masked: [[3, 2], [3, 2], [3, 2]]
    case .added: [[2, 3, 2], [2, 3, 2], [2, 3, 2], [3, 3]]
    case .grouped: [[4, 3, 2], [2, 3, 2], [2, 3, 2]]
    case .kernels: [[2, 2, 3, 2], [2, 1, 3, 2], [2, 1, 3, 2]]
    case .causalPadding: [[2, 1, 3, 2], [2, 1, 3, 2], [2, 1, 3, 2]]
    case .weights, .causalWeights: [[3, 2], [3, 2]]
    case .rotated, .rotatedLater: [[2, 3, 4]]
    }
  }

  func callAsFunction<S: TensorScalar>(_ x: [Variable<S>]) -> Variable<S> {
    switch self {
    case .plain, .grouped: return scaledDotProductAttention(x[0], x[1], x[2])
    case .causal, .lastQueries:
      return scaledDotProductAttention(x[0], x[1], x[2], isCausal: true)
    case .masked:
      let mask = Tensor<Bool>([[true, false, true], [false, false, false], [true, true, false]])
      return scaledDotProductAttention(x[0], x[1], x[2], mask: .allowed(mask))
    case .added: return scaledDotProductAttention(x[0], x[1], x[2], mask: .added(x[3]))
    case .causalPadding:
      var context = Context.training(seed: 3)
      let output = Dropout<S>(0.4).forward(Variable(.ones([2, 1, 3, 3])), in: &context)
      return scaledDotProductAttention(
        x[0], x[1], x[2], mask: .lengths([2, 3]), isCausal: true, scale: 0.3,
        dropout: output.value)
    case .kernels:
      return withBackend(.simd, threads: 1) {
        scaledDotProductAttention(x[0], x[1], x[2], mask: .lengths([2, 3]), isCausal: true)
      }
    case .weights: return attentionWeights(x[0], x[1])
    case .causalWeights: return attentionWeights(x[0], x[1], isCausal: true)
    case .rotated: return Layers.rotated(x[0])
    case .rotatedLater: return Layers.rotated(x[0], from: 5, base: 100)
    }
  }
}

/// Attention layers, by inputs and all weights.
enum AttentionLayerProof: String, CaseIterable, ModuleProof {
  case itself = "MultiHeadAttention"
  case cross = "MultiHeadAttention of another sequence, masked"
  case rotary = "MultiHeadAttention, rotary, heads that share, causal, with dropout"
  case pre = "TransformerBlock"
  case post = "TransformerBlock, norms last, ReLU, with dropout"
  case swiGLU = "TransformerBlock with SwiGLU"

  var name: String { rawValue }
  var inputs: [FunctionInput] { self == .cross ? [[2, 2, 4], [2, 3, 4]] : [[2, 3, 4]] }

  func subject<S: TensorScalar>(using generator: inout RandomGenerator) -> ProofSubject<S> {
    switch self {
    case .itself, .cross:
      let layer = MultiHeadAttention<S>(4, heads: 2, using: &generator)
      let mask: AttentionMask<S>? =
        self == .cross ? .allowed([[true, false, true], [true, true, false]]) : nil
      return ProofSubject(layer) { layer, x, context in
        layer.forward(
          AttentionInput(x[0], memory: x.count > 1 ? x[1] : nil, mask: mask), in: &context)
      }
    case .rotary:
      let layer = MultiHeadAttention<S>(
        4, heads: 2, keyValueHeads: 1, dropout: 0.3, hasBias: false, isRotary: true,
        using: &generator)
      return ProofSubject(layer) { layer, x, context in
        layer.forward(AttentionInput(x[0], isCausal: true), in: &context)
      }
    case .pre: return block(TransformerBlock(4, heads: 2, using: &generator))
    case .post:
      return block(
        TransformerBlock(
          4, heads: 2, hidden: 3, kind: .relu, isPreNorm: false, dropout: 0.3, using: &generator))
    case .swiGLU:
      return block(TransformerBlock(4, heads: 1, hidden: 3, kind: .swiGLU, using: &generator))
    }
  }

  private func block<S: TensorScalar>(_ block: TransformerBlock<S>) -> ProofSubject<S> {
    ProofSubject(block) { block, x, context in
      block.forward(AttentionInput(x[0], isCausal: true), in: &context)
    }
  }
}

/// A whole model, by its weights: the table is used at both ends.
enum GPTProof: String, CaseIterable, ModuleProof {
  case learned = "GPT"
  case sinusoidal = "GPT with sines as positions, and dropout"
  case rotary = "GPT with rotary positions and SwiGLU"

  var name: String { rawValue }
  var inputs: [FunctionInput] { [] }

  func subject<S: TensorScalar>(using generator: inout RandomGenerator) -> ProofSubject<S> {
    let model = GPT<S>(
      vocabulary: 3, context: 4, width: 4, heads: 2, layers: 1, hidden: 3,
      kind: self == .rotary ? .swiGLU : .gelu,
      positions: self == .learned ? .learned : self == .rotary ? .rotary : .sinusoidal,
      dropout: self == .sinusoidal ? 0.3 : 0, using: &generator)
    return ProofSubject(model) { model, _, context in
      model.forward([[2, 0, 2], [1, 1, 0]], in: &context)
    }
  }
}
