import Curriculum
import Gradus

/// Twenty layers one after the other, and the same twenty with a detour around each two.
enum DepthExperiment {
  struct Result {
    let name: String
    /// The loss of each step.
    let losses: [Double]
    /// The length of the first gradient of each convolution's weight, from the picture to the classes.
    let gradients: [Double]
    /// How many of the training pictures the network knows in the end.
    let right: Int
  }

  /// 18 convolutions of 16 channels on 7 × 7 places, after one that makes these of a picture and before one
  /// layer for the classes.
  ///
  /// - Parameters:
  ///   - isResidual: Whether there is a detour around each two of the 18.
  ///   - gain: By how much the convolutions' first weights are larger than He's rule draws them.
  ///   - generator: Draws the weights.
  static func network(
    isResidual: Bool, gain: Float, using generator: inout RandomGenerator
  ) -> Sequential<Float> {
    func convolution(_ inputs: Int, stride: Size2D = 1, scale: Float = 1) -> Conv2D<Float> {
      var layer = Conv2D<Float>(
        inputs, 16, kernel: 3, stride: stride, padding: 1, using: &generator)
      layer.weight.value *= gain * scale
      return layer
    }
    var layers: [any Layer<Float>] = [
      convolution(1, stride: 2), ReLU<Float>(), MaxPool2D<Float>(2),
    ]
    for _ in 0..<9 {
      // Nine blocks that each add as much as they are given would make it 2⁹ times as large.
      let body = Sequential<Float>(
        convolution(16), ReLU(), convolution(16, scale: isResidual ? 1 / 3 : 1))
      layers += isResidual ? [Residual<Float>(body), ReLU<Float>()] : [body, ReLU<Float>()]
    }
    layers += [GlobalAveragePool2D<Float>(), Linear<Float>(16, 10, using: &generator)]
    return Sequential(layers)
  }

  static func train(
    isResidual: Bool, gain: Float, on samples: Samples<Tensor<Float>, Tensor<Int>>, epochs: Int,
    seed: UInt64,
    batchEnded: () -> Void
  ) throws -> Result {
    var generator = RandomGenerator(seed: seed)
    var network = network(isResidual: isResidual, gain: gain, using: &generator)
    var losses: [Double] = []
    let first = samples.gather(Array(0..<100))
    let (_, gradients) = valueWithGradients(at: &network) { network in
      var context = Context.training(seed: seed)
      return softmaxCrossEntropy(
        logits: network.forward(Variable(first.inputs), in: &context), labels: first.targets)
    }
    let ofFilters = zip(gradients.names, gradients.tensors).filter {
      $0.path.hasSuffix("weight") && $1.rank == 4
    }
    var adam = Adam<Float>(learningRate: 0.001)
    try fit(
      &network, to: samples, with: &adam, epochs: epochs, batchSize: 50, seed: seed,
      loss: { logits, labels in
        let loss = softmaxCrossEntropy(logits: logits, labels: labels)
        losses.append(Double(loss.value.scalar()))
        batchEnded()
        return loss
      })
    return Result(
      name: (isResidual ? "with detours" : "plain") + (gain == 1 ? ", He" : ", ½ He"),
      losses: losses, gradients: ofFilters.map { Double($1.squared().sum()).squareRoot() },
      right: countRight(predictions(of: network, samples.inputs), samples.targets))
  }
}

/// The class that a network gives each picture, computed 200 pictures at a time.
func predictions(of network: Sequential<Float>, _ images: Tensor<Float>) -> Tensor<Int> {
  logits(of: network, images).argmax(along: 1)
}

/// The logits of each picture, computed 200 pictures at a time.
func logits(of network: Sequential<Float>, _ images: Tensor<Float>) -> Tensor<Float> {
  .concatenate(
    stride(from: 0, to: images.shape[0], by: 200).map {
      network(images[$0..<min($0 + 200, images.shape[0])])
    })
}
