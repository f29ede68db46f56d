import Foundation
import TensorCore
import TestSupport
import Testing

/// What the tolerances need: ε = `ulpOfOne`, twice the largest relative error of one rounding.
private typealias Scalar = TensorScalar & BinaryFloatingPoint

@Suite struct ReductionTests {
  /// Up to rank 4, with and without elements, and axes long enough to be summed in blocks.
  private static let shapeList: [[Int]] =
    shapes(upToRank: 3, extents: [0, 1, 3])
    + [[5, 7], [2, 3, 5], [7, 1, 2], [2, 3, 5, 2], [1, 3, 1, 5], [3, 0, 2, 1], [2, 7, 3, 1]]
    + [[2, 300], [300, 2], [129], [3, 130, 2]]

  /// Calls a closure for each shape, each subset of its axes, kept or not, in Float and Double.
  private func forEachReduction(
    _ body: (_ shape: [Int], _ axes: [Int], _ keepsDimensions: Bool) -> Void
  ) {
    for shape in Self.shapeList {
      for axes in subsets(of: Array(shape.indices)) {
        body(shape, axes, false)
        body(shape, axes, true)
      }
    }
  }

  @Test func sumsAndMeans() {
    func check<S: Scalar>(_: S.Type) {
      let epsilon = Double(S.ulpOfOne)
      forEachReduction { shape, axes, keeping in
        let x = Tensor<S>.random(shape, seed: 1)
        let a = OracleTensor(x).map { Double($0) }
        let groups = a.reduced(along: axes, keepingDimensions: keeping) { $0 }
        // n − 1 additions in any order: |error| ≤ (n − 1)·ε/2·Σ|x|. n·ε leaves room for the second
        // order and for the quotient of the mean.
        let sums = x.sum(along: Axes(axes), keepingDimensions: keeping)
        let sumDifference = difference(sums, groups) { found, group in
          let bound = Double(group.count) * epsilon * group.reduce(0) { $0 + Swift.abs($1) }
          return Swift.abs(Double(found) - accurateSum(group)) <= bound
        }
        #expect(sumDifference == nil, "sum along \(axes)")
        let means = x.mean(along: Axes(axes), keepingDimensions: keeping)
        let meanDifference = difference(means, groups) { found, group in
          let n = Double(group.count)
          guard n > 0 else { return found.isNaN }
          let bound = (n + 1) * epsilon * group.reduce(0) { $0 + Swift.abs($1) } / n
          return Swift.abs(Double(found) - accurateSum(group) / n) <= bound
        }
        #expect(meanDifference == nil, "mean along \(axes)")
      }
    }
    check(Float.self)
    check(Double.self)
  }

  /// Of `correction` elements or fewer, no variance is left, but never a negative one.
  @Test func varianceOfTooFew() {
    func check<S: TensorScalar & BinaryFloatingPoint>(_: S.Type) {
      #expect(Tensor<S>([S]()).variance(correction: 1).isNaN)
      #expect(Tensor<S>([5]).variance(correction: 1).isNaN)
      #expect(Tensor<S>([5]).variance(correction: 3).isNaN)
      #expect(Tensor<S>([5, 7]).variance(correction: 3) == .infinity)
      #expect(Tensor<S>([[5, 7], [1, 1]]).variance(along: 1, correction: 2)[0] == .infinity)
    }
    check(Float.self)
    check(Double.self)
  }

