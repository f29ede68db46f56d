import Foundation
import Gradus

// Two networks that play against each other (Goodfellow et al., 2014, *Generative Adversarial Nets*): a generator
// makes pictures of noise, and a discriminator tells them from real ones. Each learns from the other's mistakes,
// with an optimizer of its own; so the step is one's own as well, and `train` does the rest.

/// Both networks in one model, so that one training, one history and one checkpoint are theirs.
struct GAN<Scalar: TensorScalar>: Module {
  var generator: Sequential<Scalar>
  var discriminator: Sequential<Scalar>

  init(noise: Int, hidden: Int, pixels: Int, using random: inout RandomGenerator) {
    generator = Sequential(
      // What comes before a normalization needs no bias.
      Linear(noise, hidden, hasBias: false, using: &random), BatchNorm(hidden), ReLU(),
      Linear(hidden, hidden, hasBias: false, using: &random), BatchNorm(hidden), ReLU(),
      Linear(hidden, pixels, initializer: .glorotUniform, using: &random), Sigmoid())
    discriminator = Sequential(
      Linear(pixels, hidden, using: &random), LeakyReLU(slope: 0.2), Dropout(0.3),
      Linear(hidden, hidden, using: &random), LeakyReLU(slope: 0.2), Dropout(0.3),
      Linear(hidden, 1, initializer: .glorotUniform, using: &random))
  }

  /// The discriminator is to say 1 of real pictures and 0 of generated ones. With 0.9 in place of 1 it never
  /// becomes so sure that the generator learns nothing from it.
  mutating func discriminatorLoss(
    real: Variable<Scalar>, noise: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    let fake = generator.forward(noise, as: "generator", in: &context)
    return loss(of: real, shouldBe: 0.9, in: &context) + loss(of: fake, shouldBe: 0, in: &context)
  }

  /// The generator is to make pictures of which the discriminator says 1.
  mutating func generatorLoss(
    noise: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    let fake = generator.forward(noise, as: "generator", in: &context)
    return loss(of: fake, shouldBe: 1, in: &context)
  }

  private mutating func loss(
    of pictures: Variable<Scalar>, shouldBe target: Scalar, in context: inout Context
  ) -> Variable<Scalar> {
    let logits = discriminator.forward(pictures, as: "discriminator", in: &context)
    return binaryCrossEntropy(
      logits: logits, targets: Tensor(repeating: target, shape: logits.shape))
  }

  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    generator.visitParameters(as: "generator", visit)
    discriminator.visitParameters(as: "discriminator", visit)
  }
}

/// How far pictures are from others, taken together: the root mean square of the differences between the means
/// and the standard deviations of each pixel. It is blind to how pixels belong together, so a small distance
/// is needed for good pictures, and does not suffice.
func distance(_ first: Tensor<Float>, _ second: Tensor<Float>) -> Double {
  let means = first.mean(along: 0) - second.mean(along: 0)
  let deviations = first.variance(along: 0).sqrt() - second.variance(along: 0).sqrt()
  return Double((means.squared().mean() + deviations.squared().mean()) / 2).squareRoot()
}

/// Trains both networks on digits of 8 × 8 pixels, draws what the generator makes, and prints how far that is
/// from real digits.
///
/// - Returns: The history, with both losses and the distance of each epoch, and the distance of noise.
@discardableResult
func trainGAN(epochs: Int = 300, seed: UInt64 = 1) throws -> (history: History, noise: Double) {
  let images: Tensor<Float> = try Dataset.digits.images(.train).images
  let digits = images.reshaped(to: [images.shape[0], 64])
  let noiseSize = 16
  var random = RandomGenerator(seed: seed)
  var model = GAN<Float>(noise: noiseSize, hidden: 128, pixels: 64, using: &random)
  print("A generator and a discriminator learn from \(digits.shape[0]) digits, seed \(seed).")
  var generatorOptimizer = Adam<Float>(learningRate: 1e-3, beta1: 0.5)
  var discriminatorOptimizer = Adam<Float>(learningRate: 1e-3, beta1: 0.5)
  // The same noise after each epoch, so that distances can be compared.
  let fixedNoise = Tensor<Float>.normal([1000, noiseSize], using: &random)

  let history = try train(
    &model, on: digits, with: &generatorOptimizer, epochs: epochs, batchSize: 50, seed: seed,
    callbacks: [Progress(every: max(1, epochs / 8))]
  ) { run in
    run.record("distance", distance(run.model.generator(fixedNoise), digits))
  } step: { run, batch, context in
    func noise() -> Variable<Float> {
      Variable(.normal([batch.sampleCount, noiseSize], using: &run.generator))
    }
    // While one network learns, the parameters of the other are constants.
    let (discriminatorLoss, discriminatorGradients) = valueWithGradients(
      at: &run.model, where: { $0.isInside("discriminator") }
    ) { $0.discriminatorLoss(real: Variable(batch), noise: noise(), in: &context) }
    try run.report(Double(discriminatorLoss), as: "discriminator loss")
    discriminatorOptimizer.update(&run.model, along: discriminatorGradients)

    let (generatorLoss, generatorGradients) = valueWithGradients(
      at: &run.model, where: { $0.isInside("generator") }
    ) { $0.generatorLoss(noise: noise(), in: &context) }
    try run.report(Double(generatorLoss), as: "generator loss")
    try run.takeStep(along: generatorGradients)
  }

  let noise = Tensor<Float>.uniform(digits.shape, using: &random)
  let others: Tensor<Float> = try Dataset.digits.images(.test).images
  let distanceOfNoise = distance(noise, digits)
  print("Generated digits:\n\(drawing(of: model.generator(fixedNoise[0..<16])))")
  print(
    String(
      format: "Distance from real digits: %.3f; of noise: %.3f; of other real digits: %.3f.",
      history["distance"].last!, distanceOfNoise,
      distance(others.reshaped(to: [others.shape[0], 64]), digits)))
  return (history, distanceOfNoise)
}
