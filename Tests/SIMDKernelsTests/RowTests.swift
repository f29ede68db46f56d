import Foundation
import TestSupport
import Testing

@testable import SIMDKernels

@Suite("Softmax, cross-entropy and standardization of rows") struct RowTests {
  @Test("softmax, its logarithm and the logarithm of its sum", arguments: MemoryTests.counts)
  func softmaxFamily(columns: Int) {
    var generator = RepeatableGenerator(seed: 31)
    let rows = 3
    let x = GuardedBuffer(generator.numbers(rows * columns, limit: 30) as [Float])
    let p = GuardedBuffer([Float](repeating: 0, count: rows * columns))
    let logP = GuardedBuffer([Float](repeating: 0, count: rows * columns))
    let sums = GuardedBuffer([Float](repeating: 0, count: rows))
    softmax(x.pointer, into: p.pointer, rows: rows, columns: columns, threads: 2)
    logSoftmax(x.pointer, into: logP.pointer, rows: rows, columns: columns, threads: 2)
    logSumExp(x.pointer, into: sums.pointer, rows: rows, columns: columns, threads: 2)
    for r in 0..<rows {
      let row = x.numbers[r * columns..<(r + 1) * columns].map(Double.init)
      let logSum = log(row.reduce(0) { $0 + exp($1) })
      if columns == 0 {
        #expect(sums.numbers[r] == -.infinity)
      } else {
        #expect((Double(sums.numbers[r]) - logSum).magnitude <= 1e-6 * max(1, logSum.magnitude))
      }
      for (c, x) in row.enumerated() {
        let exact = exp(x - logSum)
        // 60 is the largest exponent, of which the rounding is multiplied with it.
        #expect((Double(p.numbers[r * columns + c]) - exact).magnitude <= 1e-5 * exact)
        #expect((Double(logP.numbers[r * columns + c]) - (x - logSum)).magnitude <= 1e-5)
      }
    }
    #expect(p.isIntact && logP.isIntact && sums.isIntact)
    softmax(x.pointer, into: x.pointer, rows: rows, columns: columns, threads: 1)
    #expect(x.numbers == p.numbers && x.isIntact)
  }

  @Test("rows with infinities and NaN are what the naive formulas give")
  func specialRows() {
    let inf = Double.infinity
    let x = [1, -inf, 2] + [-inf, -inf, -inf] + [inf, 0, 1] + [.nan, 0, 1]
    var (p, sums) = ([Double](repeating: 0, count: 12), [Double](repeating: 0, count: 4))
    softmax(x, into: &p, rows: 4, columns: 3, threads: 1)
    logSumExp(x, into: &sums, rows: 4, columns: 3, threads: 1)
    #expect(p[1] == 0 && (p[0] + p[2] - 1).magnitude < 1e-15)
    #expect(p[3...].allSatisfy { $0.isNaN })
    #expect((sums[0] - log(exp(1) + exp(2))).magnitude < 1e-15)
    #expect(sums[1] == -inf && sums[2] == inf && sums[3].isNaN)
  }

  @Test("cross-entropy and its slope", arguments: MemoryTests.counts)
  func crossEntropy(columns: Int) {
    guard columns > 0 else { return }
    var generator = RepeatableGenerator(seed: 32)
    let rows = 4
    var x: [Double] = generator.numbers(rows * columns)
    var q = (generator.numbers(rows * columns) as [Double]).map { $0 > 0 ? $0 : 0 }
    // A class that the target leaves out costs nothing, even at −∞.
    if columns > 1 { (x[0], q[0]) = (-.infinity, 0) }
    let losses = GuardedBuffer([Double](repeating: 0, count: rows))
    let slope = GuardedBuffer([Double](repeating: 0, count: rows * columns))
    softmaxCrossEntropy(
      logits: x, targets: q, losses: losses.pointer, slope: slope.pointer, rows: rows,
      columns: columns, threads: 2)
    let expected = plainCrossEntropy(x, q, rows: rows, columns: columns)
    for (loss, exact) in zip(losses.numbers, expected.losses) {
      #expect((loss - exact).magnitude <= 1e-13 * max(1, exact.magnitude))
    }
    for (slope, exact) in zip(slope.numbers, expected.slope) {
      #expect((slope - exact).magnitude <= 1e-13 * Double(columns))
    }
    #expect(losses.isIntact && slope.isIntact)
  }

