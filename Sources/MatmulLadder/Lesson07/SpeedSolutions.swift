/// Lesson 7, solved. The signatures are those of `Lessons/07-from-naive-to-simd/Exercises.swift`, so
/// that this file can be pasted over it.
///
/// It lies here and not beside the lesson's checks, because it has to be compiled as the exercises
/// are: for this machine's vector unit.
enum Speed {
  static func rowByRow(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) throws {
    for i in 0..<m {
      let row = c + i * n
      for j in 0..<n { row[j] = 0 }
      for p in 0..<k {
        let factor = a[i * k + p]
        let source = b + p * n
        for j in 0..<n { row[j] += factor * source[j] }
      }
    }
  }

  static func blocked(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) throws {
    // 16 · 512 numbers are 32 KiB, which the nearest cache of most machines can hold.
    let depth = 16
    let width = 512
    for element in 0..<m * n { c[element] = 0 }
    for firstP in stride(from: 0, to: k, by: depth) {
      let endP = min(firstP + depth, k)
      for firstJ in stride(from: 0, to: n, by: width) {
        let endJ = min(firstJ + width, n)
        for i in 0..<m {
          let row = c + i * n
          for p in firstP..<endP {
            let factor = a[i * k + p]
            let source = b + p * n
            for j in firstJ..<endJ { row[j] += factor * source[j] }
          }
        }
      }
    }
  }

  static func dot(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int
  ) throws -> Float {
    // Four sums, none of which has to wait for the others.
    var (sum0, sum1, sum2, sum3) = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
    let whole = count - count % 32
    for i in stride(from: 0, to: whole, by: 32) {
      sum0 = multiplyAdd(load(x + i), load(y + i), sum0)
      sum1 = multiplyAdd(load(x + i + 8), load(y + i + 8), sum1)
      sum2 = multiplyAdd(load(x + i + 16), load(y + i + 16), sum2)
      sum3 = multiplyAdd(load(x + i + 24), load(y + i + 24), sum3)
    }
    var sum = (sum0 + sum1 + (sum2 + sum3)).sum()
    for i in whole..<count { sum += x[i] * y[i] }
    return sum
  }

  static func tiled(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) throws {
    let rows = m - m % 4
    let columns = n - n % 8
    for i in stride(from: 0, to: rows, by: 4) {
      for j in stride(from: 0, to: columns, by: 8) {
        let sums = tile(
          a + i * k, a + (i + 1) * k, a + (i + 2) * k, a + (i + 3) * k, b + j, step: n, k: k)
        let target = c + i * n + j
        store(sums.0, to: target)
        store(sums.1, to: target + n)
        store(sums.2, to: target + 2 * n)
        store(sums.3, to: target + 3 * n)
      }
    }
    // What no tile covers: to the right of them, and below.
    addRest(a, b, c, k: k, n: n, rows: 0..<rows, columns: columns..<n)
    addRest(a, b, c, k: k, n: n, rows: rows..<m, columns: 0..<n)
  }

  static func pack(
    _ b: UnsafePointer<Float>, into panels: UnsafeMutablePointer<Float>, k: Int, n: Int
  ) throws {
    for first in stride(from: 0, to: n, by: 8) {
      let panel = panels + first * k
      let width = min(8, n - first)
      for p in 0..<k {
        let source = b + p * n + first
        if width == 8 {
          store(load(source), to: panel + p * 8)
        } else {
          for j in 0..<8 { panel[p * 8 + j] = j < width ? source[j] : 0 }
        }
      }
    }
  }

