/// Lesson 7: make a matrix product fast.
///
/// Replace each `throw Todo()` by your own code, from the top to the bottom, and after each one run
/// `swift test --filter Lesson07` or `swift run -q gradus check 7`.
///
/// Here a matrix is a pointer to its first number. Its rows lie one after the other: a has m rows of
/// k numbers, b has k rows of n, c has m rows of n, so `a[i * k + p]` is the one in row i and column p.
/// `a + i * k` points to row i.
///
/// Nothing checks an index of a pointer, which is why it is fast. Whoever reads or writes outside of a
/// matrix gets numbers of somebody else, or destroys them: the judge has put fences around the
/// matrices, and says where you crossed them. This file is compiled with optimization, for the vector
/// unit of your machine, as the framework's kernels are.
enum Speed {
  // MARK: Given

  /// Eight numbers at once. `Vector(repeating: 2)` has eight twos, `Vector.zero` eight zeros, and
  /// `v.sum()` is the sum of the eight.
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

  // MARK: 1. The order of the loops

  /// The matrix product, row by row: c[i, j] = Σₚ a[i, p]·b[p, j].
  ///
  /// The loops i, p, j in this order: row i of c is set to zero, and then each row p of b is added to
  /// it, multiplied by the number a[i, p]. Whatever c held before is overwritten. For the compiler to
  /// make vectors of the innermost loop, give it pointers to the two rows that it walks along.
  ///
  /// In this file m, k and n are at least 1, and the numbers of a and b are finite.
  ///
  ///     // a = [1 2], b = [10 20; 30 40]: the row of c is 1·[10 20] + 2·[30 40]
  ///     rowByRow(a, b, c, m: 1, k: 2, n: 2)     // c = [70 100]
  ///
  /// - Parameters:
  ///   - a: Shape [m, k].
  ///   - b: Shape [k, n].
  ///   - c: Shape [m, n].
  static func rowByRow(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) throws {
    throw Todo()
  }

  // MARK: 2. Blocks

  /// The same product, block by block.
  ///
  /// Cut the p into pieces of, say, 16, and the j into pieces of, say, 512: few rows and long ones, because
  /// to go from one row of b to the next is what costs. For each pair of pieces go
  /// through all rows i and do the part of their work that lies in these pieces: so the block of b is
  /// used m times while the cache still holds it. Set c to zero before, because each piece of p *adds*
  /// to c. The last pieces are shorter when k and n are not multiples.
  ///
  /// - Parameters:
  ///   - a: Shape [m, k].
  ///   - b: Shape [k, n].
  ///   - c: Shape [m, n].
  static func blocked(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) throws {
    throw Todo()
  }

  // MARK: 3. Eight at once

  /// The sum of the products of two vectors' elements, Σᵢ x[i]·y[i], with vectors.
  ///
  /// Keep a `Vector` of eight sums, to which eight products are added at a time. At the end add up the
  /// eight. What is left when `count` is not a multiple of 8, the *tail*, is added one by one: there
  /// are no eight numbers to load.
  ///
  ///     // x = 1, 2, …, 10 and y = 1, 1, …, 1: eight products in the vector, two in the tail
  ///     dot(x, y, count: 10)     // 55
  ///
  /// - Parameters:
  ///   - x: `count` numbers.
  ///   - y: `count` numbers.
  ///   - count: 0 or more.
  static func dot(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int
  ) throws -> Float {
    throw Todo()
  }

  // MARK: 4. A tile in registers

  /// The matrix product in tiles of 4 rows and 8 columns of c.
  ///
  /// The 32 sums of a tile are four variables of type `Vector`, one per row, which start at zero. For
  /// each p load eight numbers of row p of b once, and add them to each of the four sums, multiplied
  /// by the four numbers of column p of a. Then store the four vectors: so c is never read, each number
  /// of b is used four times and each of a eight times. What no tile covers, to the right and below,
  /// you can compute as in exercise 1.
  ///
  /// - Parameters:
  ///   - a: Shape [m, k].
  ///   - b: Shape [k, n].
  ///   - c: Shape [m, n].
  static func tiled(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) throws {
    throw Todo()
  }

  // MARK: 5. Packing

  /// Copies b into panels of 8 columns, in the order in which tiles read them.
  ///
  /// Panel q holds the columns 8·q up to 8·q + 7. In it the rows lie one after the other, each of
  /// eight numbers; the panels lie one after the other, too. In the last panel, columns that b does
  /// not have are zeros.
  ///
  ///     panels[(q * k + p) * 8 + j] = b[p * n + 8 * q + j]     // 0 where 8·q + j ≥ n
  ///
  /// - Parameters:
  ///   - b: Shape [k, n].
  ///   - panels: Shape [⌈n/8⌉, k, 8].
  static func pack(
    _ b: UnsafePointer<Float>, into panels: UnsafeMutablePointer<Float>, k: Int, n: Int
  ) throws {
    throw Todo()
  }

  // MARK: 6. Tiles over panels

  /// The matrix product in 4×8 tiles that read their columns of b from panels.
  ///
  /// `UnsafeMutablePointer<Float>.allocate(capacity: …)` makes room for the panels, ⌈n/8⌉·k·8 numbers, your
  /// `pack` fills it, and `defer { panels.deallocate() }` gives it back. Then for each panel and each four rows, a
  /// tile as in exercise 4, except that row p of b is now `panel + p * 8`. Where the last panel is
  /// wider than c, store only those columns that c has.
  ///
  /// - Parameters:
  ///   - a: Shape [m, k].
  ///   - b: Shape [k, n].
  ///   - c: Shape [m, n].
  static func packed(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    m: Int, k: Int, n: Int
  ) throws {
    throw Todo()
  }

  // MARK: 7. Is it right?

  /// Whether c is the product of a and b, as exactly as single precision can be expected to be.
  ///
  /// In another order of additions the last digits differ, so do not ask for equality. Each element
  /// has to be near the exact one:
  ///
  ///     |c[i, j] − Σₚ a[i, p]·b[p, j]|  ≤  k · ε · Σₚ |a[i, p]|·|b[p, j]|
  ///
  /// Compute both sums in `Double`. ε is `Float.ulpOfOne`. A c with NaN is wrong.
  ///
  /// - Parameters:
  ///   - c: Shape [m, n].
  ///   - a: Shape [m, k].
  ///   - b: Shape [k, n].
  static func isProduct(
    _ c: UnsafePointer<Float>, of a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    m: Int, k: Int, n: Int
  ) throws -> Bool {
    throw Todo()
  }

  // MARK: 8. Threads that cannot collide

  /// The rows that each of several threads computes.
  ///
  /// Each row belongs to exactly one thread, so no two of them ever write to the same number, and none
  /// has to wait for another. No thread gets more than ⌈rows/threads⌉ rows. Where there are more
  /// threads than rows, ranges may be empty, as `3..<3` is; `4..<3` would stop the program.
  ///
  ///     split(10, into: 3)     // [0..<3, 3..<6, 6..<10], or any other that keeps the rules
  ///
  /// - Parameters:
  ///   - rows: 0 or more.
  ///   - threads: 1 or more.
  /// - Returns: At most `threads` ranges, in ascending order.
  static func split(_ rows: Int, into threads: Int) throws -> [Range<Int>] {
    throw Todo()
  }
}
