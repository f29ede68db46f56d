import SIMDKernels
import TestSupport
import Testing

@Suite struct MatmulTests {
  private static let extents = [0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 97, 129]

  @Test("every ragged shape and transposition agrees with plain loops in Double", arguments: [1, 2])
  func raggedShapes(seed: UInt64) {
    if seed == 1 {
      let failure = firstMatmulFailure(
        in: Float.self, extents: Self.extents, accumulating: false, seed: seed)
      #expect(failure == nil, "seed \(seed)")
    } else {
      let failure = firstMatmulFailure(
        in: Double.self, extents: Self.extents, accumulating: false, seed: seed)
      #expect(failure == nil, "seed \(seed)")
    }
  }

  @Test("accumulation adds to what was there")
  func accumulation() {
    let extents = [0, 1, 3, 8, 17, 33, 65]
    #expect(
      firstMatmulFailure(in: Float.self, extents: extents, accumulating: true, seed: 3) == nil)
    #expect(
      firstMatmulFailure(in: Double.self, extents: extents, accumulating: true, seed: 4) == nil)
  }
}
