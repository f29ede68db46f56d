import SIMDKernels
import Testing

@testable import TensorCore

@Suite struct VectorUnitTests {
  @Test("kernels built here run here")
  func nothingIsMissing() {
    #expect(Backend.simd.obstacle == nil)
  }

  @Test("an older machine gets a sentence that names what it lacks")
  func olderMachine() {
    let laptop: Set = ["saved vector registers", "FMA", "AVX2"]
    #expect(missingFeatures(for: .avx2, present: laptop) == [])
    let missing = missingFeatures(for: .avx512, present: laptop)
    #expect(missing.count == 5)
    #expect(
      obstacle(to: .avx512, missing: missing)?.hasPrefix(
        "The SIMD kernels were built for AVX-512, but this machine lacks AVX-512 F, AVX-512 DQ, ")
        == true)
    #expect(missingFeatures(for: .avx2, present: []) == ["saved vector registers", "FMA", "AVX2"])
    #expect(missingFeatures(for: .sse2, present: []) == [])
  }
}
