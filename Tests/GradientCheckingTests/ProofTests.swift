import GradientChecking
import Testing

@Suite struct ProofTests {
  @Test(arguments: functionProofs)
  func gradientsOfFunctions(proof: any DifferentiableFunction) {
    let problems = checkGradients(of: proof)
    #expect(problems.isEmpty, "\(problems)")
  }

  @Test(arguments: layerProofs)
  func gradientsOfLayers(proof: any LayerProof) {
    let problems = checkGradients(of: proof)
    #expect(problems.isEmpty, "\(problems)")
  }
}
