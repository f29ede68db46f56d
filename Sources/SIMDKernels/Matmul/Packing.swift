/// Copies a panel of B: the number at row k, column j lies at `k * rowStride + j * columnStride` and
/// goes to `k * width + j`. One of the strides is 1. Room to the right of the columns becomes zero.
func packPanel<Scalar: VectorScalar>(
  _ source: UnsafePointer<Scalar>, columnStride: Int, rowStride: Int, columns: Int, rows: Int,
  into target: UnsafeMutablePointer<Scalar>, width: Int
) {
  if columnStride == 1 {
    copyRows(
      source, rowStride: rowStride, columns: columns, rows: rows, into: target, width: width)
  } else {
    if columns < width { target.update(repeating: 0, count: rows * width) }
    transpose(
      source, columnStride: columnStride, columns: columns, rows: rows, into: target,
      rowStride: width)
  }
}

/// Packs a panel whose rows are contiguous.
@inline(__always)
private func copyRows<Scalar: VectorScalar>(
  _ source: UnsafePointer<Scalar>, rowStride: Int, columns: Int, rows: Int,
  into target: UnsafeMutablePointer<Scalar>, width: Int
) {
  if columns < width { target.update(repeating: 0, count: rows * width) }
  for k in 0..<rows {
    let source = source + k * rowStride
    let target = target + k * width
    copyRow(source, to: target, count: columns, accumulate: false)
  }
}

/// Writes columns, each contiguous, as rows, in blocks of 4×4: the number at row k, column j lies at
/// `j * columnStride + k` and goes to `k * rowStride + j`.
@inline(__always)
func transpose<Scalar: VectorScalar>(
  _ source: UnsafePointer<Scalar>, columnStride: Int, columns: Int, rows: Int,
  into target: UnsafeMutablePointer<Scalar>, rowStride: Int
) {
  var j = 0
  while j + 4 <= columns {
    let source = source + j * columnStride
    let target = target + j
    var k = 0
    while k + 4 <= rows {
      transposeFour(
        source + k, sourceStride: columnStride, into: target + k * rowStride, stride: rowStride)
      k += 4
    }
    while k < rows {
      for i in 0..<4 { target[k * rowStride + i] = source[i * columnStride + k] }
      k += 1
    }
    j += 4
  }
  for j in j..<columns {
    for k in 0..<rows { target[k * rowStride + j] = source[j * columnStride + k] }
  }
}

/// Transposes a block of 4×4 numbers in registers.
@inline(__always)
private func transposeFour<Scalar: VectorScalar>(
  _ source: UnsafePointer<Scalar>, sourceStride: Int,
  into target: UnsafeMutablePointer<Scalar>, stride: Int
) {
  @inline(__always)
  func row(_ i: Int) -> SIMD4<Scalar> {
    UnsafeRawPointer(source + i * sourceStride).loadUnaligned(as: SIMD4<Scalar>.self)
  }
  @inline(__always)
  func store(_ k: Int, _ low: SIMD2<Scalar>, _ high: SIMD2<Scalar>) {
    UnsafeMutableRawPointer(target + k * stride).storeBytes(
      of: SIMD4(lowHalf: low, highHalf: high), as: SIMD4<Scalar>.self)
  }
  let (row0, row1, row2, row3) = (row(0), row(1), row(2), row(3))
  store(0, SIMD2(row0[0], row1[0]), SIMD2(row2[0], row3[0]))
  store(1, SIMD2(row0[1], row1[1]), SIMD2(row2[1], row3[1]))
  store(2, SIMD2(row0[2], row1[2]), SIMD2(row2[2], row3[2]))
  store(3, SIMD2(row0[3], row1[3]), SIMD2(row2[3], row3[3]))
}

/// Copies or adds `count` numbers: whole vectors, then pieces of a power of two.
@inline(__always)
func copyRow<Scalar: VectorScalar>(
  _ source: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>, count: Int,
  accumulate: Bool
) {
  typealias Vector = Scalar.Vector
  var i = 0
  while i + Vector.count <= count {
    let vector = Vector(loading: source + i)
    (accumulate ? Vector(loading: target + i) + vector : vector).store(to: target + i)
    i += Vector.count
  }
  @inline(__always)
  func copy<Piece: SIMD>(_: Piece.Type) where Piece.Scalar == Scalar {
    guard Piece.scalarCount < Vector.count, count & Piece.scalarCount != 0 else { return }
    var piece = UnsafeRawPointer(source + i).loadUnaligned(as: Piece.self)
    let place = UnsafeMutableRawPointer(target + i)
    if accumulate { piece = place.loadUnaligned(as: Piece.self) + piece }
    place.storeBytes(of: piece, as: Piece.self)
    i += Piece.scalarCount
  }
  copy(SIMD8<Scalar>.self)
  copy(SIMD4<Scalar>.self)
  copy(SIMD2<Scalar>.self)
  if count & 1 != 0 { target[i] = accumulate ? target[i] + source[i] : source[i] }
}

/// A number of columns, rounded up to whole registers.
@inline(__always)
func wholeRegisters<Scalar: VectorScalar>(_ columns: Int, of _: Scalar.Type) -> Int {
  (columns + Scalar.Vector.count - 1) / Scalar.Vector.count * Scalar.Vector.count
}
