import Autograd
import GradientChecking
import Layers
import TensorCore
import Testing

@testable import Examples

private struct GANProof: ModuleProof {
  let name: String
  let isOfGenerator: Bool

  func subject<S: TensorScalar>(using generator: inout RandomGenerator) -> ProofSubject<S> {
    let model = GAN<S>(noise: 2, hidden: 3, pixels: 4, using: &generator)
    let noise = Variable(Tensor<S>.normal([4, 2], using: &generator))
    let real = Variable(Tensor<S>.uniform([4, 4], using: &generator))
    return ProofSubject(model) { model, _, context in
      isOfGenerator
        ? model.generatorLoss(noise: noise, in: &context)
        : model.discriminatorLoss(real: real, noise: noise, in: &context)
    }
  }
}

@Suite struct GANTests {
  @Test("both losses are proved, in all parameters of both networks")
  func proof() throws {
    try requireRightGradients(of: GANProof(name: "discriminator loss", isOfGenerator: false))
    try requireRightGradients(of: GANProof(name: "generator loss", isOfGenerator: true))
  }

  @Test("generated pixels come closer to real ones than noise is, and neither network wins")
  func learns() throws {
    let (history, noise) = try withBackend(.simd) { try trainGAN(epochs: 40) }
    let distances = history["distance"]
    #expect(distances.last! < 0.5 * noise && distances.last! < distances[0], "\(distances)")
    #expect(history["discriminator loss"].allSatisfy { $0 > 0.1 && $0 < 2.5 })
    #expect(history["generator loss"].allSatisfy { $0 > 0.1 && $0 < 5 })
  }

  @Test("pictures have no distance from themselves, and a known one from brighter ones")
  func distances() {
    let pictures: Tensor<Float> = [[0, 0.25], [1, 0.75]]
    #expect(distance(pictures, pictures) == 0)
    #expect(abs(distance(pictures, pictures + 0.5) - 0.5 / 2.0.squareRoot()) < 1e-6)
  }
}
