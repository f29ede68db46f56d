extension Tensor {
  /// The tensor with its axes in another order: axis i of the result is axis `axes[i]` of this one.
  ///
  /// `x.permuted(to: [0, 2, 3, 1])` turns [N, C, H, W] into [N, H, W, C]. The elements are copied into
  /// their new order. Traps when `axes` does not name each axis exactly once.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func permuted(
    to axes: [Int], file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let order = axes.map { shape.resolve(axis: $0, in: "permute", file: file, line: line) }
    require(
      order.sorted() == Array(0..<rank),
      "permute: \(axes) does not name each axis of shape \(shape) exactly once",
      file: file, line: line)
    let resultShape = Shape(rank: rank) { shape.extents[order[$0]] }
    let ownStrides = shape.strides
    var strides = AxisValues(repeating: 0)
    for axis in 0..<rank { strides[axis] = ownStrides[order[axis]] }

    return Tensor(unsafeUninitializedShape: resultShape) { result in
      guard rank > 0 else {
        result[0] = storage.base[0]
        return
      }
      guard result.count > 0 else { return }
      let innerCount = resultShape.extents[rank - 1]
      let innerStride = strides[rank - 1]
      var position = AxisValues(repeating: 0)
      var offset = 0
      var written = 0
      while true {
        if innerStride == 1 {
          (result.baseAddress! + written).update(from: storage.base + offset, count: innerCount)
        } else {
          for i in 0..<innerCount { result[written + i] = storage.base[offset + i * innerStride] }
        }
        written += innerCount
        // Counts up like an odometer over the axes before the last.
        var axis = rank - 2
        while axis >= 0 {
          position[axis] += 1
          offset += strides[axis]
          if position[axis] < resultShape.extents[axis] { break }
          offset -= strides[axis] * resultShape.extents[axis]
          position[axis] = 0
          axis -= 1
        }
        if axis < 0 { return }
      }
    }
  }

  /// The tensor with its last two axes exchanged: the transpose of a matrix, or of each matrix of a
  /// batch.
  ///
  /// Traps when the rank is below 2.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func transposed(file: StaticString = #fileID, line: UInt = #line) -> Tensor {
    require(
      rank >= 2,
      "transpose: shape \(shape) has no two axes to exchange. "
        + "Hint: expandingDimension(at: -1) turns a vector into a column.",
      file: file, line: line)
    let (rows, columns) = (shape.extents[rank - 2], shape.extents[rank - 1])
    let resultShape = Shape(rank: rank) { axis in
      axis == rank - 2 ? columns : axis == rank - 1 ? rows : shape.extents[axis]
    }
    return Tensor(unsafeUninitializedShape: resultShape) { result in
      guard let target = result.baseAddress, result.count > 0 else { return }
      for start in stride(from: 0, to: result.count, by: rows * columns) {
        transpose(storage.base + start, into: target + start, rows: rows, columns: columns)
      }
    }
  }
}

/// Transposes a matrix in memory, tile by tile: down a column, each element lies in another line of the cache, and
/// the lines of a tile are still there when its next column is read.
@inline(__always)
private func transpose<Element: TensorElement>(
  _ source: UnsafePointer<Element>, into target: UnsafeMutablePointer<Element>, rows: Int,
  columns: Int
) {
  let side = 32
  for firstRow in stride(from: 0, to: rows, by: side) {
    let count = min(side, rows - firstRow)
    for column in 0..<columns {
      let from = source + firstRow * columns + column
      let to = target + column * rows + firstRow
      for row in 0..<count { to[row] = from[row &* columns] }
    }
  }
}
