extension RightAlternatives {
  // MARK: tiled

  /// With all indices as the hints have them, and the columns outside.
  public static func tiledByIndices(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) {
    for j in stride(from: 0, to: n - n % 8, by: 8) {
      for i in stride(from: 0, to: m - m % 4, by: 4) {
        var (sum0, sum1, sum2, sum3) = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
        for p in 0..<k {
          let columns = load(b + p * n + j)
          sum0.addProduct(a[i * k + p], columns)
          sum1.addProduct(a[(i + 1) * k + p], columns)
          sum2.addProduct(a[(i + 2) * k + p], columns)
          sum3.addProduct(a[(i + 3) * k + p], columns)
        }
        store(sum0, to: c + i * n + j)
        store(sum1, to: c + (i + 1) * n + j)
        store(sum2, to: c + (i + 2) * n + j)
        store(sum3, to: c + (i + 3) * n + j)
      }
    }
    addRest(a, b, c, m, k, n)
  }

  /// With tiles of 4×16.
  public static func wideTiles(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) {
    for i in stride(from: 0, to: m - m % 4, by: 4) {
      var j = 0
      while j + 16 <= n {
        tile(a + i * k, b + j, c + i * n + j, k, n, SIMD16<Float>.self)
        j += 16
      }
      if j + 8 <= n { tile(a + i * k, b + j, c + i * n + j, k, n, Vector.self) }
    }
    addRest(a, b, c, m, k, n)
  }

  /// With a multiplication and an addition instead of both at once, row by row of tiles, and what is left
  /// as dot products.
  public static func tiledWithDots(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) {
    for i in stride(from: 0, to: m - m % 4, by: 4) {
      for j in stride(from: 0, to: n - n % 8, by: 8) {
        let (row0, row1, row2, row3) = (
          a + i * k, a + (i + 1) * k, a + (i + 2) * k, a + (i + 3) * k
        )
        var (sum0, sum1, sum2, sum3) = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
        var source = b + j
        for p in 0..<k {
          let columns = load(source)
          sum0 += row0[p] * columns
          sum1 += row1[p] * columns
          sum2 += row2[p] * columns
          sum3 += row3[p] * columns
          source += n
        }
        for (row, sum) in [(0, sum0), (1, sum1), (2, sum2), (3, sum3)] {
          store(sum, to: c + (i + row) * n + j)
        }
      }
    }
    for i in 0..<m {
      for j in (i < m - m % 4 ? n - n % 8 : 0)..<n {
        var sum: Float = 0
        for p in 0..<k { sum += a[i * k + p] * b[p * n + j] }
        c[i * n + j] = sum
      }
    }
  }

  // MARK: packed

  /// With the rows of tiles outside, over panels that were packed by rows.
  public static func packedRowsOutside(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) {
    let panels = UnsafeMutablePointer<Float>.allocate(capacity: (n + 7) / 8 * 8 * k)
    defer { panels.deallocate() }
    packRows(b, into: panels, k: k, n: n)
    for i in stride(from: 0, to: m, by: 4) {
      for first in stride(from: 0, to: n, by: 8) {
        multiplyPanel(a, panels + first * k, c, i, first, m, k, n)
      }
    }
  }

  /// With an array for the panels, packed column by column.
  public static func packedInArray(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) {
    var panels = [Float](repeating: 0, count: (n + 7) / 8 * 8 * k)
    panels.withUnsafeMutableBufferPointer { panels in
      packColumns(b, into: panels.baseAddress!, k: k, n: n)
      for first in stride(from: 0, to: n, by: 8) {
        for i in stride(from: 0, to: m, by: 4) {
          multiplyPanel(a, panels.baseAddress! + first * k, c, i, first, m, k, n)
        }
      }
    }
  }

  /// With one panel at a time, which is packed and then used for all rows.
  public static func packedOneByOne(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) {
    let panel = UnsafeMutablePointer<Float>.allocate(capacity: 8 * k)
    defer { panel.deallocate() }
    for first in stride(from: 0, to: n, by: 8) {
      for p in 0..<k {
        for j in 0..<8 { panel[p * 8 + j] = first + j < n ? b[p * n + first + j] : 0 }
      }
      for i in stride(from: 0, to: m, by: 4) { multiplyPanel(a, panel, c, i, first, m, k, n) }
    }
  }

  // MARK: What several need

  /// Four rows of a times as many columns of b as a vector holds.
  @inline(__always)
  private static func tile<SomeVector: SIMD>(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    _ k: Int, _ n: Int, _: SomeVector.Type
  ) where SomeVector.Scalar == Float {
    var (sum0, sum1, sum2, sum3) = (
      SomeVector.zero, SomeVector.zero, SomeVector.zero, SomeVector.zero
    )
    for p in 0..<k {
      let columns = UnsafeRawPointer(b + p * n).loadUnaligned(as: SomeVector.self)
      sum0.addProduct(a[p], columns)
      sum1.addProduct(a[k + p], columns)
      sum2.addProduct(a[2 * k + p], columns)
      sum3.addProduct(a[3 * k + p], columns)
    }
    store(sum0, to: c)
    store(sum1, to: c + n)
    store(sum2, to: c + 2 * n)
    store(sum3, to: c + 3 * n)
  }

  /// What no tile of 4×8 covers.
  private static func addRest(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    _ m: Int, _ k: Int, _ n: Int
  ) {
    for i in 0..<m {
      let start = i < m - m % 4 ? n - n % 8 : 0
      for j in start..<n { c[i * n + j] = 0 }
      for p in 0..<k { for j in start..<n { c[i * n + j] += a[i * k + p] * b[p * n + j] } }
    }
  }

  /// Up to four rows of c and up to eight of its columns.
  private static func multiplyPanel(
    _ a: UnsafePointer<Float>, _ panel: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    _ i: Int, _ first: Int, _ m: Int, _ k: Int, _ n: Int
  ) {
    for row in i..<min(i + 4, m) {
      var sums = Vector.zero
      for p in 0..<k { sums.addProduct(a[row * k + p], load(panel + p * 8)) }
      for j in 0..<min(8, n - first) { c[row * n + first + j] = sums[j] }
    }
  }
}
