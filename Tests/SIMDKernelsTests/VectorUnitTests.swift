import SIMDKernels
import Testing

@Suite struct VectorUnitTests {
  @Test("kernels built here run here")
  func nothingIsMissing() {
    #expect(VectorUnit.obstacle == nil)
  }
}
