import Autograd
import DataLoading
import GradientChecking
import Layers
import TensorCore
import Testing

@testable import Examples

/// A block with or without a projection.
private struct ResidualBlockProof: LayerProof {
  let name = "ResidualBlock"
  let inputShape: Shape = [3, 2, 4, 4]
  let outputs: Int
  let stride: Size2D

  func layer<S: TensorScalar>(using generator: inout RandomGenerator) -> any Layer<S> {
    ResidualBlock<S>(2, outputs, stride: stride, using: &generator)
  }
}

@Suite struct ResidualNetworkTests {
  @Test(
    "a residual block is proved, with and without a projection",
    arguments: [(2, 1), (3, 1), (2, 2), (3, 2)])
  func proof(outputs: Int, stride: Int) throws {
    let proof = ResidualBlockProof(
      outputs: outputs, stride: Size2D(height: stride, width: stride))
    try requireRightGradients(of: proof)
    var generator = RandomGenerator(seed: 1)
    let block = ResidualBlock<Float>(2, outputs, stride: proof.stride, using: &generator)
    #expect((block.projection == nil) == (outputs == 2 && stride == 1))
  }

  @Test("in a few epochs the network and the linear classifier tell most digits apart")
  func learns() throws {
    let right = try withBackend(.simd) {
      try trainResidualNetwork(
        on: .digits, imageCount: 1000, augmentation: RandomCrop(padding: 1), epochs: 5)
    }
    #expect(right.network > 0.7 && right.linear > 0.5, "\(right)")
  }
}
