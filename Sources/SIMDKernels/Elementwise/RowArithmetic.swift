/// z[r, c] = x[r, c] + row[c], a bias, and optionally max(·, 0) of it.
///
/// - Parameters:
///   - x: rows·columns numbers.
///   - row: `columns` numbers.
///   - z: Room for rows·columns numbers; may be `x`.
///   - rows: The number of rows.
///   - columns: The number of columns.
///   - relu: Whether what is below 0 becomes 0; false unless given.
///   - threads: The most threads to use. The result does not depend on it.
public func addRow(
  _ x: UnsafePointer<Float>, _ row: UnsafePointer<Float>, into z: UnsafeMutablePointer<Float>,
  rows: Int, columns: Int, relu: Bool = false, threads: Int
) {
  addToRows(x, row, into: z, rows, columns, relu, threads)
}

/// The same in `Double`.
public func addRow(
  _ x: UnsafePointer<Double>, _ row: UnsafePointer<Double>, into z: UnsafeMutablePointer<Double>,
  rows: Int, columns: Int, relu: Bool = false, threads: Int
) {
  addToRows(x, row, into: z, rows, columns, relu, threads)
}

/// y[i] += a·x[i], with the product and the sum rounded.
///
/// - Parameters:
///   - a: The factor.
///   - x: `count` numbers.
///   - y: `count` numbers; may be `x`.
///   - count: The number of elements.
///   - threads: The most threads to use. The result does not depend on it.
public func axpy(
  _ a: Float, _ x: UnsafePointer<Float>, addedTo y: UnsafeMutablePointer<Float>, count: Int,
  threads: Int
) {
  parallel(count: count, size: memoryBoundPartSize, threads: threads) { start, count in
    addMultiple(a, x + start, addedTo: y + start, count)
  }
}

/// The same in `Double`.
public func axpy(
  _ a: Double, _ x: UnsafePointer<Double>, addedTo y: UnsafeMutablePointer<Double>, count: Int,
  threads: Int
) {
  parallel(count: count, size: memoryBoundPartSize, threads: threads) { start, count in
    addMultiple(a, x + start, addedTo: y + start, count)
  }
}

private func addToRows<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, _ row: UnsafePointer<Scalar>, into z: UnsafeMutablePointer<Scalar>,
  _ rows: Int, _ columns: Int, _ relu: Bool, _ threads: Int
) {
  let size = rowsOfPart(columns: columns, elements: memoryBoundPartSize)
  parallel(count: rows, size: size, threads: threads) { start, count in
    for r in start..<start + count {
      addOneRow(x + r * columns, row, into: z + r * columns, columns, relu)
    }
  }
}

@inline(never)
private func addOneRow<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, _ row: UnsafePointer<Scalar>, into z: UnsafeMutablePointer<Scalar>,
  _ count: Int, _ relu: Bool
) {
  typealias Vector = Scalar.Vector
  @inline(__always) func sum(_ x: Vector, _ y: Vector) -> Vector { x + y }
  @inline(__always) func rectifiedSum(_ x: Vector, _ y: Vector) -> Vector { (x + y).rectified }
  if relu {
    Scalar.zip(x, row, into: z, count: count, rectifiedSum)
  } else {
    Scalar.zip(x, row, into: z, count: count, sum)
  }
}

@inline(never)
private func addMultiple<Scalar: VectorScalar>(
  _ a: Scalar, _ x: UnsafePointer<Scalar>, addedTo y: UnsafeMutablePointer<Scalar>, _ count: Int
) {
  typealias Vector = Scalar.Vector
  let a = Vector(a)
  @inline(__always) func sum(_ x: Vector, _ y: Vector) -> Vector { y + a * x }
  Scalar.zip(x, y, into: y, count: count, sum)
}
