import TestSupport
import Testing

@Suite struct MatmulBatchTests {
  @Test(
    "each product of a batch is that of its factors",
    arguments: [(m: 3, n: 5, k: 4), (32, 32, 16), (1, 17, 9), (130, 129, 131)])
  func batches(m: Int, n: Int, k: Int) {
    let batches: [[(a: Int, b: Int)]] = [
      (0..<9).map { (a: $0, b: $0) },  // a matrix of each for each product
      (0..<9).map { (a: $0, b: 0) },  // one B for all: a single taller product
      (0..<9).map { (a: 0, b: $0) },  // one A for all
      (0..<9).map { (a: $0 / 3, b: $0 % 3) },  // broadcast crosswise
      (0..<4).map { (a: $0 + 1, b: 2) },
      [(a: 2, b: 0), (a: 1, b: 0)],
    ]
    for (index, batch) in batches.enumerated() {
      for transposeA in [false, true] {
        #expect(
          batchFailure(
            in: Float.self, m: m, n: n, k: k, batch: batch, accumulating: index % 2 == 0,
            transposeA: transposeA, threads: 1 + index % 3, seed: 20) == nil,
          "batch \(index), seed 20")
        #expect(
          batchFailure(
            in: Double.self, m: m, n: n, k: k, batch: batch, accumulating: index % 2 == 1,
            transposeA: transposeA, threads: 1 + index % 3, seed: 21) == nil,
          "batch \(index), seed 21")
      }
    }
  }

  @Test("many small products are shared by the threads")
  func manySmallProducts() {
    let batch = (0..<700).map { (a: $0 % 5, b: $0 % 7) }
    #expect(
      batchFailure(
        in: Float.self, m: 16, n: 16, k: 16, batch: batch, accumulating: false, transposeA: false,
        threads: 3, seed: 22) == nil, "seed 22")
  }
}
