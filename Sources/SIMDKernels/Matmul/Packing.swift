// Packing copies a part of a matrix so that the micro-kernel reads it from front to back.
//
// A is cut into panels of a few rows, B into panels of a few columns. A panel is stored along K: for
// each k the numbers of its rows (or columns) side by side, `stride` apart from k to the next. The two
// functions here serve both matrices and all transpositions, for there are only two cases: along the
// panel the matrix is contiguous (Aᵀ and B), or it is contiguous along K (A and Bᵀ).

/// Copies a panel whose `extent` numbers lie side by side in memory for each k; the room up to
/// `stride` is filled with zeros.
///
/// - Parameters:
///   - source: Number i at k lies at `k * sourceStride + i`.
///   - target: Room for `inner * stride` numbers.
@inline(__always)
func packSideBySide<Scalar: MatmulScalar>(
  _ source: UnsafePointer<Scalar>, sourceStride: Int, extent: Int, inner: Int,
  into target: UnsafeMutablePointer<Scalar>, stride: Int
) {
  var source = source
  var target = target
  if extent == 2 * Scalar.lanes, stride == extent {  // most panels of B
    for _ in 0..<inner {
      Scalar.store(Scalar.load(source), target)
      Scalar.store(Scalar.load(source + Scalar.lanes), target + Scalar.lanes)
      source += sourceStride
      target += stride
    }
    return
  }
  for _ in 0..<inner {
    copyRow(source, to: target, count: extent, accumulate: false)
    for i in extent..<stride { target[i] = 0 }
    source += sourceStride
    target += stride
  }
}

/// Copies a panel whose numbers lie one behind the other in memory along k; the room up to `stride`
/// is filled with zeros.
///
/// - Parameters:
///   - source: Number i at k lies at `i * sourceStride + k`.
///   - target: Room for `inner * stride` numbers.
@inline(__always)
func packTransposing<Scalar: MatmulScalar>(
  _ source: UnsafePointer<Scalar>, sourceStride: Int, extent: Int, inner: Int,
  into target: UnsafeMutablePointer<Scalar>, stride: Int
) {
  let innerFours = inner & ~3
  var i = 0
  while i + 4 <= extent {
    var source = source + i * sourceStride
    var target = target + i
    for _ in 0..<innerFours / 4 {
      transposeFour(source, sourceStride: sourceStride, into: target, stride: stride)
      source += 4
      target += 4 * stride
    }
    for _ in innerFours..<inner {
      for r in 0..<4 { target[r] = source[r * sourceStride] }
      source += 1
      target += stride
    }
    i += 4
  }
  while i < extent {
    let row = source + i * sourceStride
    for k in 0..<inner { target[k * stride + i] = row[k] }
    i += 1
  }
  while i < stride {
    for k in 0..<inner { target[k * stride + i] = 0 }
    i += 1
  }
}

/// Transposes a block of 4×4 numbers by exchanging halves, twice.
@inline(__always)
private func transposeFour<Scalar: MatmulScalar>(
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

/// Copies or adds `count` numbers, fewer than 32, in pieces of a power of two.
@inline(__always)
func copyRow<Scalar: MatmulScalar>(
  _ source: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>, count: Int,
  accumulate: Bool
) {
  var i = 0
  @inline(__always)
  func copy<Piece: SIMD>(_: Piece.Type) where Piece.Scalar == Scalar {
    guard count & Piece.scalarCount != 0 else { return }
    var piece = UnsafeRawPointer(source + i).loadUnaligned(as: Piece.self)
    let place = UnsafeMutableRawPointer(target + i)
    if accumulate { piece = place.loadUnaligned(as: Piece.self) + piece }
    place.storeBytes(of: piece, as: Piece.self)
    i += Piece.scalarCount
  }
  copy(SIMD16<Scalar>.self)
  copy(SIMD8<Scalar>.self)
  copy(SIMD4<Scalar>.self)
  copy(SIMD2<Scalar>.self)
  if count & 1 != 0 { target[i] = accumulate ? target[i] + source[i] : source[i] }
}
