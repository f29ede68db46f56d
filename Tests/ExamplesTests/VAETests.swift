import Autograd
import GradientChecking
import Layers
import TensorCore
import Testing

@testable import Examples

private struct VAEProof: ModuleProof {
  let name = "VAE"

  func subject<S: TensorScalar>(using generator: inout RandomGenerator) -> ProofSubject<S> {
    let pictures = Tensor<S>.uniform([3, 4], using: &generator)
    let model = VAE<S>(pixels: 4, hidden: 3, codeSize: 2, using: &generator)
    return ProofSubject(model) { model, _, context in
      variationalLoss(model.forward(Variable(pictures), in: &context), pictures)
    }
  }
}

@Suite struct VAETests {
  @Test("the autoencoder and its loss are proved, with noise and without")
  func proof() throws { try requireRightGradients(of: VAEProof()) }

  @Test("the autoencoder describes unseen digits better than the mean picture does")
  func learns() throws {
    let loss = try withBackend(.simd) { try trainVAE(epochs: 20) }
    #expect(loss.vae < loss.meanPicture - 3, "\(loss)")
  }

  @Test("noise comes from the context alone, and only in training")
  func noise() {
    var generator = RandomGenerator(seed: 1)
    var model = VAE<Double>(pixels: 4, hidden: 3, codeSize: 2, using: &generator)
    let pictures = Tensor<Double>.uniform([3, 4], using: &generator)
    func reconstruction(_ context: Context) -> Tensor<Double> {
      var context = context
      return model.forward(Variable(pictures), in: &context).reconstruction.value
    }
    #expect(reconstruction(.training(seed: 1)) == reconstruction(.training(seed: 1)))
    #expect(reconstruction(.training(seed: 1)) != reconstruction(.training(seed: 2)))
    #expect(reconstruction(.inference) == model.output(for: pictures).reconstruction.value)
  }
}
