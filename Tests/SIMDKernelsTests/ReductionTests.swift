import TestSupport
import Testing

@testable import SIMDKernels

@Suite("Sums, maxima and functions of rows") struct ReductionTests {
  @Test("sums within the stated bound")
  func sums() {
    var generator = RepeatableGenerator(seed: 21)
    for count in MemoryTests.counts + [8191, 8192, 8193, 100_003] {
      let x = GuardedBuffer(generator.numbers(count, limit: 100) as [Float])
      let exact = x.numbers.reduce(0) { $0 + Double($1) }
      let magnitudes = x.numbers.reduce(0) { $0 + Double($1.magnitude) }
      // The additions that one number takes part in, for registers of 4 lanes, the fewest.
      let levels = count > 8192 ? 2.0 : 1
      let unit = Double(Float.ulpOfOne) / 2
      let bound = levels * (8192 / 32 + 12) * unit * magnitudes
      #expect(
        (Double(blockwiseSum(x.pointer, count: count, threads: 2)) - exact).magnitude <= bound)

      #expect(x.isIntact)
    }
  }

  @Test("the order of a sum is no plain loop's: a million tenths keep their digits")
  func longSum() {
    let x = [Float](repeating: 0.1, count: 1_000_000)
    // A plain loop is off by 958; four lanes, the fewest, by a quarter.
    #expect((blockwiseSum(x, count: x.count, threads: 1) - 100_000).magnitude < 0.5)
    #expect((x.reduce(0, +) - 100_000).magnitude > 900)
  }

  @Test("zeros at the end change no bit, whichever register they fill")
  func zerosAtTheEnd() {
    func check<Scalar: KernelScalar>(
      _: Scalar.Type, _ sum: ([Scalar]) -> Scalar, _ sumOfColumn: ([Scalar]) -> Scalar
    ) {
      var generator = RepeatableGenerator(seed: 23)
      for count in Array(1...140) + [255, 1000, 8191, 8192, 8193, 17_000] {
        let x: [Scalar] = generator.numbers(count)
        let (expected, expectedOfColumn) = (sum(x), sumOfColumn(x))
        for zeros in [1, 2, 15, 16, 17, 100, 128, 9000] {
          let longer = x + [Scalar](repeating: 0, count: zeros)
          #expect(sum(longer) == expected, "\(Scalar.self), \(count) and \(zeros)")
          #expect(sumOfColumn(longer) == expectedOfColumn, "\(Scalar.self), \(count) and \(zeros)")
        }
      }
    }
    check(Float.self) {
      blockwiseSum($0, count: $0.count, threads: 1)
    } _: {
      var result: Float = .nan
      sumColumns($0, rows: $0.count, columns: 1, into: &result, threads: 1)
      return result
    }
    check(Double.self) {
      blockwiseSum($0, count: $0.count, threads: 1)
    } _: {
      var result: Double = .nan
      sumColumns($0, rows: $0.count, columns: 1, into: &result, threads: 1)
      return result
    }
  }

  @Test("the largest number, wherever it stands, and NaN")
  func maxima() {
    for count in MemoryTests.counts where count > 0 {
      for place in 0..<count {
        var x = [Double](repeating: -7, count: count)
        x[place] = -2
        #expect(maximum(x, count: count, threads: 1) == -2)
        x[place] = .nan
        #expect(maximum(x, count: count, threads: 1).isNaN)
      }
      #expect(
        maximum([Float](repeating: -.infinity, count: count), count: count, threads: 1)
          == -.infinity)
    }
  }

  @Test("sums and maxima of rows and columns")
  func rowsAndColumns() {
    var generator = RepeatableGenerator(seed: 22)
    for rows in [0, 1, 3, 17] {
      for columns in MemoryTests.counts where columns > 0 {
        let x: [Double] = generator.numbers(rows * columns)
        let ofRows = GuardedBuffer([Double](repeating: 0, count: rows))
        let ofColumns = GuardedBuffer([Double](repeating: 0, count: columns))
        let maxima = GuardedBuffer([Double](repeating: 0, count: rows))
        sumRows(x, rows: rows, columns: columns, into: ofRows.pointer, threads: 2)
        sumColumns(x, rows: rows, columns: columns, into: ofColumns.pointer, threads: 2)
        maximumOfRows(x, rows: rows, columns: columns, into: maxima.pointer, threads: 2)
        for r in 0..<rows {
          let row = x[r * columns..<(r + 1) * columns]
          #expect((ofRows.numbers[r] - row.reduce(0, +)).magnitude < 1e-12)
          #expect(maxima.numbers[r] == row.max())
        }
        for c in 0..<columns {
          let exact = (0..<rows).reduce(0) { $0 + x[$1 * columns + c] }
          #expect(ofColumns.numbers[c] == exact)
        }
        #expect(ofRows.isIntact && ofColumns.isIntact && maxima.isIntact)
      }
    }
  }
}
