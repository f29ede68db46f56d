import TensorCore
import TestSupport
import Testing

@Suite struct MatmulTests {
  @Test func examples() {
    let a: Tensor<Float> = [[1, 2], [3, 4], [5, 6]]
    let b: Tensor<Float> = [[1, 0, -1], [2, 1, 0]]
    #expect(matmul(a, b) == [[5, 2, -1], [11, 4, -3], [17, 6, -5]])
    #expect(matmul(a, [1, 10]) == [21, 43, 65])
    #expect(matmul([1, 10, 100], a) == [531, 642])
    #expect(matmul([1, 2], [3, 4] as Tensor<Float>).scalar() == 11)
    #expect(matmul(a, a, transposeA: true) == [[35, 44], [44, 56]])
    #expect(matmul(a, a, transposeB: true) == [[5, 11, 17], [11, 25, 39], [17, 39, 61]])
  }

  /// Equal and not only close: the kernel adds the same products in the same order as the oracle.
  @Test(.on(.naive)) func allFlagsAndExtents() {
    func check<S: TensorScalar>(_: S.Type) {
      let extents = [0, 1, 2, 3, 7]
      for mkn in shapes(rank: 3, extents: extents) {
        let (m, k, n) = (mkn[0], mkn[1], mkn[2])
        for transposeA in [false, true] {
          for transposeB in [false, true] {
            let a = Tensor<S>.random(transposeA ? [k, m] : [m, k], seed: 1)
            let b = Tensor<S>.random(transposeB ? [n, k] : [k, n], seed: 2)
            let found = matmul(a, b, transposeA: transposeA, transposeB: transposeB)
            let expected = oracleMatmul(
              OracleTensor(a), transposed: transposeA, OracleTensor(b), transposed: transposeB)
            #expect(difference(found, expected) == nil, "\(mkn), \(transposeA), \(transposeB)")
          }
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test(.on(.naive)) func vectors() {
    func check<S: TensorScalar>(_: S.Type) {
      for k in [0, 1, 2, 5] {
        for n in [0, 1, 3] {
          let v = Tensor<S>.random([k], seed: 1)
          for transpose in [false, true] {
            let right = Tensor<S>.random(transpose ? [n, k] : [k, n], seed: 2)
            #expect(
              difference(
                matmul(v, right, transposeB: transpose),
                oracleMatmul(
                  OracleTensor(v), transposed: false, OracleTensor(right), transposed: transpose))
                == nil)
            let left = Tensor<S>.random(transpose ? [k, n] : [n, k], seed: 3)
            #expect(
              difference(
                matmul(left, v, transposeA: transpose),
                oracleMatmul(OracleTensor(left), transposed: transpose, OracleTensor(v))) == nil)
          }
        }
        let v = Tensor<S>.random([k], seed: 4)
        let w = Tensor<S>.random([k], seed: 5)
        #expect(
          difference(
            matmul(v, w), oracleMatmul(OracleTensor(v), transposed: false, OracleTensor(w))) == nil)
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test(.on(.naive)) func batchesAreBroadcast() {
    func check<S: TensorScalar>(_: S.Type) {
      for (batchA, batchB) in broadcastablePairs(upToRank: 2, extents: [0, 1, 2, 3]) {
        for transposeA in [false, true] {
          for transposeB in [false, true] {
            let a = Tensor<S>.random(batchA + (transposeA ? [3, 2] : [2, 3]), seed: 1)
            let b = Tensor<S>.random(batchB + (transposeB ? [5, 3] : [3, 5]), seed: 2)
            let found = matmul(a, b, transposeA: transposeA, transposeB: transposeB)
            let expected = oracleMatmul(
              OracleTensor(a), transposed: transposeA, OracleTensor(b), transposed: transposeB)
            #expect(difference(found, expected) == nil, "batches \(batchA) and \(batchB)")
          }
        }
        let a = Tensor<S>.random(batchA + [2, 3], seed: 3)
        let v = Tensor<S>.random([3], seed: 4)
        #expect(
          difference(
            matmul(a, v), oracleMatmul(OracleTensor(a), transposed: false, OracleTensor(v))) == nil)
        let b = Tensor<S>.random(batchB + [3, 5], seed: 5)
        #expect(
          difference(
            matmul(v, b), oracleMatmul(OracleTensor(v), transposed: false, OracleTensor(b))) == nil)
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test(.on(.naive)) func theNaiveKernelAgreesBitForBitWithTheTextbook() {
    func check<S: TensorScalar & BinaryFloatingPoint>(_: S.Type, bits: (S) -> UInt64) {
      for (m, k, n) in [(1, 1, 1), (1, 100, 1), (17, 31, 13), (64, 65, 3), (5, 257, 33)] {
        let a = Tensor<S>.random([m, k], seed: UInt64(m))
        let b = Tensor<S>.random([k, n], seed: UInt64(n))
        let expected = Tensor<S>(unsafeUninitializedShape: [m, n]) { c in
          a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
              textbookMatmul(
                a.baseAddress!, b.baseAddress!, c.baseAddress!, m: m, k: k, n: n)
            }
          }
        }
        #expect(matmul(a, b).elements.map(bits) == expected.elements.map(bits), "\((m, k, n))")
      }
    }
    check(Float.self) { UInt64($0.bitPattern) }
    check(Double.self) { $0.bitPattern }
  }

  @Test func nonFiniteNumbersAreNotSkipped() {
    let a: Tensor<Float> = [[0, 1]]
    let b = Tensor<Float>([[.infinity, .nan], [1, 1]])
    #expect(matmul(a, b).elements.allSatisfy { $0.isNaN })
  }
}
