// Products of matrices of bytes. Plain Swift, whose loops the compiler turns into the instructions of the vector unit.

/// sums[i, j] = Σₖ x[i, k]·weight[j, k], exactly, as long as no sum leaves `Int32`.
///
/// On x86-64 a vector of 16 products is added in pairs by one instruction, `vpmaddwd`, that takes factors of 16 bits:
/// so x is kept in 16 bits, and the weights are widened as they are read. Each row of the weights is read once
/// for all rows of x.
///
/// - Parameters:
///   - x: Shape [M, K]; numbers from −127 to 127.
///   - weight: Shape [N, K]; numbers from −127 to 127.
///   - sums: Shape [M, N].
///   - rows: M.
///   - columns: N.
///   - inner: K; at most 133 144, so that K·127² fits into `Int32`.
///   - threads: The number of threads that may work at the same time, at least 1.
public func multiplyBytes(
  _ x: UnsafePointer<Int16>, _ weight: UnsafePointer<Int8>, into sums: UnsafeMutablePointer<Int32>,
  rows: Int, columns: Int, inner: Int, threads: Int
) {
  let columnsAtOnce = max(8, (1 << 17) / max(inner, 1))
  let parts = (columns + columnsAtOnce - 1) / columnsAtOnce
  let isWorthSharing = isWorthThreads(products: rows * columns * inner, cost: 1)
  parallel(parts: parts, threads: isWorthSharing ? threads : 1) { part in
    for j in part * columnsAtOnce..<min((part + 1) * columnsAtOnce, columns) {
      for i in 0..<rows {
        sums[i * columns + j] = dotBytes(x + i * inner, weight + j * inner, count: inner)
      }
    }
  }
}

/// Σₖ x[k]·y[k].
@inline(__always)
private func dotBytes(
  _ x: UnsafePointer<Int16>, _ y: UnsafePointer<Int8>, count: Int
) -> Int32 {
  // Two vectors of sums, so that one addition need not wait for the one before.
  var (first, second) = (SIMD16<Int32>(), SIMD16<Int32>())
  var k = 0
  while k &+ 32 <= count {
    first &+= widened(x + k) &* widened(y + k)
    second &+= widened(x + k + 16) &* widened(y + k + 16)
    k &+= 32
  }
  var sum = (first &+ second).wrappedSum()
  while k < count {
    sum &+= Int32(x[k]) &* Int32(y[k])
    k &+= 1
  }
  return sum
}

/// Sixteen integers with 32 bits each. (Swift's own conversion of vectors is called for each, and not inlined.)
@inline(__always)
private func widened<Number: FixedWidthInteger>(_ x: UnsafePointer<Number>) -> SIMD16<Int32> {
  var result = SIMD16<Int32>()
  for lane in 0..<16 { result[lane] = Int32(truncatingIfNeeded: x[lane]) }
  return result
}

/// The same numbers as `Float`, for a product with numbers that are not integers.
public func widenBytes(
  _ bytes: UnsafePointer<Int8>, into numbers: UnsafeMutablePointer<Float>, count: Int
) {
  for k in 0..<count { numbers[k] = Float(bytes[k]) }
}
