@testable import SIMDKernels
import TestSupport
import Testing

extension Vector {
  /// x/(1 + |x|): error at most 2 ulp; ±1 at the infinities, and −0 at −0.
  @inline(__always)
  var softsign: Self {
    // An infinity over an infinity would be NaN.
    let large = Scalar.greatestFiniteMagnitude
    let x = atLeast(-large).atMost(large)
    return x / (Self(1) + x.magnitude)
  }
}

/// y[i] = x[i]/(1 + |x[i]|).
///
/// - Parameters:
///   - x: `count` numbers.
///   - y: Room for `count` numbers; may be `x`, but must not overlap it otherwise.
///   - count: The number of elements; 0 is fine.
///   - threads: The most threads to use. The result does not depend on it.
func softsign<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>, count: Int, threads: Int
) {
  @inline(__always) func softsign(_ x: Scalar.Vector) -> Scalar.Vector { x.softsign }
  parallel(count: count, size: memoryBoundPartSize, threads: threads) { start, count in
    Scalar.map(x + start, into: y + start, count: count, softsign)
  }
}

@Test("ragged counts, in place and not, between fences") func raggedCounts() {
  var generator = RepeatableGenerator(seed: 1)
  let numbers: [Float] = generator.numbers(129)
  // An element alone: the same bits are expected wherever it stands.
  let alone = numbers.map { x in
    var y = x
    softsign([x], into: &y, count: 1, threads: 1)
    return y
  }
  for count in [0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 97, 129] {
    let x = GuardedBuffer(Array(numbers.prefix(count)))
    let y = GuardedBuffer([Float](repeating: 0, count: count))
    softsign(x.pointer, into: y.pointer, count: count, threads: 2)
    #expect(y.numbers == Array(alone.prefix(count)), "\(count) elements")
    softsign(x.pointer, into: x.pointer, count: count, threads: 2)
    #expect(x.numbers == y.numbers && x.isIntact && y.isIntact, "\(count) in place")
  }
}

@Test("nothing is read past the end: a page that may not be touched lies there")
func forbiddenPage() {
  for count in 1...129 {
    let x = GuardedBuffer([Float](repeating: 1, count: count), forbiddingReads: true)
    let y = GuardedBuffer([Float](repeating: 0, count: count), forbiddingReads: true)
    softsign(x.pointer, into: y.pointer, count: count, threads: 1)
    #expect(y.numbers == [Float](repeating: 0.5, count: count))
  }
}

@Test("the error is at most 2 ulp, over numbers of every exponent") func errorBound() {
  let x = stride(from: UInt32(0), to: .max - 99_991, by: 99_991).map { Float(bitPattern: $0) }
    .filter { !$0.isNaN }
  var y = x
  softsign(x, into: &y, count: x.count, threads: 1)
  var worst = 0.0
  for (x, y) in zip(x, y) where x.isFinite {
    let exact = Double(x) / (1 + Double(x).magnitude)
    worst = max(worst, (Double(y) - exact).magnitude / Double(Float(exact).ulp))
  }
  #expect(worst <= 2 && worst > 0.5, "\(worst) ulp")
}

@Test("infinities, zeros, tiny numbers and NaN, in each lane") func specialValues() {
  let (tiny, large) = (Float.leastNonzeroMagnitude, Float.greatestFiniteMagnitude)
  let inputs: [Float] = [.infinity, -.infinity, 0, -0.0, tiny, -tiny, large, -large]
  let expected: [Float] = [1, -1, 0, -0.0, tiny, -tiny, 1, -1]
  for shift in 0..<40 {
    let x = (0..<40).map { inputs[($0 + shift) % 8] }
    var y = x
    softsign(x, into: &y, count: 40, threads: 1)
    for i in 0..<40 {
      let exact = expected[(i + shift) % 8]
      #expect(y[i] == exact && y[i].sign == exact.sign, "\(x[i]) gives \(y[i])")
    }
    var z = [Double](repeating: 3, count: 40)
    z[shift] = .nan
    softsign(z, into: &z, count: 40, threads: 1)
    for i in 0..<40 { #expect(i == shift ? z[i].isNaN : z[i] == 0.75) }
  }
}

@Test("the number of threads changes no bit") func numberOfThreads() {
  var generator = RepeatableGenerator(seed: 2)
  let x: [Float] = generator.numbers(3 * memoryBoundPartSize + 4321)
  func result(threads: Int) -> [Float] {
    var y = x
    softsign(x, into: &y, count: x.count, threads: threads)
    return y
  }
  let one = result(threads: 1)
  for threads in [2, 3, 8] { #expect(result(threads: threads) == one, "\(threads) threads") }
}
