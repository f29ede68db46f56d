import TestSupport
import Testing

@testable import SIMDKernels

@Suite("Kernels stay inside their buffers") struct MemoryTests {
  static let counts = [0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 97, 129]

  @Test("functions of ragged counts, in place and not", arguments: ElementFunction.allCases)
  func functions(function: ElementFunction) {
    var generator = RepeatableGenerator(seed: 11)
    let numbers = (generator.numbers(129) as [Float]).map(\.magnitude)
    // An element alone: the same bits are expected wherever it stands.
    let alone = numbers.map { x in
      var y = x
      apply(function, [x], into: &y, count: 1, threads: 1)
      return y
    }
    for count in Self.counts {
      let x = GuardedBuffer(Array(numbers.prefix(count)))
      let y = GuardedBuffer([Float](repeating: 0, count: count))
      apply(function, x.pointer, into: y.pointer, count: count, threads: 2)
      #expect(y.numbers == Array(alone.prefix(count)), "\(function), \(count) elements")
      apply(function, x.pointer, into: x.pointer, count: count, threads: 2)
      #expect(x.numbers == y.numbers && x.isIntact && y.isIntact, "\(function), in place")
    }
  }

  @Test("nothing is read past the end: a page that may not be touched lies there")
  func forbiddenPage() {
    for count in Self.counts where count > 0 {
      let x = GuardedBuffer([Float](repeating: 0.5, count: count), forbiddingReads: true)
      let y = GuardedBuffer([Float](repeating: 0.25, count: count), forbiddingReads: true)
      let z = GuardedBuffer([Float](repeating: 0.75, count: count), forbiddingReads: true)
      let w = GuardedBuffer([Float](repeating: 0.5, count: count), forbiddingReads: true)
      let row = GuardedBuffer([Float](repeating: 0, count: 1), forbiddingReads: true)
      let statistic = GuardedBuffer([Float](repeating: 0, count: 1), forbiddingReads: true)
      for function in ElementFunction.allCases {
        apply(function, x.pointer, into: y.pointer, count: count, threads: 1)
      }
      for operation in ArithmeticOperation.allCases {
        combine(operation, x.pointer, y.pointer, into: z.pointer, count: count, threads: 1)
        combine(
          operation, row.pointer, xIsRepeated: true, y.pointer, into: z.pointer, count: count,
          threads: 1)
      }
      combineRows(
        .add, x.pointer, y.pointer, into: z.pointer, rows: 1, columns: count, threads: 1)
      combineRows(
        .add, x.pointer, row.pointer, into: z.pointer, rows: count, columns: 1, threads: 1)
      for function in ElementGradient.allCases {
        applyGradient(
          of: function, x.pointer, upstream: y.pointer, into: z.pointer, count: count, threads: 1)
      }
      #expect(blockwiseSum(x.pointer, count: count, threads: 1) == Float(count) / 2)
      #expect(maximum(x.pointer, count: count, threads: 1) == 0.5)
      sumRows(x.pointer, rows: 1, columns: count, into: row.pointer, threads: 1)
      maximumOfRows(x.pointer, rows: 1, columns: count, into: row.pointer, threads: 1)
      sumColumns(x.pointer, rows: 1, columns: count, into: y.pointer, threads: 1)
      logSumExp(x.pointer, into: row.pointer, rows: 1, columns: count, threads: 1)
      softmax(x.pointer, into: y.pointer, rows: 1, columns: count, threads: 1)
      logSoftmax(x.pointer, into: y.pointer, rows: 1, columns: count, threads: 1)
      softmaxCrossEntropy(
        logits: x.pointer, targets: y.pointer, losses: row.pointer, slope: z.pointer, rows: 1,
        columns: count, threads: 1)
      standardize(
        x.pointer, into: y.pointer, means: row.pointer, variances: statistic.pointer,
        epsilon: 1e-5, rows: 1, columns: count, threads: 1)
      standardizeGradient(
        y.pointer, variances: statistic.pointer, upstream: x.pointer, into: z.pointer,
        epsilon: 1e-5, rows: 1, columns: count, threads: 1)
      adamUpdate(
        z.pointer, mean: y.pointer, square: w.pointer, gradient: x.pointer, count: count, .example,
        threads: 1)
    }
  }

  @Test("the number of threads changes no bit")
  func threads() {
    var generator = RepeatableGenerator(seed: 12)
    // So many parts of every kernel that they are shared, and an odd rest.
    let count = 13 * (1 << 17) + 4321
    let (rows, columns) = (count / 1003, 1003)
    let x: [Float] = generator.numbers(count)
    let u: [Float] = generator.numbers(count)
    func results(threads: Int) -> [[Float]] {
      var results: [[Float]] = []
      func collect(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
        var y = [Float](repeating: 0, count: count)
        y.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
        results.append(y)
      }
      for function in [ElementFunction.exp, .relu] {
        collect(count) { apply(function, x, into: $0, count: count, threads: threads) }
      }
      collect(count) { combine(.add, x, u, into: $0, count: count, threads: threads) }
      collect(count) {
        applyGradient(of: .silu, x, upstream: u, into: $0, count: count, threads: threads)
      }
      results.append([
        blockwiseSum(x, count: count, threads: threads), maximum(x, count: count, threads: threads),
      ])
      collect(rows) { sumRows(x, rows: rows, columns: columns, into: $0, threads: threads) }
      collect(columns) { sumColumns(x, rows: rows, columns: columns, into: $0, threads: threads) }
      collect(count) {
        combineRows(.add, x, u, into: $0, rows: rows, columns: columns, threads: threads)
      }
      collect(count) { softmax(x, into: $0, rows: rows, columns: columns, threads: threads) }
      var (p, m, v) = (x, u, x.map { $0 * $0 })
      adamUpdate(
        &p, mean: &m, square: &v, gradient: u, count: count, .example, threads: threads)
      return results + [p, m, v]
    }
    let one = results(threads: 1)
    for threads in [2, 3, 8] { #expect(results(threads: threads) == one, "\(threads) threads") }
  }
}
