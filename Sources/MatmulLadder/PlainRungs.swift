// The rungs that are no exercise. Their signatures are those of the exercises, so that each can be
// measured, and judged, in the place of any other.

/// The rungs of the ladder that the lesson gives.
public enum GivenRungs {
  /// The textbook's order, i-j-k: each element of c is one sum, along a row of a and down a column
  /// of b. Each product waits for the sum before it, and each step down the column lands in another
  /// cache line.
  public static func textbook(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) {
    for i in 0..<m {
      for j in 0..<n {
        var sum: Float = 0
        for p in 0..<k { sum += a[i * k + p] * b[p * n + j] }
        c[i * n + j] = sum
      }
    }
  }

  /// The textbook's order, unrolled: four sums at once, of neighboring columns. While one addition
  /// is on its way the next three begin, and a cache line gives four numbers instead of one.
  public static func unrolled(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) {
    let columns = n - n % 4
    for i in 0..<m {
      let row = a + i * k
      for j in stride(from: 0, to: columns, by: 4) {
        var (sum0, sum1, sum2, sum3) = (Float(0), Float(0), Float(0), Float(0))
        for p in 0..<k {
          let source = b + p * n + j
          sum0 += row[p] * source[0]
          sum1 += row[p] * source[1]
          sum2 += row[p] * source[2]
          sum3 += row[p] * source[3]
        }
        let target = c + i * n + j
        (target[0], target[1], target[2], target[3]) = (sum0, sum1, sum2, sum3)
      }
      for j in columns..<n {
        var sum: Float = 0
        for p in 0..<k { sum += row[p] * b[p * n + j] }
        c[i * n + j] = sum
      }
    }
  }

  /// A row by vectors: 32 neighboring elements of a row of c are four vectors, which stay in
  /// registers until their sums are complete. So c is written once and never read.
  public static func vectorRow(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) {
    let columns = n - n % 32
    for i in 0..<m {
      let row = a + i * k
      for j in stride(from: 0, to: columns, by: 32) {
        var (sum0, sum1) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
        var (sum2, sum3) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
        for p in 0..<k {
          let factor = SIMD8(repeating: row[p])
          let source = UnsafeRawPointer(b + p * n + j)
          sum0 = multiplyAdd(factor, vector(source, 0), sum0)
          sum1 = multiplyAdd(factor, vector(source, 1), sum1)
          sum2 = multiplyAdd(factor, vector(source, 2), sum2)
          sum3 = multiplyAdd(factor, vector(source, 3), sum3)
        }
        let target = UnsafeMutableRawPointer(c + i * n + j)
        target.storeBytes(of: sum0, as: SIMD8<Float>.self)
        target.storeBytes(of: sum1, toByteOffset: 32, as: SIMD8<Float>.self)
        target.storeBytes(of: sum2, toByteOffset: 64, as: SIMD8<Float>.self)
        target.storeBytes(of: sum3, toByteOffset: 96, as: SIMD8<Float>.self)
      }
      for j in columns..<n {
        var sum: Float = 0
        for p in 0..<k { sum += row[p] * b[p * n + j] }
        c[i * n + j] = sum
      }
    }
  }

  /// The sum of the products of two vectors' elements, one after the other.
  public static func plainDot(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int
  ) -> Float {
    var sum: Float = 0
    for i in 0..<count { sum += x[i] * y[i] }
    return sum
  }
}

/// The vector that lies so many vectors after an address.
@inline(__always)
private func vector(_ source: UnsafeRawPointer, _ index: Int) -> SIMD8<Float> {
  source.loadUnaligned(fromByteOffset: 32 * index, as: SIMD8<Float>.self)
}

/// x·y + sum, lane by lane; in one instruction where the machine has it.
@inline(__always)
private func multiplyAdd(
  _ x: SIMD8<Float>, _ y: SIMD8<Float>, _ sum: SIMD8<Float>
) -> SIMD8<Float> {
  #if SSE2
    sum + x * y
  #else
    sum.addingProduct(x, y)
  #endif
}
