/// Copies rows to where they, and the numbers in them, lie at other distances; what is between them stays.
@inline(__always)
func copyRows<Scalar: VectorScalar>(
  _ source: UnsafePointer<Scalar>, rows: Int, columns: Int, rowStride: Int, columnStride: Int = 1,
  into target: UnsafeMutablePointer<Scalar>, targetRowStride: Int, targetColumnStride: Int = 1
) {
  var (source, target) = (source, target)
  for _ in 0..<rows {
    if columnStride > 1 || targetColumnStride > 1 {
      var (number, place) = (source, target)
      for _ in 0..<columns {
        place.pointee = number.pointee
        number += columnStride
        place += targetColumnStride
      }
    } else if columns > 32 {
      target.update(from: source, count: columns)
    } else {
      copyShortRow(source, to: target, count: columns)
    }
    source += rowStride
    target += targetRowStride
  }
}

/// Copies at most 32 numbers: the first ones and the last ones, which may overlap.
@inline(__always)
private func copyShortRow<Scalar: VectorScalar>(
  _ source: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>, count: Int
) {
  @inline(__always)
  func copyEnds<Piece: SIMD>(_: Piece.Type) where Piece.Scalar == Scalar {
    let rest = count - Piece.scalarCount
    let first = UnsafeRawPointer(source).loadUnaligned(as: Piece.self)
    let last = UnsafeRawPointer(source + rest).loadUnaligned(as: Piece.self)
    UnsafeMutableRawPointer(target).storeBytes(of: first, as: Piece.self)
    UnsafeMutableRawPointer(target + rest).storeBytes(of: last, as: Piece.self)
  }
  if count >= 16 {
    copyEnds(SIMD16<Scalar>.self)
  } else if count >= 8 {
    copyEnds(SIMD8<Scalar>.self)
  } else if count >= 4 {
    copyEnds(SIMD4<Scalar>.self)
  } else {
    for x in 0..<count { target[x] = source[x] }
  }
}
