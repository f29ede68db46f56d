import Foundation
import Gradus
import Plotting

// A variational autoencoder (Kingma and Welling, 2014, *Auto-Encoding Variational Bayes*): it describes each
// picture by a cloud of a few numbers, from which the picture can be drawn again. As the clouds together are
// made to look like the normal distribution, numbers drawn from that give pictures nobody has written.

/// A model whose output is a struct of what its loss needs.
struct VAE<Scalar: TensorScalar>: Model {
  var encoder: Sequential<Scalar>
  var decoder: Sequential<Scalar>
  /// How many numbers describe a picture.
  let codeSize: Int

  /// What the model makes of N pictures.
  struct Output {
    /// The logits of their pixels, shape [N, pixels].
    var reconstruction: Variable<Scalar>
    /// Where their clouds are, shape [N, codeSize].
    var mean: Variable<Scalar>
    /// The logarithm of their variances, shape [N, codeSize].
    var logVariance: Variable<Scalar>
  }

  init(
    pixels: Int, hidden: Int, codeSize: Int, using generator: inout RandomGenerator
  ) {
    self.codeSize = codeSize
    encoder = Sequential(
      Linear(pixels, hidden, using: &generator), SiLU(),
      Linear(hidden, 2 * codeSize, initializer: .glorotUniform, using: &generator))
    decoder = Sequential(
      Linear(codeSize, hidden, using: &generator), SiLU(),
      Linear(hidden, pixels, initializer: .glorotUniform, using: &generator))
  }

  /// In training, the pictures are drawn again from a point of their clouds; at inference from the middle.
  mutating func forward(_ pictures: Variable<Scalar>, in context: inout Context) -> Output {
    let cloud = encoder.forward(pictures, as: "encoder", in: &context).split(into: 2, along: 1)
    let (mean, logVariance) = (cloud[0], cloud[1])
    var code = mean
    if context.isTraining {
      let noise = Tensor<Scalar>.normal(mean.shape, using: &context.generator)
      code = mean + (logVariance * 0.5).exp() * Variable(noise)
    }
    let reconstruction = decoder.forward(code, as: "decoder", in: &context)
    return Output(reconstruction: reconstruction, mean: mean, logVariance: logVariance)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    encoder.visitParameters(as: "encoder", visit)
    decoder.visitParameters(as: "decoder", visit)
  }
}

/// What it costs to describe a picture, in nats: its pixels, given the code, and the code itself.
func variationalLoss<Scalar>(
  _ output: VAE<Scalar>.Output, _ pictures: Tensor<Scalar>
) -> Variable<Scalar> {
  let pixels = binaryCrossEntropy(
    logits: output.reconstruction, targets: pictures, reduction: .sum)
  let (mean, logVariance) = (output.mean, output.logVariance)
  // How far the clouds are from the normal distribution: the Kullback–Leibler divergence.
  let code = (mean.squared() + logVariance.exp() - logVariance - 1).sum() * 0.5
  return (pixels + code) / Scalar(Double(pictures.shape[0]))
}

/// Trains the model on digits of 8 × 8 pixels, prints its loss beside that of always predicting the mean
/// picture, draws digits that it has made up, and returns both losses, in nats per picture.
@discardableResult
func trainVAE(epochs: Int = 200, seed: UInt64 = 1) throws -> (vae: Double, meanPicture: Double) {
  // Black or white: of gray pixels, the loss would not be the length of a description.
  func pictures(_ part: Dataset.Part) throws -> Tensor<Float> {
    let images: Tensor<Float> = try Dataset.digits.images(part).images
    return images.reshaped(to: [images.shape[0], 64]).round()
  }
  let (train, test) = (try pictures(.train), try pictures(.test))
  var generator = RandomGenerator(seed: seed)
  var model = VAE<Float>(pixels: 64, hidden: 128, codeSize: 8, using: &generator)
  print(
    "A variational autoencoder learns to describe \(train.shape[0]) digits by \(model.codeSize) "
      + "numbers each, seed \(seed).")
  // A picture is its own target.
  var optimizer = Adam<Float>(learningRate: 2e-3)
  try fit(
    &model, to: Samples(train, train), with: &optimizer, epochs: epochs, batchSize: 50, seed: seed,
    callbacks: [Progress(every: max(1, epochs / 8))], loss: variationalLoss)

  // The loss is that of a random point of the cloud, so the context is that of training.
  var context = Context.training(seed: seed)
  let output = model.forward(Variable(test), in: &context)
  let vae = Double(variationalLoss(output, test).value.scalar())
  let meanPicture = lossOfMeanPicture(of: train, on: test)
  print(
    String(
      format: "Loss on %d other digits: %.1f nats; of the mean picture: %.1f nats.",
      test.shape[0], vae, meanPicture))
  let codes = Tensor<Float>.normal([16, model.codeSize], using: &generator)
  print("Digits that nobody has written:\n\(drawing(of: model.decoder(codes).sigmoid()))")
  return (vae, meanPicture)
}

/// The loss of who knows nothing but the mean picture, and so needs no code.
private func lossOfMeanPicture(of train: Tensor<Float>, on test: Tensor<Float>) -> Double {
  // A pixel that is never black in training may be so in a test: no probability is 0 or 1.
  let mean = train.mean(along: 0).clamped(to: 0.001...0.999)
  let logits = (mean / (1 - mean)).log().broadcast(to: test.shape)
  let loss = binaryCrossEntropy(logits: Variable(logits), targets: test, reduction: .sum)
  return Double(loss.value.scalar()) / Double(test.shape[0])
}

/// Pictures of 8 × 8 pixels as text, from values of shape [N, 64].
func drawing(of pictures: Tensor<Float>) -> String {
  let images = pictures.split(into: pictures.shape[0]).map { picture in
    ImageGrid.Image(pixels: picture.elements.map(Double.init), width: 8, height: 8)
  }
  return ImageGrid(images: images).terminal()
}
