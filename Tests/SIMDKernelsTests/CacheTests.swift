import TestSupport
import Testing

@testable import SIMDKernels

/// What is known of the caches, and what follows from it.
@Suite("Caches") struct CacheTests {
  /// As Linux describes them, with an entry for each file.
  private func caches(_ files: [String: String], numbers: [String: Int] = [:]) -> Caches {
    Caches(file: { files[$0] }, number: { numbers[$0] })
  }

  private let files = [
    "index0/level": "1\n", "index0/type": "Data\n", "index0/size": "48K\n",
    "index0/ways_of_associativity": "12\n",
    "index1/level": "1\n", "index1/type": "Instruction\n", "index1/size": "64K\n",
    "index1/ways_of_associativity": "4\n",
    "index2/level": "2\n", "index2/type": "Unified\n", "index2/size": "1M\n",
    "index2/ways_of_associativity": "16\n",
    "index3/level": "3\n", "index3/type": "Unified\n", "index3/size": "32768K\n",
    "index3/ways_of_associativity": "16\n",
  ]
  private let usual = [32 << 10, 8, 512 << 10, 8]

  private func numbers(_ caches: Caches) -> [Int] {
    [caches.first.byteCount, caches.first.ways, caches.second.byteCount, caches.second.ways]
  }

  @Test("Linux tells of the caches for data") func linux() {
    #expect(numbers(caches(files)) == [48 << 10, 12, 1 << 20, 16])
  }

  @Test("macOS tells of their sizes") func macOS() {
    let told = ["hw.l1dcachesize": 128 << 10, "hw.l2cachesize": 16 << 20]
    #expect(numbers(caches([:], numbers: told)) == [128 << 10, 8, 16 << 20, 8])
  }

  @Test("a system that hides them has usual ones") func hidden() {
    #expect(numbers(caches([:])) == usual)
    #expect(numbers(caches(files.filter { !$0.key.hasSuffix("size") })) == usual)
    #expect(numbers(caches(files.filter { !$0.key.hasSuffix("associativity") })) == usual)
    #expect(numbers(caches([:], numbers: ["hw.l1dcachesize": 0, "hw.l2cachesize": -1])) == usual)
  }

  @Test(
    "what cannot be is not believed",
    arguments: ["", "K", "0K", "-32K", "32", "1e3K", "99999999999K", "2K", "32T", "9999999M"])
  func absurdSizes(size: String) {
    var files = files
    files["index0/size"] = size
    #expect(numbers(caches(files)) == [32 << 10, 8, 1 << 20, 16])
  }

  @Test("nor numbers of ways that cannot be", arguments: ["", "0", "-8", "65", "eight"])
  func absurdWays(ways: String) {
    var files = files
    files["index2/ways_of_associativity"] = ways
    #expect(numbers(caches(files)) == [48 << 10, 12, 512 << 10, 8])
  }

  @Test("rows crowd a cache where they share its sets, or nearly do") func crowds() {
    let eightWays = caches([:]).first
    for stride in [4096, 8192, 4092, 4100, 12288 - 4] {
      #expect(eightWays.isCrowded(by: 14, stride: stride), "\(stride)")
    }
    for stride in [4096 + 64, 4096 - 64, 2048, 1024, 3000] {
      #expect(!eightWays.isCrowded(by: 14, stride: stride), "\(stride)")
    }
    #expect(!eightWays.isCrowded(by: 7, stride: 4096))
    let twelveWays = caches(files).first
    #expect(twelveWays.isCrowded(by: 14, stride: 4096))
    #expect(!twelveWays.isCrowded(by: 11, stride: 4096))
  }

  /// Tiny caches have a transposed A copied and B packed, by each part of the work where few rows of A read it; endless
  /// ones neither.
  @Test("no cache changes a bit of a product: seed 30") func caches() {
    var generator = RepeatableGenerator(seed: 30)
    for (m, n, k) in [(260, 257, 40), (30, 300, 70), (40, 200, 600), (256, 256, 600)] {
      let a: [Float] = generator.numbers(m * k)
      let b: [Float] = generator.numbers(k * n)
      for (transposeA, transposeB) in transpositions {
        let problem = MatmulProblem(
          rows: m, columns: n, inner: k, transposeA: transposeA, transposeB: transposeB)
        let products = [(4 << 10, 1), (1 << 30, 64)].map { byteCount, ways in
          let level = Caches.Level(byteCount: byteCount, ways: ways)
          let caches = Caches(first: level, second: level)
          let copied = PanelsOfA(a, problem, caches: caches).areCopied
          #expect(
            copied == (transposeA && ways == 1),
            "\((m, n, k)), transposed \((transposeA, transposeB))")
          var c = [Float](repeating: .nan, count: m * n)
          multiplyTiled(a, b, into: &c, problem, threads: 2, caches: caches)
          return c
        }
        // Not the arrays themselves, whose differences would be looked for one by one.
        let areTheSame = products[0] == products[1]
        #expect(areTheSame, "\((m, n, k)), transposed \((transposeA, transposeB))")
      }
    }
  }

  /// A layer's weight, stored transposed, and a batch of few rows, several blocks along K among them. No columns are left
  /// over for dot products.
  @Test("a product that is transposed has the same bits: seed 31") func transposedProduct() {
    var generator = RepeatableGenerator(seed: 31)
    for (m, n, k) in [(22, 262, 300), (32, 512, 128), (16, 702, 1100), (38, 1024, 1024)] {
      let a: [Float] = generator.numbers(m * k)
      let b: [Float] = generator.numbers(k * n)
      let problem = MatmulProblem(rows: m, columns: n, inner: k, transposeB: true)
      #expect(isFasterTransposed(problem, Float.self), "\((m, n, k))")
      var (tiled, transposed) = (
        [Float](repeating: .nan, count: m * n), [Float](repeating: .nan, count: m * n)
      )
      multiplyTiled(a, b, into: &tiled, problem, threads: 2)
      multiplyTiledTransposed(a, b, into: &transposed, problem, threads: 2)
      let areTheSame = tiled == transposed
      #expect(areTheSame, "\((m, n, k))")
    }
    // Where sums are added to C, and where B is packed as cheaply.
    #expect(
      !isFasterTransposed(
        MatmulProblem(rows: 32, columns: 512, inner: 128, transposeB: true, accumulate: true),
        Float.self))
    #expect(
      !isFasterTransposed(
        MatmulProblem(rows: 512, columns: 512, inner: 128, transposeB: true), Float.self))
  }
}
