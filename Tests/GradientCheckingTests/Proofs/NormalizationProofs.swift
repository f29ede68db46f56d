import Autograd
import GradientChecking
import Layers
import TensorCore

/// Normalization, and the small layers that came with it.
enum NormalizationProof: String, CaseIterable, LayerProof {
  case batchNorm = "BatchNorm"
  case batchNormOfSequences = "BatchNorm of sequences"
  case batchNormOfImages = "BatchNorm of images"
  case batchNormWithoutWeight = "BatchNorm without weight"
  case layerNorm = "LayerNorm"
  case layerNormOverThreeAxes = "LayerNorm over three axes"
  case layerNormWithoutWeight = "LayerNorm without weight"
  case groupNorm = "GroupNorm"
  case groupNormOfVectors = "GroupNorm of vectors"
  case instanceNorm = "GroupNorm of single channels"
  case rmsNorm = "RMSNorm"
  case rmsNormOverTwoAxes = "RMSNorm over two axes"
  case spatialDropout = "SpatialDropout"
  case reshape = "Reshape"
  case lambda = "Lambda"

  var name: String { rawValue }

  var inputShape: Shape {
    switch self {
    case .batchNorm: [5, 3]
    case .groupNormOfVectors: [2, 6]
    case .batchNormOfSequences, .batchNormWithoutWeight, .layerNorm, .layerNormWithoutWeight,
      .rmsNorm:
      [3, 4, 3]
    default: [2, 4, 3, 2]
    }
  }

  func layer<S: TensorScalar>(using generator: inout RandomGenerator) -> any Layer<S> {
    switch self {
    case .batchNorm: BatchNorm<S>(3)
    case .batchNormOfSequences, .batchNormOfImages: BatchNorm<S>(4, epsilon: 0.01)
    case .batchNormWithoutWeight: BatchNorm<S>(4, isAffine: false)
    case .layerNorm: LayerNorm<S>([3])
    case .layerNormOverThreeAxes: LayerNorm<S>([4, 3, 2], epsilon: 0.01)
    case .layerNormWithoutWeight: LayerNorm<S>([4, 3], isAffine: false)
    case .groupNorm: GroupNorm<S>(groups: 2, channels: 4)
    case .groupNormOfVectors: GroupNorm<S>(groups: 2, channels: 6)
    case .instanceNorm: GroupNorm<S>(groups: 4, channels: 4, isAffine: false)
    case .rmsNorm: RMSNorm<S>([3])
    case .rmsNormOverTwoAxes: RMSNorm<S>([3, 2], epsilon: 0.01)
    case .spatialDropout: SpatialDropout<S>(0.4)
    case .reshape: Reshape<S>([3, 8])
    case .lambda: Lambda<S> { $0.squared() }
    }
  }
}

/// The rule of batch, layer and group normalization, along axes in all positions.
struct StandardizedProof: DifferentiableFunction {
  let axes: [Int]
  var name: String { "standardized(along:), \(axes)" }
  let inputs: [FunctionInput] = [[3, 4, 2]]

  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
    inputs[0].standardized(along: Axes(axes), epsilon: 0.01)
  }

  static let all = [[0], [1], [-1], [0, 2], [1, 2], [0, 1, 2]].map { StandardizedProof(axes: $0) }
}

/// Layer normalization by its vector kernel, by all that it reads.
struct LayerNormKernelProof: DifferentiableFunction {
  let name = "LayerNorm by a vector kernel"
  let inputs: [FunctionInput] = [[3, 4, 5], [5], [5]]

  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
    var layer = LayerNorm<S>([5], epsilon: 0.01)
    (layer.weight, layer.bias) = (inputs[1], inputs[2])
    var context = Context.training(seed: 1)
    return withBackend(.simd, threads: 1) { layer.forward(inputs[0], in: &context) }
  }
}

/// Batch normalization by its vector kernel, by all that it reads.
struct BatchNormKernelProof: DifferentiableFunction {
  let name = "BatchNorm by a vector kernel"
  let inputs: [FunctionInput] = [[3, 2, 5], [2], [2]]

  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
    var layer = BatchNorm<S>(2, epsilon: 0.01)
    (layer.weight, layer.bias) = (inputs[1], inputs[2])
    var context = Context.training(seed: 1)
    return withBackend(.simd, threads: 1) { layer.forward(inputs[0], in: &context) }
  }
}

/// The table is what an embedding is differentiated by: its tokens are integers.
enum EmbeddingProof: String, CaseIterable, DifferentiableFunction {
  case repeatedTokens = "Embedding"
  case text = "Embedding of a text"

  var name: String { rawValue }
  var inputs: [FunctionInput] { [[4, 3]] }

  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
    var embedding = Embedding<S>(weight: inputs[0].value)
    embedding.weight = inputs[0]
    var context = Context.training(seed: 1)
    let tokens: Tensor<Int> = [2, 0, 2, 2, 3, 0]
    return embedding.forward(
      self == .text ? tokens.reshaped(to: [2, 3]) : tokens, in: &context)
  }
}
