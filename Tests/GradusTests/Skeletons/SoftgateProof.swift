import Autograd
import GradientChecking
import Layers
import TensorCore
import Testing

struct SoftgateProof: LayerProof {
  let name = "Softgate"
  let inputShape: Shape = [4, 3]
  func layer<S: TensorScalar>(using generator: inout RandomGenerator) -> any Layer<S> {
    Softgate<S>(3)
  }
}

@Suite struct SoftgateTests {
  @Test("gradients are right", arguments: [1, 2, 3]) func gradients(seed: UInt64) throws {
    try requireRightGradients(of: SoftgateProof(), seed: seed)
  }

  @Test("values by hand") func values() {
    var layer = Softgate<Double>(2)
    layer.weight.value = [2, -1]
    #expect(layer([[1, 3]]) == [[2, -3]])
  }
}
