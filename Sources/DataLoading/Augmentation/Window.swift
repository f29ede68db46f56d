import TensorCore

/// A window of an image, which may reach over its edges.
struct Window {
  /// Rows of the image, counted from its first.
  let rows: Range<Int>
  /// Columns of the image, counted from its first.
  let columns: Range<Int>

  /// Copies what the window shows of one channel to a buffer, row by row.
  @inline(__always)
  func copy<Scalar: TensorScalar>(
    from plane: UnsafePointer<Scalar>, _ height: Int, _ width: Int, outside edge: EdgeMode,
    to result: UnsafeMutablePointer<Scalar>
  ) {
    var written = 0
    for y in rows {
      let row = edge.position(y, in: height)
      for x in columns {
        if let row, let column = edge.position(x, in: width) {
          result[written] = plane[row * width + column]
        } else {
          result[written] = 0
        }
        written += 1
      }
    }
  }
}
