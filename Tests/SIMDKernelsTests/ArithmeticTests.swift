import TestSupport
import Testing

@testable import SIMDKernels

@Suite("Arithmetic and updates equal plain Swift, bit for bit") struct ArithmeticTests {
  static let special: [Float] = [
    0, -0.0, 1, -1, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
  ]

  @Test("operations on full and repeated operands", arguments: ArithmeticOperation.allCases)
  func operations(operation: ArithmeticOperation) {
    var generator = RepeatableGenerator(seed: 3)
    let x = Self.special.flatMap { [Float](repeating: $0, count: Self.special.count) }
    let y = Self.special.flatMap { _ in Self.special }
    check(operation, x + generator.numbers(50), y + generator.numbers(50))
    check(operation, x.map(Double.init), y.map(Double.init))
  }

  private func check<Scalar: KernelScalar>(
    _ operation: ArithmeticOperation, _ x: [Scalar], _ y: [Scalar]
  ) {
    for (xIsRepeated, yIsRepeated) in [(false, false), (true, false), (false, true), (true, true)] {
      for count in MemoryTests.counts where count <= x.count {
        let z = GuardedBuffer([Scalar](repeating: 7, count: count))
        Scalar.kernels.combine(
          operation, x, xIsRepeated, y, yIsRepeated, z.pointer, count, 2)
        #expect(z.isIntact)
        for (i, z) in z.numbers.enumerated() {
          let (x, y) = (x[xIsRepeated ? 0 : i], y[yIsRepeated ? 0 : i])
          let expected = operation.plain(x, y)
          #expect(
            z.isNaN && expected.isNaN || z == expected && z.sign == expected.sign,
            "\(x) \(operation) \(y) = \(z), expected \(expected)")
        }
      }
    }
  }

  @Test("rows combined with one row, in place and not", arguments: ArithmeticOperation.allCases)
  func rows(operation: ArithmeticOperation) {
    check(operation, rowsOf: Float.self)
    check(operation, rowsOf: Double.self)
  }

  private func check<Scalar: KernelScalar>(_ operation: ArithmeticOperation, rowsOf: Scalar.Type) {
    var generator = RepeatableGenerator(seed: 5)
    // Whole registers and not, rows that are copied several times and rows that are long enough.
    for columns in [1, 2, 3, 8, 15, 16, 17, 64, 65, 255, 256, 257] {
      for rows in [0, 1, 2, 15, 16, 17, 33] {
        let x = GuardedBuffer(generator.numbers(rows * columns) as [Scalar])
        let row = GuardedBuffer(generator.numbers(columns) as [Scalar])
        let z = GuardedBuffer([Scalar](repeating: 7, count: rows * columns))
        let expected = x.numbers.indices.map {
          operation.plain(x.numbers[$0], row.numbers[$0 % columns])
        }
        Scalar.kernels.combineRows(operation, x.pointer, row.pointer, z.pointer, rows, columns, 2)
        #expect(z.numbers == expected && z.isIntact, "\(operation), [\(rows), \(columns)]")
        Scalar.kernels.combineRows(operation, x.pointer, row.pointer, x.pointer, rows, columns, 2)
        #expect(x.numbers == expected && x.isIntact && row.isIntact, "\(operation), in place")
      }
    }
  }

  @Test("Adam")
  func adam() {
    var generator = RepeatableGenerator(seed: 4)
    for count in MemoryTests.counts {
      var p: [Float] = generator.numbers(count)
      var m: [Float] = generator.numbers(count)
      var v = (generator.numbers(count) as [Float]).map(\.magnitude)
      let g: [Float] = generator.numbers(count)
      let buffers = [p, m, v].map { GuardedBuffer($0) }
      adamUpdate(
        buffers[0].pointer, mean: buffers[1].pointer, square: buffers[2].pointer, gradient: g,
        count: count, .example, threads: 1)
      plainAdam(&p, &m, &v, g, .example)
      #expect(buffers.map(\.numbers) == [p, m, v] && buffers.allSatisfy { $0.isIntact })
    }
  }
}

extension AdamCoefficients<Float> {
  /// Numbers of which none is 0 or 1, so that each matters.
  static let example = AdamCoefficients(
    coupledDecay: 0.3, keep: 0.7, keep1: 0.9, take1: 0.1, keep2: 0.999,
    take2: 0.001, rate: 1e-3, correction: 2.2, epsilon: 1e-8)
}
