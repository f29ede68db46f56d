import Curriculum
import Gradus
import Testing

@testable import OwnFramework

/// The network of the exercises' functions beside the framework's layers, which know nothing of them.
@Suite("one's own framework: the network for digits")
struct DigitsNetworkTests {
  /// Some digits, [B, 1, 8, 8], and what they are.
  private func batch(_ places: [Int]) throws -> (images: Tensor<Double>, labels: Tensor<Int>) {
    let data = try DigitsData<Double>.lastAsTest()
    return (
      data.trainInputs.gather(places).reshaped(to: [places.count, 1, 8, 8]),
      data.trainLabels.gather(places)
    )
  }

  /// The losses of some steps on batches that differ.
  private func losses<Network: DigitsNetwork>(
    _ start: Network, by parts: DigitsParts, steps: Int = 6
  ) throws -> (losses: [Double], network: Network) {
    var (network, masks) = (start, RandomGenerator(seed: 5))
    let losses = try (0..<steps).map { step in
      let (images, labels) = try batch(Array(7 * step..<7 * step + 7))
      return try network.step(images, labels, rate: 0.01, by: parts, masks: &masks)
    }
    return (losses, network)
  }

  private func start() -> Sequential<Double> {
    var generator = RandomGenerator(seed: 3)
    return FrameworkNetwork.layers(using: &generator)
  }

  @Test("has the losses, the weights and the scores of the framework's layers, to rounding")
  func sameAsLayers() throws {
    var parts = DigitsParts.ours
    // The framework's own clipping adds 10⁻⁶ to the norm, as PyTorch does: here nothing is clipped.
    parts.clip = { gradients, _ in gradients }
    let own = try losses(OwnNetwork(layers: start()), by: parts)
    let framework = try losses(FrameworkNetwork(start(), longestGradient: 1e9), by: parts)
    for (own, framework) in zip(own.losses, framework.losses) {
      #expect(abs(own - framework) <= 1e-9 * framework)
    }
    #expect(own.losses[5] != own.losses[0])
    let images = try batch([100, 200, 300]).images
    let (scores, expected) = (
      try own.network.logits(images, by: parts), framework.network.logits(images, by: parts)
    )
    #expect((scores - expected).abs().max() <= 1e-9 * expected.abs().max())
    let weights: Sequential<Double> = own.network.layers()
    for (own, framework) in zip(weights.state, framework.network.layers.state) {
      #expect(own.name == framework.name && own.value.shape == framework.value.shape)
      #expect((own.value - framework.value).abs().max() <= 1e-9)
    }
  }

  @Test("with clipping and a product in Float the losses are the framework's up to that")
  func sameWithFloat() throws {
    var verdicts = Verdicts()
    for name in OwnNetworkKind.digits.exercises { verdicts[name] = .passed }
    let assembly = Assembly<DigitsParts>(.ours, verdicts)
    #expect(assembly.count == assembly.parts.count)
    let own = try losses(OwnNetwork(layers: start()), by: assembly.functions)
    let framework = try losses(FrameworkNetwork(start()), by: .ours)
    for (own, framework) in zip(own.losses, framework.losses) {
      #expect(abs(own - framework) <= 1e-4 * framework)
    }
  }

  @Test("each function has a part in it: none can be wrong without another outcome")
  func sabotage() throws {
    let right = try trainBriefly(.ours)
    #expect(try trainBriefly(.ours) == right)
    for (name, spoil) in Self.spoiled {
      var parts = DigitsParts.ours
      spoil(&parts)
      #expect(try trainBriefly(parts) != right, "\(name)")
    }
    #expect(Set(Self.spoiled.map(\.name)).count == DigitsParts.places.count)
  }

  /// Two epochs on a few digits: all losses, and the epoch that was chosen.
  private func trainBriefly(_ parts: DigitsParts) throws -> [Double] {
    var plan = DigitsPlan()
    (plan.digitCount, plan.epochs, plan.patience) = (40, 2, 1)
    let outcome = try trainDigits(
      OwnNetwork(layers: start()), by: Assembly(parts), plan)
    return outcome.losses.flatMap { [$0.training, $0.validation] } + [Double(outcome.bestEpoch)]
  }

  /// A wrong function for each place.
  private static let spoiled: [(name: String, spoil: @Sendable (inout DigitsParts) -> Void)] = {
    let ours = DigitsParts.ours
    return [
      ("split", { $0.split = { try ours.split($0, $1.reversed(), $2, $3) } }),
      ("rotated", { $0.rotated = { try ours.rotated($0, -$1) } }),
      ("shifted", { $0.shifted = { try ours.shifted($0, $2, $1) } }),
      ("augmented", { $0.augmented = { images, _, _, _ in images } }),
      ("epoch", { $0.epoch = { try ours.epoch($0, $1, $2 + 1, &$3, $4) } }),
      ("convolve", { $0.convolve = { try -ours.convolve($0, $1, $2, $3) } }),
      (
        "maxPool",
        {
          $0.maxPool = { images, size, stride, upstream in
            let minima = try ours.maxPool(-images, size, stride, upstream)
            return (-minima.maxima, minima.gradient)
          }
        }
      ),
      ("dropout", { $0.dropout = { x, _, _, _ in x } }),
      ("product", { $0.product = { try 1.1 * ours.product($0, $1) } }),
      (
        "softmaxCrossEntropy",
        {
          $0.softmaxCrossEntropy = {
            let (loss, gradient) = try ours.softmaxCrossEntropy($0, $1)
            return (loss, -gradient)
          }
        }
      ),
      (
        "matmulBackward",
        {
          $0.matmulBackward = {
            let (a, b) = try ours.matmulBackward($0, $1, $2)
            return (a, -b)
          }
        }
      ),
      ("unbroadcast", { $0.unbroadcast = { try ours.unbroadcast($0, $1) * 0 } }),
      ("reluBackward", { $0.reluBackward = { _, upstream in upstream } }),
      ("dropoutBackward", { $0.dropoutBackward = { upstream, _, _ in upstream } }),
      (
        "filterGradient",
        {
          $0.filterGradient = {
            var gradient = try ours.filterGradient($0, $1, $2, $3, $4)
            gradient.weight *= -1
            return gradient
          }
        }
      ),
      ("inputGradient", { $0.inputGradient = { try -ours.inputGradient($0, $1, $2, $3, $4) } }),
      ("clip", { $0.clip = { gradients, _ in gradients.map { $0 * 0 } } }),
      ("learningRate", { $0.learningRate = { _, _, _, peak in peak } }),
      (
        "adam",
        {
          $0.adam = { parameter, state, gradient, rate, beta1, beta2, epsilon in
            // Without bias correction: the count of steps is forgotten.
            var state = state
            state.step = 1000
            return try ours.adam(parameter, state, gradient, rate, beta1, beta2, epsilon)
          }
        }
      ),
      ("consider", { $0.consider = { try (ours.consider($0, $1, $2).state, .stop) } }),
    ]
  }()
}
