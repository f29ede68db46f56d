// A product of a large matrix with few columns, where the rows of the matrix lie in one piece and are long: each number is
// the dot product of two rows, and adding up the lanes at its end costs little. [1024, 1024] · [1024, 4] goes from 29 to 89
// GFLOP/s: as a product of tiles it copies all of A.

/// The factor with long rows, and the few vectors that each of them meets.
struct DotProblem<Scalar: VectorScalar> {
  /// The rows, one after the other.
  let matrix: UnsafePointer<Scalar>
  /// How many rows there are.
  let rows: Int
  /// The vectors: number p of vector j lies at `j * vectorStride + p * numberStride`.
  let vectors: UnsafePointer<Scalar>
  /// How many vectors there are.
  let count: Int
  let vectorStride: Int
  let numberStride: Int
  /// K, the length of a row and of a vector.
  let inner: Int
  /// The product of row i with vector j belongs at `i * rowStride + j * columnStride`.
  let rowStride: Int
  let columnStride: Int
  /// Whether it is added to what is there.
  let accumulate: Bool

  /// Nil where neither factor is such a matrix: rows of A with columns of B, or columns of B, stored as rows, with rows
  /// of A, as where a layer's weight meets a small batch.
  @inline(__always)
  init?(_ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, _ problem: MatmulProblem) {
    let (m, n, k) = (problem.rows, problem.columns, problem.inner)
    guard k >= 512, min(m, n) <= 16, max(m, n) * k >= 1 << 18,
      !DotProblem.isFasterInTiles(problem)
    else { return nil }
    (inner, accumulate) = (k, problem.accumulate)
    if n <= m && !problem.transposeA {
      (matrix, rows, vectors, count) = (a, m, b, n)
      (vectorStride, numberStride) = problem.transposeB ? (k, 1) : (1, n)
      (rowStride, columnStride) = (n, 1)
    } else if m < n && problem.transposeB {
      (matrix, rows, vectors, count) = (b, n, a, m)
      (vectorStride, numberStride) = problem.transposeA ? (1, m) : (k, 1)
      (rowStride, columnStride) = (1, n)
    } else {
      return nil
    }
  }
}

extension DotProblem {
  /// Whether the vectors beside each other nearly fill lines of the cache, which are then the rows of a tile ([1024, 1024] ·
  /// [1024, 16] goes from 91 to 114 GFLOP/s, with 12 columns from 90 to 83). Under SSE2 it takes several
  /// instructions to spread a number of A over a register, as tiles do: there dots are faster.
  @inline(__always)
  private static func isFasterInTiles(_ problem: MatmulProblem) -> Bool {
    #if SSE2
      false
    #else
      let byteCount = min(problem.rows, problem.columns) * MemoryLayout<Scalar>.stride
      let lines = (byteCount + Caches.lineByteCount - 1) / Caches.lineByteCount
      return 4 * byteCount > 3 * lines * Caches.lineByteCount
        && (problem.columns <= problem.rows || isFasterTransposed(problem, Scalar.self))
    #endif
  }

  /// The last columns of a product of tiles, where they would fill at most a quarter of a vector, and where sums are long
  /// enough for adding up the lanes to cost less ([65, 65] · [65, 65] goes from 85 to 99 GFLOP/s). Nil elsewhere.
  @inline(__always)
  init?(
    lastColumnsOf problem: MatmulProblem, _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>
  ) {
    let (m, n, k) = (problem.rows, problem.columns, problem.inner)
    let width = Scalar.Vector.count
    let first = n / width * width
    guard first > 0, first < n, 4 * (n - first) <= width, m >= 4, k >= 4 * width,
      !problem.transposeA
    else { return nil }
    (inner, accumulate) = (k, problem.accumulate)
    (matrix, rows, vectors, count) = (a, m, b + (problem.transposeB ? first * k : first), n - first)
    (vectorStride, numberStride) = problem.transposeB ? (k, 1) : (1, n)
    (rowStride, columnStride) = (n, 1)
  }
}

