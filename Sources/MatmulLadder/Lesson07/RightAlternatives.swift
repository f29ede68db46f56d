/// Other right answers to the exercises, compiled as the learner's are: the judge accepts them.
public enum RightAlternatives {
  typealias Vector = SIMD8<Float>

  @inline(__always)
  static func load(_ source: UnsafePointer<Float>) -> Vector {
    UnsafeRawPointer(source).loadUnaligned(as: Vector.self)
  }

  @inline(__always)
  static func store<SomeVector: SIMD>(
    _ vector: SomeVector, to target: UnsafeMutablePointer<Float>
  ) where SomeVector.Scalar == Float {
    UnsafeMutableRawPointer(target).storeBytes(of: vector, as: SomeVector.self)
  }
}

extension RightAlternatives {
  // MARK: rowByRow

  /// As the textbook writes it, with all indices in the innermost loop.
  public static func rowByRowByIndices(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) {
    for i in 0..<m {
      for j in 0..<n { c[i * n + j] = 0 }
      for p in 0..<k {
        let factor = a[i * k + p]
        for j in 0..<n { c[i * n + j] += factor * b[p * n + j] }
      }
    }
  }

  /// With c set to zero as a whole, and the rows of b outside.
  public static func rowByRowOfB(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) {
    c.update(repeating: 0, count: m * n)
    for p in 0..<k {
      let source = b + p * n
      for i in 0..<m {
        let (row, factor) = (c + i * n, a[i * k + p])
        for j in 0..<n { row[j] += factor * source[j] }
      }
    }
  }

  /// With vectors by hand, and the first product stored instead of added to zero.
  public static func rowByRowByVectors(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) {
    let whole = n - n % 8
    for i in 0..<m {
      let row = c + i * n
      for p in 0..<k {
        let (factor, source) = (a[i * k + p], b + p * n)
        for j in stride(from: 0, to: whole, by: 8) {
          let sum = p == 0 ? Vector.zero : load(row + j)
          store(sum + factor * load(source + j), to: row + j)
        }
        for j in whole..<n { row[j] = (p == 0 ? 0 : row[j]) + factor * source[j] }
      }
    }
  }

  // MARK: blocked

  /// With blocks of 32×32, those of j outside, and the textbook's order in a block.
  public static func squareBlocks(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) {
    for element in 0..<m * n { c[element] = 0 }
    for firstJ in stride(from: 0, to: n, by: 32) {
      for firstP in stride(from: 0, to: k, by: 32) {
        for i in 0..<m {
          for j in firstJ..<min(firstJ + 32, n) {
            var sum: Float = 0
            for p in firstP..<min(firstP + 32, k) { sum += a[i * k + p] * b[p * n + j] }
            c[i * n + j] += sum
          }
        }
      }
    }
  }

  /// With blocks of 64 whole rows of b.
  public static func blocksOfRows(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) {
    for firstP in stride(from: 0, to: k, by: 64) {
      for i in 0..<m {
        let row = c + i * n
        if firstP == 0 { row.update(repeating: 0, count: n) }
        for p in firstP..<min(firstP + 64, k) {
          let (factor, source) = (a[i * k + p], b + p * n)
          for j in 0..<n { row[j] += factor * source[j] }
        }
      }
    }
  }

  /// With narrow blocks, the rows of c by vectors.
  public static func narrowBlocks(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) {
    c.update(repeating: 0, count: m * n)
    for firstP in stride(from: 0, to: k, by: 100) {
      for firstJ in stride(from: 0, to: n, by: 64) {
        let (depth, width) = (min(100, k - firstP), min(64, n - firstJ))
        for i in 0..<m {
          for p in firstP..<firstP + depth {
            let (factor, source, row) = (a[i * k + p], b + p * n + firstJ, c + i * n + firstJ)
            for j in 0..<width { row[j] += factor * source[j] }
          }
        }
      }
    }
  }
}
