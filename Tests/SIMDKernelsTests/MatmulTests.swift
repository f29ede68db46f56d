import Foundation
import SIMDKernels
import TestSupport
import Testing

@Suite struct MatmulTests {
  private static let extents = [0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 97, 129]

  /// Shapes that take the paths of larger products: several blocks along K, a packed B, a copied A, few rows, few
  /// columns, a product that is transposed, a single row or column.
  private static let largerShapes: [(m: Int, n: Int, k: Int)] =
    [
      (m: 20, n: 40, k: 1100), (256, 1025, 1030), (150, 130, 140), (97, 97, 97), (40, 256, 1024),
      (1024, 260, 300), (3, 300, 257), (2, 300, 300), (4, 261, 300),
      (33, 257, 301), (16, 530, 1030),
      (300, 5, 300), (300, 3, 259), (700, 1, 401), (1, 1301, 307),
    ] + dotShapes

  /// Shapes that are products of long rows with few columns, or of few rows with long columns; and some whose last
  /// columns are.
  private static let dotShapes = [
    (m: 150, n: 7, k: 1801), (515, 16, 512), (1027, 2, 515), (3, 301, 1031), (13, 514, 515),
    (33, 68, 130), (30, 51, 1030), (29, 34, 65),
  ]

  @Test("every ragged shape and transposition agrees with plain loops: Float")
  func raggedShapesInFloat() {
    #expect(
      firstMatmulFailure(in: Float.self, extents: Self.extents, accumulating: false, seed: 1)
        == nil, "seed 1")
  }

  @Test("every ragged shape and transposition agrees with plain loops: Double")
  func raggedShapesInDouble() {
    #expect(
      firstMatmulFailure(in: Double.self, extents: Self.extents, accumulating: false, seed: 2)
        == nil, "seed 2")
  }

  /// Small products with long sums have several paths, which call each other. All 400 shapes under
  /// GRADUS_SLOW, otherwise the ends of each path.
  @Test("every choice of a path ends, with the product of plain loops")
  func everyPathEnds() {
    let isSlow = ProcessInfo.processInfo.environment["GRADUS_SLOW"] != nil
    let sweeps: [(extents: [Int], inner: [Int])] =
      isSlow
      ? [(Array(1...20), [0, 1, 1000, 8191, 8192, 65_536])]
      : [([1, 2, 3, 4, 5, 8, 9, 16, 17], [0, 1, 1000, 8192]), ([4, 8], [65_536])]
    for (extents, inner) in sweeps {
      #expect(
        firstExactFailure(in: Float.self, extents: extents, inner: inner, seed: 13) == nil,
        "seed 13")
      #expect(
        firstExactFailure(in: Double.self, extents: extents, inner: inner, seed: 14) == nil,
        "seed 14")
    }
  }

  @Test("accumulation adds to what was there")
  func accumulation() {
    let extents = [0, 1, 3, 8, 17, 33, 65]
    #expect(
      firstMatmulFailure(in: Float.self, extents: extents, accumulating: true, seed: 3) == nil,
      "seed 3")
    #expect(
      firstMatmulFailure(in: Double.self, extents: extents, accumulating: true, seed: 4) == nil,
      "seed 4")
  }

  @Test("larger products agree with plain loops, on one thread and on two")
  func largerProducts() {
    let numbers = smallNumbers(2_000_000, seed: 5)
    for (m, n, k) in Self.largerShapes {
      for (accumulating, threads) in [(false, 1), (true, 2)] {
        #expect(
          matmulFailure(
            in: Float.self, m: m, n: n, k: k, accumulating: accumulating, threads: threads, numbers)
            == nil, "seed 5")
      }
      guard m * n * k < 10_000_000 else { continue }
      #expect(
        matmulFailure(in: Double.self, m: m, n: n, k: k, accumulating: true, threads: 2, numbers)
          == nil, "seed 5")
    }
  }

  @Test("one thread or many, now or later: the same bits")
  func threadsDoNotMatter() {
    for (m, n, k) in Self.largerShapes {
      #expect(threadDifference(in: Float.self, m: m, n: n, k: k, seed: 6) == nil, "seed 6")
      #expect(threadDifference(in: Double.self, m: m, n: n, k: k, seed: 6) == nil, "seed 6")
    }
  }

  @Test("NaN and infinity go where they go in plain loops, and nowhere else")
  func specialValues() {
    let shapes: [(m: Int, n: Int, k: Int)] =
      Self.largerShapes.filter { $0.m < 200 } + [
        (m: 5, n: 5, k: 5), (17, 33, 9), (14, 32, 20), (1, 40, 30), (40, 1, 30), (64, 10, 32),
        (8, 8, 1), (33, 47, 2),
      ]
    for (m, n, k) in shapes {
      for seed: UInt64 in 7..<12 {
        #expect(
          specialValueDifference(in: Float.self, m: m, n: n, k: k, seed: seed) == nil,
          "seed \(seed)")
        #expect(
          specialValueDifference(in: Double.self, m: m, n: n, k: k, seed: seed) == nil,
          "seed \(seed)")
      }
    }
  }

  @Test("nothing is read or written outside of the buffers")
  func guardPages() async {
    await #expect(processExitsWith: .success) {
      let extents = [1, 2, 3, 7, 8, 9, 16, 17, 33, 65]
      let shapes = extents.flatMap { m in extents.flatMap { n in extents.map { (m, n, $0) } } }
      multiplyBetweenGuardPages(in: Float.self, shapes: shapes + MatmulTests.dotShapes)
      multiplyBetweenGuardPages(in: Double.self, shapes: shapes + MatmulTests.dotShapes)
    }
  }

  @Test("guard pages do catch a number read beyond the end")
  func guardPagesWork() async {
    await #expect(processExitsWith: .failure) {
      let memory = GuardedMemory(byteCount: 64)
      let numbers = memory.place([1, 2, 3] as [Float], atEnd: true)
      if numbers[3] == 0 { print("read") }
    }
  }
}