/// C (+)= A·B in blocks of four rows and two or four vectors: each register that is read takes part in several products.
func multiplyByDots<Scalar: VectorScalar>(
  _ problem: DotProblem<Scalar>, into c: UnsafeMutablePointer<Scalar>, threads: Int
) {
  let (count, inner) = (problem.count, problem.inner)
  let width = Scalar.Vector.count
  // The vectors, one after the other, each filled up with zeros.
  let length = wholeRegisters(inner, of: Scalar.self)
  let panels = (problem.rows + 3) / 4
  let panelsAtOnce = 16
  withPackingBuffer(of: Scalar.self, count: count * length) { vectors in
    let vectors = vectors!  // neither count is 0
    vectors.update(repeating: 0, count: count * length)
    for j in 0..<count {
      let vector = problem.vectors + j * problem.vectorStride
      for p in 0..<inner { vectors[j * length + p] = vector[p * problem.numberStride] }
    }
    parallel(
      parts: (panels + panelsAtOnce - 1) / panelsAtOnce,
      threads: isWorthThreads(products: problem.rows * count * inner) ? threads : 1
    ) { part in
      // The ends of four rows that fill no register, filled up with zeros as well.
      withPackingBuffer(of: Scalar.self, count: 4 * width) { ends in
        let ends = ends!
        ends.update(repeating: 0, count: 4 * width)
        for panel in part * panelsAtOnce..<min((part + 1) * panelsAtOnce, panels) {
          let row = 4 * panel
          let rows = min(4, problem.rows - row)
          let start = problem.matrix + row * inner
          for i in 0..<rows {
            copyRow(
              start + i * inner + inner / width * width, to: ends + i * width,
              count: inner % width, accumulate: false)
          }
          let corner = c + row * problem.rowStride
          if rows == 4 {
            multiplyPanel(
              FourSums<Scalar>.self, start, ends: ends, vectors, length: length, into: corner,
              problem)
          } else {
            for i in 0..<rows {
              multiplyPanel(
                OneSum<Scalar>.self, start + i * inner, ends: ends + i * width, vectors,
                length: length, into: corner + i * problem.rowStride, problem)
            }
          }
        }
      }
    }
  }
}

/// The products of some rows, four vectors at a time where there are registers for so many sums, then two and one.
@inline(__always)
private func multiplyPanel<Rows: Sums>(
  _: Rows.Type, _ rows: UnsafePointer<Rows.Scalar>, ends: UnsafePointer<Rows.Scalar>,
  _ vectors: UnsafePointer<Rows.Scalar>, length: Int, into c: UnsafeMutablePointer<Rows.Scalar>,
  _ problem: DotProblem<Rows.Scalar>
) {
  let width = Rows.Scalar.Vector.count
  var column = 0
  @inline(__always)
  func run<Block: SumBlock>(_: Block.Type) where Block.Scalar == Rows.Scalar {
    var sums = Block()
    let vectors = vectors + column * length
    var k = 0
    while k + width <= problem.inner {
      sums.add(rows + k, stride: problem.inner, vectors + k, vectorStride: length)
      k += width
    }
    if k < problem.inner {
      sums.add(ends, stride: width, vectors + k, vectorStride: length)
    }
    sums.store(c + column * problem.columnStride, problem)
    column += Block.vectors
  }
  #if AVX512 || NEON
    while column + 4 <= problem.count { run(TwoVectors<TwoVectors<OneVector<Rows>>>.self) }
  #endif
  while column + 2 <= problem.count { run(TwoVectors<OneVector<Rows>>.self) }
  if column < problem.count { run(OneVector<Rows>.self) }
}

/// The growing sums of some rows and vectors.
private protocol SumBlock<Scalar> {
  associatedtype Scalar: VectorScalar
  /// The number of vectors.
  static var vectors: Int { get }
  init()
  /// Adds the products of the next register of each row with that of each vector.
  mutating func add(
    _ rows: UnsafePointer<Scalar>, stride: Int, _ vectors: UnsafePointer<Scalar>,
    vectorStride: Int)
  /// Writes the sums to C, or adds them to it.
  func store(_ c: UnsafeMutablePointer<Scalar>, _ problem: DotProblem<Scalar>)
}

private struct OneVector<Rows: Sums>: SumBlock {
  typealias Scalar = Rows.Scalar
  private var sums = Rows()

  @inline(__always) static var vectors: Int { 1 }
  @inline(__always) init() {}

  @inline(__always)
  mutating func add(
    _ rows: UnsafePointer<Scalar>, stride: Int, _ vectors: UnsafePointer<Scalar>,
    vectorStride: Int
  ) {
    sums.add(rows, stride: stride, Scalar.Vector(loading: vectors))
  }

  @inline(__always)
  func store(_ c: UnsafeMutablePointer<Scalar>, _ problem: DotProblem<Scalar>) {
    sums.store(c, stride: problem.rowStride, accumulate: problem.accumulate)
  }
}

private struct TwoVectors<Half: SumBlock>: SumBlock {
  typealias Scalar = Half.Scalar
  private var first = Half()
  private var second = Half()

  @inline(__always) static var vectors: Int { 2 * Half.vectors }
  @inline(__always) init() {}

  @inline(__always)
  mutating func add(
    _ rows: UnsafePointer<Scalar>, stride: Int, _ vectors: UnsafePointer<Scalar>,
    vectorStride: Int
  ) {
    first.add(rows, stride: stride, vectors, vectorStride: vectorStride)
    second.add(
      rows, stride: stride, vectors + Half.vectors * vectorStride, vectorStride: vectorStride)
  }

  @inline(__always)
  func store(_ c: UnsafeMutablePointer<Scalar>, _ problem: DotProblem<Scalar>) {
    first.store(c, problem)
    second.store(c + Half.vectors * problem.columnStride, problem)
  }
}
