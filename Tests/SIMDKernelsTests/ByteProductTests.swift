import TestSupport
import Testing

@testable import SIMDKernels

/// Products of bytes beside plain loops: exact, and nothing outside is written or read.
@Suite("Byte kernels") struct ByteProductTests {
  /// What is not covered by whole vectors, and what is: vectors have 16 numbers, and two run at a time.
  static let counts = [0, 1, 2, 15, 16, 17, 31, 32, 33, 47, 63, 64, 65, 100, 257]

  private static func numbers<Number: FixedWidthInteger>(
    _ count: Int, _ range: ClosedRange<Number>, _ generator: inout RepeatableGenerator
  ) -> [Number] {
    (0..<count).map { _ in Number.random(in: range, using: &generator) }
  }

  private static func plainProduct(
    _ x: [Int16], _ weight: [Int8], rows: Int, columns: Int, inner: Int
  ) -> [Int32] {
    (0..<rows * columns).map { place in
      let (i, j) = (place / columns, place % columns)
      return Int32(
        (0..<inner).reduce(0) { $0 + Int(x[i * inner + $1]) * Int(weight[j * inner + $1]) })
    }
  }

  @Test("sums are exact, −128 included, and nothing outside is written or used", arguments: counts)
  func products(inner: Int) {
    var generator = RepeatableGenerator(seed: 51)
    for (rows, columns) in [(0, 3), (3, 0), (1, 1), (1, 9), (2, 7), (3, 8), (5, 17)] {
      let x = FencedIntegers<Int16>(Self.numbers(rows * inner, -127...127, &generator))
      var bytes: [Int8] = Self.numbers(columns * inner, -128...127, &generator)
      // The ends, where a vector may begin or end.
      if !bytes.isEmpty { (bytes[0], bytes[bytes.count - 1]) = (-128, -128) }
      let weight = FencedIntegers(bytes)
      let sums = FencedIntegers([Int32](repeating: 0x5A5A_5A5A, count: rows * columns))
      multiplyBytes(
        x.pointer, weight.pointer, into: sums.pointer, rows: rows, columns: columns, inner: inner,
        threads: 2)
      let expected = Self.plainProduct(
        x.numbers, bytes, rows: rows, columns: columns, inner: inner)
      #expect(sums.numbers == expected, "[\(rows), \(inner)] · [\(columns), \(inner)]ᵀ, seed 51")
      #expect(sums.isIntact && x.isIntact && weight.isIntact)
      #expect(weight.numbers == bytes)
    }
  }

  @Test("the largest sums that are allowed, and the smallest")
  func extremeSums() {
    // 133 144·127² = 2 147 479 576, and Int32 ends at 2 147 483 647.
    let inner = 133_144
    let x = [Int16](repeating: 127, count: inner) + [Int16](repeating: -127, count: inner)
    let weight = [Int8](repeating: 127, count: inner) + [Int8](repeating: -127, count: inner)
    var sums = [Int32](repeating: 0, count: 4)
    multiplyBytes(x, weight, into: &sums, rows: 2, columns: 2, inner: inner, threads: 1)
    #expect(sums == [2_147_479_576, -2_147_479_576, -2_147_479_576, 2_147_479_576])
  }

  @Test("columns that go to several threads: the same sums")
  func threads() {
    var generator = RepeatableGenerator(seed: 52)
    // 8 columns at a time, and a rest of 3.
    let (rows, columns, inner) = (3, 43, 20_001)
    let x: [Int16] = Self.numbers(rows * inner, -127...127, &generator)
    let weight: [Int8] = Self.numbers(columns * inner, -127...127, &generator)
    let expected = Self.plainProduct(x, weight, rows: rows, columns: columns, inner: inner)
    for threads in [1, 2, 3, 8] {
      let sums = FencedIntegers([Int32](repeating: 1, count: rows * columns))
      multiplyBytes(
        x, weight, into: sums.pointer, rows: rows, columns: columns, inner: inner, threads: threads)
      #expect(sums.numbers == expected && sums.isIntact, "\(threads) threads, seed 52")
    }
  }

  @Test("bytes become the same numbers, all 256 of them", arguments: counts)
  func widening(count: Int) {
    let all = FencedIntegers((0..<count).map { Int8(truncatingIfNeeded: $0 - 128) })
    let numbers = GuardedBuffer([Float](repeating: .nan, count: count))
    widenBytes(all.pointer, into: numbers.pointer, count: count)
    #expect(numbers.numbers == all.numbers.map(Float.init))
    #expect(numbers.isIntact && all.isIntact)
  }