  @Test func variances() {
    func check<S: Scalar>(_: S.Type) {
      forEachReduction { shape, axes, keeping in
        let x = Tensor<S>.random(shape, seed: 2)
        let groups = OracleTensor(x).map { Double($0) }
          .reduced(along: axes, keepingDimensions: keeping) { $0 }
        for correction in [0, 1] {
          let variances = x.variance(
            along: Axes(axes), correction: correction, keepingDimensions: keeping)
          let found = difference(variances, groups) { found, group in
            isVariance(found, of: group, correction: correction)
          }
          #expect(found == nil, "variance along \(axes), correction \(correction)")
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  private func isVariance<S: Scalar>(_ found: S, of group: [Double], correction: Int) -> Bool {
    let n = Double(group.count)
    let divisor = n - Double(correction)
    guard n > 0 else { return found.isNaN || found == 0 }
    let mean = accurateSum(group) / n
    let squares = accurateSum(group.map { ($0 - mean) * ($0 - mean) })
    guard divisor > 0 else { return !found.isFinite }
    // The computed mean is off by e ≤ (n + 1)·ε·mean|x|, which adds n·e² to the sum of squares;
    // each square has 3 roundings, their sum n − 1, the quotient 1: (n + 3)·ε/2 of the sum.
    let epsilon = Double(S.ulpOfOne)
    let e = (n + 1) * epsilon * group.reduce(0) { $0 + Swift.abs($1) } / n
    let bound = ((n + 4) * epsilon * squares + 2 * n * e * e) / divisor
    return Swift.abs(Double(found) - squares / divisor) <= bound
  }

  @Test func logSumExps() {
    func check<S: Scalar>(_: S.Type) {
      forEachReduction { shape, axes, keeping in
        let x = Tensor<S>.random(shape, seed: 3)
        let groups = OracleTensor(x).map { Double($0) }
          .reduced(along: axes, keepingDimensions: keeping) { $0 }
        let found = x.logSumExp(along: Axes(axes), keepingDimensions: keeping)
        #expect(
          difference(found, groups) { isLogSumExp($0, of: $1) } == nil, "logSumExp along \(axes)")
      }
    }
    check(Float.self)
    check(Double.self)
  }

  /// Compares with the definition, which does not overflow for numbers between −4 and 4.
  private func isLogSumExp<S: Scalar>(_ found: S, of group: [Double]) -> Bool {
    guard !group.isEmpty else { return Double(found) == -.infinity }
    let expected = Foundation.log(accurateSum(group.map { Foundation.exp($0) }))
    // Relative error of the sum of exponentials: x − m is rounded (at most 8·ε/2), the exponential
    // is off by an ulp, n − 1 additions. The logarithm turns it into an absolute error and adds an
    // ulp of ln n; adding m rounds once more. The oracle's own error is below 8·2⁻⁵².
    let n = Double(group.count)
    let bound =
      Double(S.ulpOfOne) * (4 + 1 + n / 2 + Foundation.log(n) + Swift.abs(expected))
      + 8 * Double.ulpOfOne
    return Swift.abs(Double(found) - expected) <= bound
  }

  @Test func extrema() {
    func check<S: Scalar>(_: S.Type) {
      forEachReduction { shape, axes, keeping in
        let x = Tensor<S>.randomIntegers(shape, seed: 4)
        let a = OracleTensor(x)
        let isPossible = !a.reduced(along: axes, keepingDimensions: keeping) { $0 }.elements
          .contains { $0.isEmpty }
        guard isPossible else { return }
        let largest = a.reduced(along: axes, keepingDimensions: keeping) { $0.sorted().last! }
        let smallest = a.reduced(along: axes, keepingDimensions: keeping) { $0.sorted().first! }
        #expect(
          difference(x.max(along: Axes(axes), keepingDimensions: keeping), largest) == nil,
          "max of \(shape) along \(axes)")
        #expect(
          difference(x.min(along: Axes(axes), keepingDimensions: keeping), smallest) == nil,
          "min of \(shape) along \(axes)")
        if axes.count == 1 {
          // Integers from −2 to 2 are full of ties: the first one counts.
          let first = a.reduced(along: axes, keepingDimensions: keeping) { group in
            group.firstIndex(of: group.sorted().last!)!
          }
          #expect(
            difference(x.argmax(along: axes[0], keepingDimensions: keeping), first) == nil,
            "argmax of \(shape) along \(axes)")
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test func overAllElements() {
    func check<S: Scalar>(_: S.Type) {
      for shape in Self.shapeList {
        let x = Tensor<S>.random(shape, seed: 5)
        let numbers = x.elements.map { Double($0) }
        let n = Double(numbers.count)
        let magnitudes = numbers.reduce(0) { $0 + Swift.abs($1) }
        let epsilon = Double(S.ulpOfOne)
        // The same bounds as along axes.
        #expect(Swift.abs(Double(x.sum()) - accurateSum(numbers)) <= n * epsilon * magnitudes)
        #expect(isVariance(x.variance(), of: numbers, correction: 0))
        #expect(isVariance(x.variance(correction: 1), of: numbers, correction: 1))
        #expect(isLogSumExp(x.logSumExp(), of: numbers))
        guard n > 0 else {
          #expect(x.sum() == 0 && x.mean().isNaN && x.logSumExp() == -.infinity)
          continue
        }
        let mean = accurateSum(numbers) / n
        #expect(Swift.abs(Double(x.mean()) - mean) <= (n + 1) * epsilon * magnitudes / n)
        #expect(x.max() == x.elements.sorted().last)
        #expect(x.min() == x.elements.sorted().first)
        #expect(x.argmax() == x.elements.firstIndex(of: x.elements.sorted().last!))
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test func axesAreWrittenInSeveralWays() {
    let x: Tensor<Float> = [[1, 2, 3], [4, 5, 6]]
    #expect(x.sum(along: 0) == [5, 7, 9])
    #expect(x.sum(along: -1) == [6, 15])
    #expect(x.sum(along: [0, 1]).scalar() == 21)
    #expect(x.sum(along: [-1, 0]).shape == [])
    #expect(x.sum(along: []) == x)
    #expect(x.sum(along: Axes(1), keepingDimensions: true) == [[6], [15]])
    #expect(x.mean(along: 0, keepingDimensions: true) == [[2.5, 3.5, 4.5]])
    #expect(x.argmax(along: -1) == [2, 2])
    #expect(x.variance(along: 1, correction: 1) == [1, 1])
  }

  @Test func aMillionTenthsAddUp() {
    let x = Tensor<Float>(repeating: 0.1, shape: [1_000_000])
    let exact = 1_000_000 * Double(Float(0.1))
    // In blocks of 64: four levels of at most 63 additions, each with a relative error of at most 2⁻²⁴.
    // (One after the other the sum comes out near 100 958.)
    let bound = Double(4 * 63) * 0x1p-24 * exact
    #expect(Swift.abs(Double(x.sum()) - exact) <= bound)
    #expect(Swift.abs(Double(x.sum(along: 0).scalar()) - exact) <= bound)
    let rows = x.reshaped(to: [2, 500_000]).sum(along: 1)
    #expect(Swift.abs(Double(rows[1]) - exact / 2) <= bound / 2)
  }

  @Test func twoPassesKeepTheDigitsOfASmallVariance() {
    let x = Tensor<Double>([100_000_004, 100_000_007, 100_000_013, 100_000_016])
    #expect(x.variance() == 22.5)
    #expect(x.variance(correction: 1) == 30)
  }

  @Test func aNaNIsPassedOn() {
    let x = Tensor<Float>([[1, .nan, 3], [.nan, 9, .nan], [5, 6, 7]])
    #expect(x.max(along: 1).elements.map(\.isNaN) == [true, true, false])
    #expect(x.min(along: 1).elements.map(\.isNaN) == [true, true, false])
    #expect(x.max(along: 0).elements.map(\.isNaN) == [true, true, true])
    #expect(x.min(along: 0).elements.map(\.isNaN) == [true, true, true])
    #expect(x.sum(along: 1).elements.map(\.isNaN) == [true, true, false])
    #expect(x.logSumExp(along: 1).elements.map(\.isNaN) == [true, true, false])
    #expect(x.variance(along: 1).elements.map(\.isNaN) == [true, true, false])
    #expect(x.argmax(along: 1) == [1, 0, 2])
    #expect(x.argmax() == 1 && x.max().isNaN && x.min().isNaN)
  }

  @Test func infinities() {
    let x = Tensor<Float>([[-.infinity, -.infinity], [.infinity, 1], [-.infinity, 2]])
    #expect(x.max(along: 1).elements == [-.infinity, .infinity, 2])
    #expect(x.min(along: 1).elements == [-.infinity, 1, -.infinity])
    #expect(x.logSumExp(along: 1).elements == [-.infinity, .infinity, 2])
    #expect(x.argmax(along: 1) == [0, 0, 1])
  }

  @Test func logSumExpNeverOverflows() {
    let large = Tensor<Float>([1000, 1000]).logSumExp()
    // ln 2 beside 1000: one rounding of each.
    let expected: Double = 1000 + Foundation.log(2)
    #expect(Swift.abs(Double(large) - expected) <= 1000 * 0x1p-23)
    let small = Tensor<Double>([[-1000, -1000]]).logSumExp(along: 1)
    #expect(Swift.abs(small[0] - (expected - 2000)) <= 1000 * 0x1p-52)
  }
}
