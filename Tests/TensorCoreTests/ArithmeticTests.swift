import TensorCore
import TestSupport
import Testing

@Suite struct ArithmeticTests {
  @Test func aRowIsAddedToEachRow() {
    let x: Tensor<Float> = [[1, 2], [3, 4]]
    #expect(x + [10, 20] == [[11, 22], [13, 24]])
    #expect(x + [[10], [20]] == [[11, 12], [23, 24]])
    #expect(x - 1 == [[0, 1], [2, 3]])
    #expect(12 / x == [[12, 6], [4, 3]])
  }

  @Test("the last axes are combined to the same bits by both backends, on any number of threads")
  func lastAxes() {
    func check<S: TensorScalar>(_: S.Type) {
      for (shape, last) in [
        ([8, 31], [31]), ([64, 2], [2]), ([70, 1], [1]), ([3, 5, 17], [5, 17]),
        ([2, 3, 4, 65], [65]), ([2000, 100], [100]), ([300, 257], [257]), ([0, 300], [300]),
        ([5, 64, 64], [1, 64]), ([64, 8, 8], [8, 1]),
      ] {
        let (x, y) = (Tensor<S>.random(shape, seed: 3), Tensor<S>.random(last, seed: 4))
        func results() -> [Tensor<S>] { [x + y, x - y, x * y, x / y, y - x] }
        let expected = withBackend(.naive) { results() }
        for threads in [1, 2, 3, 8] {
          let found = withBackend(.simd, threads: threads) { results() }
          #expect(found == expected, "\(shape) and \(last), \(threads) threads")
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  /// Subtraction, because it notices exchanged operands.
  @Test func everyBroadcastablePair() {
    func check<S: TensorScalar>(_: S.Type) {
      let x = shapes(upToRank: 4, extents: [0, 1, 3]).map { Tensor<S>.random($0, seed: 1) }
      let y = shapes(upToRank: 4, extents: [0, 1, 3]).map { Tensor<S>.random($0, seed: 2) }
      var pairCount = 0
      for left in x {
        for right in y {
          guard broadcastShape(left.shape.dimensions, right.shape.dimensions) != nil else {
            continue
          }
          let expected = OracleTensor(left).combined(with: OracleTensor(right)) { $0 - $1 }
          let found = difference(left - right, expected)
          if found != nil { Issue.record("\(left.shape) - \(right.shape): \(found!)") }
          pairCount += 1
        }
      }
      // 7 pairs of extents fit and 3 are possible after a missing axis: Σ 7^min(l, r)·3^|l − r|.
      #expect(pairCount == 6821)
    }
    check(Float.self)
    check(Double.self)
  }

  @Test(arguments: UInt64(0)..<150)
  func randomPairs(seed: UInt64) {
    checkRandomPair(Float.self, seed: seed)
    checkRandomPair(Double.self, seed: seed)
  }

  private func checkRandomPair<S: TensorScalar>(_: S.Type, seed: UInt64) {
    var generator = RandomGenerator(seed: seed)
    let (left, right) = randomBroadcastablePair(
      maximumRank: 4, extents: [0, 1, 2, 3, 5, 7], using: &generator)
    let x = Tensor<S>.random(left, seed: seed)
    let y = Tensor<S>.random(right, seed: seed + 1)
    let a = OracleTensor(x)
    let b = OracleTensor(y)
    let number: S = 2.75
    let context = "\(left) and \(right), seed \(seed)"

    #expect(difference(x + y, a.combined(with: b) { $0 + $1 }) == nil, "\(context)")
    #expect(difference(x - y, a.combined(with: b) { $0 - $1 }) == nil, "\(context)")
    #expect(difference(x * y, a.combined(with: b) { $0 * $1 }) == nil, "\(context)")
    #expect(difference(x / y, a.combined(with: b) { $0 / $1 }) == nil, "\(context)")

    #expect(difference(x + number, a.map { $0 + number }) == nil, "\(context)")
    #expect(difference(x - number, a.map { $0 - number }) == nil, "\(context)")
    #expect(difference(x * number, a.map { $0 * number }) == nil, "\(context)")
    #expect(difference(x / number, a.map { $0 / number }) == nil, "\(context)")

    #expect(difference(number + x, a.map { number + $0 }) == nil, "\(context)")
    #expect(difference(number - x, a.map { number - $0 }) == nil, "\(context)")
    #expect(difference(number * x, a.map { number * $0 }) == nil, "\(context)")
    #expect(difference(number / x, a.map { number / $0 }) == nil, "\(context)")

    #expect(difference(-x, a.map { -$0 }) == nil, "\(context)")
  }

  @Test(arguments: UInt64(0)..<150)
  func inPlace(seed: UInt64) {
    checkInPlace(Float.self, seed: seed)
    checkInPlace(Double.self, seed: seed)
  }

  private func checkInPlace<S: TensorScalar>(_: S.Type, seed: UInt64) {
    var generator = RandomGenerator(seed: seed)
    let (left, right) = randomBroadcastablePair(
      maximumRank: 4, extents: [0, 1, 2, 3, 5, 7], using: &generator)
    // The left-hand side must have the shape of the result.
    let start = Tensor<S>.random(broadcastShape(left, right)!, seed: seed)
    let y = Tensor<S>.random(right, seed: seed + 1)
    let a = OracleTensor(start)
    let b = OracleTensor(y)
    let number: S = -1.5

    func check(
      _ change: (inout Tensor<S>) -> Void, _ expected: OracleTensor<S>, line: Int = #line
    ) {
      var x = start
      change(&x)
      #expect(difference(x, expected) == nil, "line \(line), right \(right), seed \(seed)")
    }
    check({ $0 += y }, a.combined(with: b) { $0 + $1 })
    check({ $0 -= y }, a.combined(with: b) { $0 - $1 })
    check({ $0 *= y }, a.combined(with: b) { $0 * $1 })
    check({ $0 /= y }, a.combined(with: b) { $0 / $1 })
    check({ $0 += number }, a.map { $0 + number })
    check({ $0 -= number }, a.map { $0 - number })
    check({ $0 *= number }, a.map { $0 * number })
    check({ $0 /= number }, a.map { $0 / number })
    check({ $0.update { $0 * $0 } }, a.map { $0 * $0 })
    check({ $0.update(with: y) { $0 - 2 * $1 } }, a.combined(with: b) { $0 - 2 * $1 })
  }

  @Test func specialValues() {
    let x = Tensor<Float>([1, -1, 0, .infinity, .nan])
    let quotient = (x / 0).elements
    #expect(quotient[0] == .infinity && quotient[1] == -.infinity)
    #expect(quotient[2].isNaN && quotient[3] == .infinity && quotient[4].isNaN)
    #expect((x - x).elements.map(\.isNaN) == [false, false, false, true, true])
  }

  @Test func elementsOfOtherTypesAreMappedAndZipped() throws {
    let labels: Tensor<Int> = [0, 2]
    let scores: Tensor<Double> = [[0.5, 1.5], [2.5, 3.5]]
    #expect(labels.map { $0 == 2 } == [false, true])
    #expect(scores.zip(with: labels) { $0 + Double($1) } == [[0.5, 3.5], [2.5, 5.5]])
    struct Stop: Error {}
    #expect(throws: Stop.self) { _ = try scores.map { _ -> Double in throw Stop() } }
  }
}