  @Test("rows become integers as the rule has it", arguments: counts)
  func quantizing(count: Int) {
    var generator = RepeatableGenerator(seed: 53)
    for limit in [1e-42, 1e-38, 1, 127, 3e38] {
      let x = GuardedBuffer(generator.numbers(count, limit: limit) as [Float])
      let integers = FencedIntegers([Int16](repeating: 0x5A5A, count: count))
      let scale = quantizeRow(x.pointer, into: integers.pointer, count: count)
      let largest = x.numbers.map(\.magnitude).max() ?? 0
      #expect(scale == max(largest / 127, .leastNormalMagnitude))
      #expect(
        integers.numbers == x.numbers.map { Int16(($0 / scale).rounded(.toNearestOrEven)) },
        "\(count) numbers up to \(limit), seed 53")
      #expect(integers.numbers.allSatisfy { -127...127 ~= $0 })
      #expect(x.isIntact && integers.isIntact)
    }
  }

  @Test("ties go to the even integer, and a row with an infinity or a NaN is zeros")
  func specialRows() {
    let ties: [Float] = [127, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 126.5, -126.5, -127, -0.0]
    var integers = [Int16](repeating: 7, count: ties.count)
    #expect(quantizeRow(ties, into: &integers, count: ties.count) == 1)
    #expect(integers == [127, 0, 2, 2, 0, -2, -2, 126, -126, -127, 0])
    for culprit in [Float.infinity, -.infinity, .nan, -.nan, .signalingNaN] {
      for place in [0, 1, 16, 32] {
        var row = [Float](repeating: 1, count: 33)
        row[place] = culprit
        let integers = FencedIntegers([Int16](repeating: 7, count: 33))
        #expect(quantizeRow(row, into: integers.pointer, count: 33).isNaN)
        #expect(integers.numbers == [Int16](repeating: 0, count: 33) && integers.isIntact)
      }
    }
  }

  @Test(
    "nothing is read before the beginning or after the end: pages lie there that may not be touched"
  )
  func forbiddenPages() async {
    await #expect(processExitsWith: .success) {
      for atEnd in [false, true] {
        for inner in ByteProductTests.counts {
          let (rows, columns) = (3, 5)
          let memories = [2 * rows * inner, columns * inner, 4 * rows * inner, 4 * rows * columns]
            .map { GuardedMemory(byteCount: max($0, 1)) }
          let x = memories[0].place([Int16](repeating: 3, count: rows * inner), atEnd: atEnd)
          let weight = memories[1].place([Int8](repeating: 2, count: columns * inner), atEnd: atEnd)
          let numbers = memories[2].place(
            [Float](repeating: 1, count: rows * inner), atEnd: atEnd)
          let sums = memories[3].place([Int32](repeating: 0, count: rows * columns), atEnd: atEnd)
          multiplyBytes(
            x, weight, into: sums, rows: rows, columns: columns, inner: inner, threads: 1)
          precondition((0..<rows * columns).allSatisfy { sums[$0] == 6 * Int32(inner) })
          _ = quantizeRow(numbers, into: x, count: rows * inner)
          widenBytes(weight, into: numbers, count: min(rows, columns) * inner)
        }
      }
    }
  }
}

/// Integers between two fences of others: a write outside changes a fence, and a number read outside makes the sum
/// wrong.
///
/// A class, because a pointer into it must stay valid until it is no longer used.
private final class FencedIntegers<Number: FixedWidthInteger> {
  let pointer: UnsafeMutablePointer<Number>
  private let count: Int
  private let fence = 64

  init(_ numbers: [Number]) {
    count = numbers.count
    let start = UnsafeMutablePointer<Number>.allocate(capacity: count + 2 * fence)
    start.initialize(repeating: Self.sentinel, count: count + 2 * fence)
    pointer = start + fence
    pointer.update(from: numbers, count: count)
  }

  deinit { (pointer - fence).deallocate() }

  private static var sentinel: Number { Number(truncatingIfNeeded: 0x6B6B_6B6B_6B6B_6B6B as Int64) }

  var numbers: [Number] { Array(UnsafeBufferPointer(start: pointer, count: count)) }

  /// Whether nothing was written outside.
  var isIntact: Bool {
    (0..<fence).allSatisfy {
      pointer[$0 - fence] == Self.sentinel && pointer[count + $0] == Self.sentinel
    }
  }
}
