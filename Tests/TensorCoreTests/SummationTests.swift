import TensorCore
import TestSupport
import Testing

private typealias Scalar = TensorScalar & BinaryFloatingPoint

/// How far sums are off, at a million terms of which each is large beside what distinguishes them, and that
/// zeros at the end change nothing.
@Suite struct SummationTests {
  private static let million = 1_000_000

  private static func offsetNumbers<S: Scalar>(_ shape: Shape, seed: UInt64) -> Tensor<S> {
    var generator = RandomGenerator(seed: seed)
    return Tensor.uniform(shape, from: 1000, to: 1001, using: &generator)
  }

  private func forEachBackend(_ body: (Backend) -> Void) {
    for backend in Backend.allCases { withBackend(backend) { body(backend) } }
  }

  /// ½ulp(1), with room for the terms of second order.
  private static func unit<S: Scalar>(_: S.Type) -> Double { Double(S.ulpOfOne) / 2 * 1.001 }

  @Test("a million terms with an offset: sum, mean and variance within the stated bounds")
  func aMillionTerms() {
    func check<S: Scalar>(_: S.Type) {
      let x: Tensor<S> = Self.offsetNumbers([Self.million, 2], seed: 1)
      let exact = columns(of: x).map { ExactSum($0) }
      let variances = zip(columns(of: x), exact).map { $1.squaredDeviations(of: $0).mean }
      forEachBackend { backend in
        let inBlocks = roundingsInBlocks(Self.million)
        let inLanes = backend == .naive ? inBlocks : roundingsInLanes(Self.million)
        let rows = x.transposed()
        for (x, axis, roundings) in [(x, 0, inBlocks), (rows, 1, inLanes)] {
          let (sums, means) = (x.sum(along: Axes(axis)), x.mean(along: Axes(axis)))
          let found = x.variance(along: Axes(axis))
          for c in 0..<2 {
            let bound = roundings * Self.unit(S.self)
            #expect(
              abs(Double(sums[c]) - exact[c].value) <= bound * exact[c].magnitude,
              "\(S.self), \(backend)")
            // One more rounding for the quotient.
            let meanBound = (roundings + 1) * Self.unit(S.self) * exact[c].magnitude / 1e6
            #expect(abs(Double(means[c]) - exact[c].mean) <= meanBound, "\(S.self), \(backend)")
            // Three more for each square and one for the quotient; a mean that is off by e adds e².
            let varianceBound =
              (roundings + 4) * Self.unit(S.self) * variances[c] + 1.01 * meanBound * meanBound
            #expect(abs(Double(found[c]) - variances[c]) <= varianceBound, "\(S.self), \(backend)")
          }
        }
        let magnitude = exact[0].magnitude + exact[1].magnitude
        let whole =
          backend == .naive
          ? roundingsInBlocks(2 * Self.million) : roundingsInLanes(2 * Self.million)
        #expect(
          abs(Double(x.sum()) - exact[0].value - exact[1].value)
            <= whole * Self.unit(S.self) * magnitude)
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("a million running sums and parts of one index")
  func runningAndScattered() {
    func check<S: Scalar>(_: S.Type) {
      let x: Tensor<S> = Self.offsetNumbers([Self.million], seed: 2)
      let elements = x.elements
      forEachBackend { backend in
        for fromEnd in [false, true] {
          let running = x.cumulativeSum(along: 0, fromEnd: fromEnd)
          for count in [1, 65, 4097, 262_145, 500_000, Self.million] {
            let exact = ExactSum(
              fromEnd ? Array(elements.suffix(count)) : Array(elements.prefix(count)))
            let found = running[fromEnd ? Self.million - count : count - 1]
            #expect(
              abs(Double(found) - exact.value)
                <= roundingsInBlocks(count) * Self.unit(S.self) * exact.magnitude,
              "\(S.self), \(backend)")
          }
        }
        var indices = [Int](repeating: 1, count: Self.million)
        indices[5] = 2
        let scattered = x.scatterAdd(at: indices, extent: 4)
        let exact = ExactSum(Array(elements[..<5] + elements[6...]))
        #expect(
          abs(Double(scattered[1]) - exact.value)
            <= roundingsInBlocks(exact.count) * Self.unit(S.self) * exact.magnitude,
          "\(S.self), \(backend)")
        #expect(scattered[0] == 0 && scattered[2] == elements[5] && scattered[3] == 0)
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("a product with a million terms in each sum")
  func longProducts() {
    func check<S: Scalar>(_: S.Type) {
      let x: Tensor<S> = Self.offsetNumbers([Self.million], seed: 3)
      let y: Tensor<S> = Self.offsetNumbers([Self.million], seed: 4)
      // Each product is exact in Double for Float; for Double, it is off by less than a thousandth of the bound.
      let exact = ExactSum(zip(x.elements, y.elements).map { Double($0) * Double($1) })
      let bound = Double(Self.million) * Self.unit(S.self) / (1 - 1e6 * Self.unit(S.self))
      forEachBackend { backend in
        #expect(abs(Double(matmul(x, y).scalar()) - exact.value) <= bound * exact.magnitude)
        let two = Tensor.stack([x, y], along: 0)
        let gram = matmul(two, two, transposeB: true)
        #expect(abs(Double(gram[0, 1]) - exact.value) <= bound * exact.magnitude)
      }
    }
    check(Float.self)
    check(Double.self)
  }

  /// Sums of the same numbers and more and more zeros, along the last axis, along the first, and of all.
  @Test("zeros at the end of what is summed change no bit")
  func zerosAtTheEnd() {
    func check<S: Scalar>(_: S.Type) {
      for count in [1, 33, 63, 64, 65, 129, 1000, 4097, 8200] {
        let x = Tensor<S>.random([count, 3], seed: UInt64(count))
        for zeros in [1, 16, 63, 9000] {
          let longer = Tensor.concatenate([x, Tensor<S>.zeros([zeros, 3])], along: 0)
          forEachBackend { backend in
            #expect(longer.sum(along: 0) == x.sum(along: 0), "\(count) and \(zeros) rows")
            let (rows, longerRows) = (x.transposed(), longer.transposed())
            #expect(longerRows.sum(along: 1) == rows.sum(along: 1), "\(count) and \(zeros)")
            #expect(longer.sum() == x.sum(), "all of \(count) and \(zeros) rows")
          }
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("a running sum is the sum so far, to the bit; and rows are added as numbers are")
  func runningSumsAreSums() {
    func check<S: Scalar>(_: S.Type) {
      let x = Tensor<S>.random([4200, 2], seed: 6)
      withBackend(.naive) {
        let running = x.cumulativeSum(along: 0)
        for count in [1, 2, 63, 64, 65, 128, 129, 4095, 4096, 4097, 4161, 4200] {
          let sum = x[..<count].sum(along: 0)
          #expect(running[(count - 1)..<count].flattened() == sum, "\(count)")
          // One column alone is summed by another loop, in the same order.
          #expect(x[..<count, ..<1].sum(along: 0)[0] == sum[0], "\(count)")
        }
        // Each of several matrices begins at 0.
        let matrices = x.reshaped(to: [3, 1400, 2])
        let runningInEach = matrices.cumulativeSum(along: 1)
        for i in 0..<3 {
          #expect(runningInEach[i..<i + 1] == matrices[i..<i + 1].cumulativeSum(along: 1))
          #expect(
            matrices.sum(along: 1)[i..<i + 1] == matrices[i..<i + 1].sum(along: 1), "matrix \(i)")
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("down the columns, both backends give the same bits, on any number of threads")
  func backendsAgreeOnColumns() {
    func check<S: Scalar>(_: S.Type) {
      for shape in [
        [1, 5], [64, 3], [65, 130], [4097, 17], [2000, 700], [300_000, 2], [70, 0],
      ] {
        let x = Tensor<S>.random(shape, seed: 7)
        let expected = withBackend(.naive) { x.sum(along: 0) }
        for threads in [1, 2, 3, 8] {
          let found = withBackend(.simd, threads: threads) { x.sum(along: 0) }
          #expect(found == expected, "shape \(shape), \(threads) threads")
        }
      }
      let long = Tensor<S>.random([3_000_001], seed: 8)
      let one = withBackend(.simd, threads: 1) { long.sum() }
      for threads in [2, 3, 8] {
        #expect(withBackend(.simd, threads: threads) { long.sum() } == one, "\(threads) threads")
      }
    }
    check(Float.self)
    check(Double.self)
  }
}
