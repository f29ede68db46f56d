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

/// The tallest tile. With two vectors per row it fills the vector registers but for those that hold a
/// row of B and a number of A.
@inline(__always)
var maximumTileHeight: Int {
  #if AVX512
    14  // 28 of 32 registers
  #elseif NEON
    12  // 24 of 32
  #else
    6  // 12 of 16
  #endif
}

/// Runs the kernel for a tile of a height that is known only now.
@inline(__always)
func multiplyTile<Row: Tile>(
  of _: Row.Type, height: Int, _ a: UnsafePointer<Row.Scalar>, rowStride: Int, columnStride: Int,
  _ b: UnsafePointer<Row.Scalar>, rowsOfB: some RowPlaces, inner: Int,
  _ c: UnsafeMutablePointer<Row.Scalar>, cStride: Int, accumulate: Bool
) {
  @inline(__always)
  func run<T: Tile>(_: T.Type) where T.Scalar == Row.Scalar {
    multiplyTile(
      T.self, a, rowStride: rowStride, columnStride: columnStride, b, rowsOfB: rowsOfB,
      inner: inner, c, cStride: cStride, accumulate: accumulate)
  }
  switch height {
  case 1: run(Row.self)
  case 2: run(Two<Row>.self)
  case 3: run(Stack<Two<Row>, Row>.self)
  case 4: run(Four<Row>.self)
  case 5: run(Stack<Four<Row>, Row>.self)
  case 6: run(Stack<Four<Row>, Two<Row>>.self)
  #if AVX512 || NEON
    case 7: run(Stack<Four<Row>, Stack<Two<Row>, Row>>.self)
    case 8: run(Eight<Row>.self)
    case 9: run(Stack<Eight<Row>, Row>.self)
    case 10: run(Stack<Eight<Row>, Two<Row>>.self)
    case 11: run(Stack<Eight<Row>, Stack<Two<Row>, Row>>.self)
    case 12: run(Twelve<Row>.self)
  #endif
  #if AVX512
    case 13: run(Stack<Twelve<Row>, Row>.self)
    case 14: run(Stack<Twelve<Row>, Two<Row>>.self)
  #endif
  default: fatalError("a tile of height \(height)")
  }
}
