import Curriculum08
import Gradus

/// The same network of the framework's layers: what one's own is compared with.
struct FrameworkNetwork: DigitsNetwork {
  private(set) var layers: Sequential<Double>
  private var optimizer = Adam<Double>(learningRate: 0)
  private let longestGradient: Double

  /// A network that begins with these layers.
  init(_ layers: Sequential<Double>, longestGradient: Double = OwnNetwork.longestGradient) {
    (self.layers, self.longestGradient) = (layers, longestGradient)
  }

  /// Its layers, with random weights.
  static func layers<Scalar: TensorScalar>(
    using generator: inout RandomGenerator
  ) -> Sequential<Scalar> {
    smallReader(dropout: OwnNetwork.dropout, using: &generator)
  }

  var isFinite: Bool { layers.state.allSatisfy { $0.value.sum().isFinite } }

  mutating func step(
    _ images: Tensor<Double>, _ labels: Tensor<Int>, rate: Double, by parts: DigitsParts,
    masks: inout RandomGenerator
  ) -> Double {
    var context = Context.training(seed: 0)
    context.generator = masks
    var (loss, gradients) = valueWithGradients(at: &layers) { layers in
      Gradus.softmaxCrossEntropy(
        logits: layers.forward(Variable(images), in: &context), labels: labels)
    }
    masks = context.generator
    gradients.clip(toNorm: longestGradient)
    optimizer.learningRate = rate
    optimizer.update(&layers, along: gradients)
    return loss
  }

  func logits(_ images: Tensor<Double>, by parts: DigitsParts) -> Tensor<Double> { layers(images) }
}

/// A layer's weights stand the other way round in PyTorch's files than in the exercises: [outputs, inputs].
extension OwnNetwork {
  /// A network that begins with the weights of the framework's layers.
  init(layers: Sequential<some TensorScalar>) {
    self.init(
      layers.state.map { tensor in
        let value = Tensor<Double>(tensor.value)
        return value.rank == 2 ? value.transposed() : value
      })
  }

  /// The framework's layers with this network's weights.
  func layers<Scalar: TensorScalar>() -> Sequential<Scalar> {
    var generator = RandomGenerator(seed: 0)
    var layers: Sequential<Scalar> = FrameworkNetwork.layers(using: &generator)
    var rest = parameters.values[...]
    layers.visitParameters { _, parameter in
      let value = rest.removeFirst()
      parameter = Variable(Tensor<Scalar>(value.rank == 2 ? value.transposed() : value))
    }
    return layers
  }
}