  static func packed(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) throws {
    let panels = UnsafeMutablePointer<Float>.allocate(capacity: (n + 7) / 8 * 8 * k)
    defer { panels.deallocate() }
    try pack(b, into: panels, k: k, n: n)
    for first in stride(from: 0, to: n, by: 8) {
      let panel = UnsafePointer(panels + first * k)
      let width = min(8, n - first)
      for i in stride(from: 0, to: m, by: 4) {
        // Where fewer than four rows are left, the last one is computed several times, stored once.
        let last = min(3, m - 1 - i)
        func row(_ r: Int) -> UnsafePointer<Float> { a + (i + min(r, last)) * k }
        let sums = tile(row(0), row(1), row(2), row(3), panel, step: 8, k: k)
        let target = c + i * n + first
        store(sums.0, to: target, width: width)
        if last >= 1 { store(sums.1, to: target + n, width: width) }
        if last >= 2 { store(sums.2, to: target + 2 * n, width: width) }
        if last >= 3 { store(sums.3, to: target + 3 * n, width: width) }
      }
    }
  }

  static func isProduct(
    _ c: UnsafePointer<Float>, of a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    m: Int, k: Int, n: Int
  ) throws -> Bool {
    for i in 0..<m {
      for j in 0..<n {
        var exact = 0.0
        var size = 0.0
        for p in 0..<k {
          let product = Double(a[i * k + p]) * Double(b[p * n + j])
          exact += product
          size += abs(product)
        }
        let bound = Double(k) * Double(Float.ulpOfOne) * size
        // With NaN every comparison is false, and so this one refuses it.
        guard abs(Double(c[i * n + j]) - exact) <= bound else { return false }
      }
    }
    return true
  }

  static func split(_ rows: Int, into threads: Int) throws -> [Range<Int>] {
    (0..<threads).map { rows * $0 / threads..<rows * ($0 + 1) / threads }
  }

  // MARK: Helpers

  /// Four rows of a times eight columns of b; each sum is a row of the tile. Always inlined, so that
  /// the sums stay in registers.
  @inline(__always)
  private static func tile(
    _ row0: UnsafePointer<Float>, _ row1: UnsafePointer<Float>, _ row2: UnsafePointer<Float>,
    _ row3: UnsafePointer<Float>, _ b: UnsafePointer<Float>, step: Int, k: Int
  ) -> (Vector, Vector, Vector, Vector) {
    var (sum0, sum1, sum2, sum3) = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
    for p in 0..<k {
      let columns = load(b + p * step)
      sum0 = multiplyAdd(Vector(repeating: row0[p]), columns, sum0)
      sum1 = multiplyAdd(Vector(repeating: row1[p]), columns, sum1)
      sum2 = multiplyAdd(Vector(repeating: row2[p]), columns, sum2)
      sum3 = multiplyAdd(Vector(repeating: row3[p]), columns, sum3)
    }
    return (sum0, sum1, sum2, sum3)
  }

  /// Some elements of the product, one by one.
  private static func addRest(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    k: Int, n: Int, rows: Range<Int>, columns: Range<Int>
  ) {
    for i in rows {
      for j in columns { c[i * n + j] = 0 }
      for p in 0..<k {
        let factor = a[i * k + p]
        for j in columns { c[i * n + j] += factor * b[p * n + j] }
      }
    }
  }

  /// Writes the first `width` of eight numbers.
  @inline(__always)
  private static func store(
    _ vector: Vector, to target: UnsafeMutablePointer<Float>, width: Int
  ) {
    if width == 8 {
      store(vector, to: target)
    } else {
      for j in 0..<width { target[j] = vector[j] }
    }
  }

  // MARK: Given

  typealias Vector = SIMD8<Float>

  /// Reads eight numbers that lie one after the other.
  @inline(__always)
  private static func load(_ source: UnsafePointer<Float>) -> Vector {
    UnsafeRawPointer(source).loadUnaligned(as: Vector.self)
  }

  /// Writes eight numbers one after the other.
  @inline(__always)
  private static func store(_ vector: Vector, to target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: vector, as: Vector.self)
  }

  /// x·y + sum for each of the eight by itself; in one instruction where the machine has it.
  @inline(__always)
  private static func multiplyAdd(_ x: Vector, _ y: Vector, _ sum: Vector) -> Vector {
    #if SSE2
      sum + x * y
    #else
      sum.addingProduct(x, y)
    #endif
  }
}
