import TestSupport
import Testing

@testable import SIMDKernels

/// Layer normalization with its scale and shift, beside its formulas in plain loops.
@Suite("Layer norm kernels") struct LayerNormTests {
  /// x, γ, β and u, and what the kernels make of them, each between fences or before a forbidden page.
  private func run(
    rows: Int, columns: Int, threads: Int, forbiddingReads: Bool = false
  ) -> (inputs: [[Double]], results: [[Double]], isIntact: Bool) {
    var generator = RepeatableGenerator(seed: 41)
    func buffer(_ numbers: [Double]) -> GuardedBuffer<Double> {
      GuardedBuffer(numbers, forbiddingReads: forbiddingReads)
    }
    let inputs = [rows * columns, columns, columns, rows * columns].map {
      buffer(generator.numbers($0))
    }
    // What is not written stays NaN.
    let results = [rows * columns, rows, rows, rows * columns, columns, columns].map {
      buffer([Double](repeating: .nan, count: $0))
    }
    let (x, scale, shift, upstream) = (inputs[0], inputs[1], inputs[2], inputs[3])
    layerNorm(
      x.pointer, scale: scale.pointer, shift: shift.pointer, into: results[0].pointer,
      means: results[1].pointer, variances: results[2].pointer, epsilon: 0.01, rows: rows,
      columns: columns, threads: threads)
    layerNormGradient(
      x.pointer, scale: scale.pointer, means: results[1].pointer, variances: results[2].pointer,
      upstream: upstream.pointer,
      into: NormGradient(
        x: results[3].pointer, scale: results[4].pointer, shift: results[5].pointer),
      epsilon: 0.01, rows: rows, columns: columns, threads: threads)
    return (
      inputs.map(\.numbers), results.map(\.numbers), (inputs + results).allSatisfy(\.isIntact)
    )
  }

  @Test("value and gradients are those of the formulas", arguments: [1, 2, 7, 8, 9, 17, 64, 130])
  func formulas(columns: Int) {
    for rows in [1, 3, 64, 65, 200] {
      let (inputs, results, isIntact) = run(rows: rows, columns: columns, threads: 1)
      #expect(isIntact)
      let n = Double(columns)
      var (y, ofX) = ([Double](), [Double]())
      let zeros = [Double](repeating: 0, count: columns)
      var (ofScale, ofShift) = (zeros, zeros)
      for row in 0..<rows {
        let place = row * columns..<(row + 1) * columns
        let (x, scale, shift) = (Array(inputs[0][place]), inputs[1], inputs[2])
        let u = Array(inputs[3][place])
        let mean = x.reduce(0, +) / n
        let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
        let r = 1 / (variance + 0.01).squareRoot()
        let z = x.map { ($0 - mean) * r }
        let g = zip(u, scale).map { $0 * $1 }
        let meanOfG = g.reduce(0, +) / n
        let slope = zip(g, z).reduce(0) { $0 + $1.0 * $1.1 } / n
        for i in 0..<columns {
          y.append(scale[i] * z[i] + shift[i])
          ofX.append((g[i] - meanOfG - z[i] * slope) * r)
          ofScale[i] += u[i] * z[i]
          ofShift[i] += u[i]
        }
      }
      for (index, expected) in [(0, y), (3, ofX), (4, ofScale), (5, ofShift)] {
        let error = zip(results[index], expected).map { abs($0 - $1) }.max() ?? 0
        #expect(error < 1e-11, "result \(index), [\(rows), \(columns)], seed 41")
      }
    }
  }

  @Test("the number of threads changes no bit")
  func threads() {
    let one = run(rows: 3001, columns: 130, threads: 1).results
    for threads in [2, 3, 8] {
      #expect(run(rows: 3001, columns: 130, threads: threads).results == one, "\(threads) threads")
    }
  }

  @Test("nothing is read after the end: a page that may not be touched lies there")
  func forbiddenPages() async {
    await #expect(processExitsWith: .success) {
      for columns in [1, 3, 8, 9, 17, 65] {
        for rows in [1, 5, 65] {
          _ = LayerNormTests().run(
            rows: rows, columns: columns, threads: 1, forbiddingReads: true)
        }
      }
    }
  }
}
