/// C (+)= A·B for one tile of C, which stays in registers from the first product to the last: each
/// number of A and B that is read takes part in a whole column or row of multiplications.
///
/// - Parameters:
///   - a: The tile's rows of A: element [i, k] lies at `i * rowStride + k * columnStride`.
///   - b: The tile's columns of B.
///   - rowsOfB: Where each of B's rows lies, as wide as the tile.
///   - c: The tile's place in C: row i lies at `i * cStride`, as wide as the tile.
@inline(__always)
private func multiplyTile<T: Tile>(
  _: T.Type, _ a: UnsafePointer<T.Scalar>, rowStride: Int, columnStride: Int,
  _ b: UnsafePointer<T.Scalar>, rowsOfB: some RowPlaces, inner: Int,
  _ c: UnsafeMutablePointer<T.Scalar>, cStride: Int, accumulate: Bool
) {
  var tile = T()
  var a = a
  for k in 0..<inner {
    tile.add(a, rowStride: rowStride, T.rowOfB(b + rowsOfB.place(of: k)))
    a += columnStride
  }
  if accumulate {
    tile.accumulate(c, rowStride: cStride)
  } else {
    tile.store(c, rowStride: cStride)
  }
}

/// Where the rows of a factor B lie.
protocol RowPlaces {
  /// How far after the first number of B a row begins.
  func place(of row: Int) -> Int
}

/// Rows at equal distances.
struct EvenRows: RowPlaces {
  let stride: Int

  @inline(__always)
  func place(of row: Int) -> Int { row * stride }
}

/// The rows of the tallest tile. Few, so that the lines of A that are read together find room in one set of the nearest
/// cache, where rows lie 4096 bytes apart and all of them fall into it.
let maximumTileHeight = 6

/// The vectors in a row of the widest tile. With six rows they fill the registers but for those that hold a row
/// of B and a number of A.
@inline(__always)
var maximumTileVectors: Int {
  #if AVX512 || NEON
    4  // 24 of 32 registers
  #else
    2  // 12 of 16
  #endif
}

/// Calls `body` with memory for a tile of zeros.
@inline(__always)
func withSpareTile<Scalar: VectorScalar>(
  of _: Scalar.Type, _ body: (UnsafeMutablePointer<Scalar>) -> Void
) {
  // Six rows of at most four vectors.
  var spare = InlineArray<24, Scalar.Vector>(repeating: Scalar.Vector(0))
  withUnsafeMutableBytes(of: &spare) {
    body($0.baseAddress!.assumingMemoryBound(to: Scalar.self))
  }
}

/// Runs the kernel for a tile whose height and width are known only now.
@inline(__always)
func multiplyTile<Scalar: VectorScalar>(
  height: Int, width: Int, _ a: UnsafePointer<Scalar>, rowStride: Int, columnStride: Int,
  _ b: UnsafePointer<Scalar>, rowsOfB: some RowPlaces, inner: Int,
  _ c: UnsafeMutablePointer<Scalar>, cStride: Int, accumulate: Bool
) {
  @inline(__always)
  func run<T: Tile<Scalar>>(_: T.Type) {
    multiplyTile(
      T.self, a, rowStride: rowStride, columnStride: columnStride, b, rowsOfB: rowsOfB,
      inner: inner, c, cStride: cStride, accumulate: accumulate)
  }
  @inline(__always)
  func run<Row: Tile<Scalar>>(rows _: Row.Type) {
    switch height {
    case 1: run(Row.self)
    case 2: run(Two<Row>.self)
    case 3: run(Stack<Two<Row>, Row>.self)
    case 4: run(Four<Row>.self)
    case 5: run(Stack<Four<Row>, Row>.self)
    case 6: run(Stack<Four<Row>, Two<Row>>.self)
    default: fatalError("a tile of height \(height)")
    }
  }
  switch width / Scalar.Vector.count {
  case 1: run(rows: RowOfOne<Scalar>.self)
  case 2: run(rows: RowOfTwo<Scalar>.self)
  #if AVX512 || NEON
    case 3: run(rows: RowOfThree<Scalar>.self)
    case 4: run(rows: RowOfFour<Scalar>.self)
  #endif
  default: fatalError("a tile of width \(width)")
  }
}