  @Test("standardization and its gradient", arguments: MemoryTests.counts)
  func standardization(columns: Int) {
    guard columns > 0 else { return }
    var generator = RepeatableGenerator(seed: 33)
    let (rows, n, epsilon) = (3, Double(columns), 1e-5)
    let x = (generator.numbers(rows * columns) as [Double]).map { $0 + 3 }
    let u: [Double] = generator.numbers(rows * columns)
    let buffers = [rows * columns, rows, rows, rows * columns].map {
      GuardedBuffer([Double](repeating: 0, count: $0))
    }
    let (y, means, variances, gradient) = (buffers[0], buffers[1], buffers[2], buffers[3])
    standardize(
      x, into: y.pointer, means: means.pointer, variances: variances.pointer, epsilon: epsilon,
      rows: rows, columns: columns, threads: 2)
    standardizeGradient(
      y.pointer, variances: variances.pointer, upstream: u, into: gradient.pointer,
      epsilon: epsilon, rows: rows, columns: columns, threads: 2)
    for r in 0..<rows {
      let range = r * columns..<(r + 1) * columns
      let (x, u) = (x[range], u[range])
      let mean = x.reduce(0, +) / n
      let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
      let scale = 1 / (variance + epsilon).squareRoot()
      let exact = x.map { ($0 - mean) * scale }
      #expect((means.numbers[r] - mean).magnitude < 1e-14)
      #expect((variances.numbers[r] - variance).magnitude < 1e-13)
      let (uMean, uySlope) = (u.reduce(0, +) / n, zip(u, exact).reduce(0) { $0 + $1.0 * $1.1 } / n)
      for ((y, g), (exact, u)) in zip(zip(y.numbers[range], gradient.numbers[range]), zip(exact, u))
      {
        #expect((y - exact).magnitude < 1e-11)
        // With one column, r is 1/√ε, and multiplies what rounding left.
        #expect((g - (u - uMean - exact * uySlope) * scale).magnitude < 1e-11 * max(1, scale))
      }
    }
    #expect(buffers.allSatisfy { $0.isIntact })
  }

  @Test("gradients of functions", arguments: ElementGradient.allCases)
  func gradients(function: ElementGradient) {
    var generator = RepeatableGenerator(seed: 34)
    let x: [Double] = generator.numbers(129, limit: 6)
    let u: [Double] = generator.numbers(129)
    let result = GuardedBuffer([Double](repeating: 0, count: 129))
    applyGradient(of: function, x, upstream: u, into: result.pointer, count: 129, threads: 1)
    for ((x, u), g) in zip(zip(x, u), result.numbers) {
      let h = 1e-5
      func slope(_ f: ElementFunction) -> Double {
        (f.reference(x + h) - f.reference(x - h)) / (2 * h)
      }
      let exact: Double =
        switch function {
        case .relu: x > 0 ? u : 0
        case .tanh: u * slope(.tanh)
        case .sigmoid: u * slope(.sigmoid)
        case .gelu: u * slope(.gelu)
        case .geluTanh: u * slope(.geluTanh)
        case .silu: u * slope(.silu)
        }
      #expect((g - exact).magnitude <= 1e-8, "\(function) at \(x)")
    }
    #expect(result.isIntact)
    // Limits: 0 on the left, 1 on the right, never ∞ · 0.
    let ends: [Double] = [-.infinity, .infinity, -1e300, 1e300]
    var limits = ends
    guard [.gelu, .geluTanh, .silu].contains(function) else { return }
    applyGradient(of: function, ends, upstream: [1, 1, 1, 1], into: &limits, count: 4, threads: 1)
    #expect(limits == [0, 1, 0, 1])
  }
}
