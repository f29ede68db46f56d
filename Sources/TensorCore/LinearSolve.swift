/// The error of ``solve(_:_:file:line:)`` when a system has no unique solution.
public struct SingularMatrix: Error, CustomStringConvertible {
  /// The column in which no pivot was left.
  public let column: Int

  /// A sentence for a reader.
  public var description: String {
    "the matrix is singular: column \(column) is a combination of the columns before it"
  }
}

/// The solution x of the linear equations A·x = b, by Gaussian elimination with partial pivoting.
///
/// - Parameters:
///   - a: A, shape [N, N].
///   - b: The right-hand sides, shape [N] or [N, K]; the solution has the same shape.
///   - file: The caller's file.
///   - line: The caller's line.
/// - Throws: ``SingularMatrix`` when a pivot is zero to within rounding: at most N·ε times the sum of the
///   magnitudes of the terms that made it, with the ε of the scalar. So neither the unit of a row nor
///   that of a column counts: diag(10⁻¹⁷, 1) has a solution.
///
/// Traps when the shapes do not fit, or an element of A is NaN or infinite. Complexity: O(N³ + N²·K).
public func solve<Scalar: TensorScalar>(
  _ a: Tensor<Scalar>, _ b: Tensor<Scalar>,
  file: StaticString = #fileID, line: UInt = #line
) throws -> Tensor<Scalar> {
  require(
    a.rank == 2 && a.shape[0] == a.shape[1] && (b.rank == 1 || b.rank == 2)
      && b.shape[0] == a.shape[0],
    "solve: expected a square matrix [N, N] and right-hand sides [N] or [N, K], "
      + "found \(a.shape) and \(b.shape)",
    file: file, line: line)
  for (place, element) in a.elements.enumerated() {
    require(
      element.isFinite,
      "solve: expected a matrix of finite numbers, found \(element) at \(a.shape.position(ofElement: place))",
      file: file, line: line)
  }
  let n = a.shape[0]
  guard n > 0 else { return b }
  var left = a
  var right = b.rank == 1 ? b.expandingDimension(at: 1) : b
  let roundingShare = Scalar(Double(n)) * Scalar.ulpOfOne

  // Forward: clear what is below the diagonal, one column after the other. What is cleared makes room
  // for the factor that cleared it.
  for column in 0..<n {
    // The row with the largest candidate loses the fewest digits.
    let pivotRow = (column..<n).max { left[$0, column].magnitude < left[$1, column].magnitude }!
    // The candidate is an element of A from which products of factors and pivot rows were taken.
    let terms = (0..<column).map { (left[pivotRow, $0] * left[$0, column]).magnitude }
    let size = terms.reduce(left[pivotRow, column].magnitude, +)
    guard !(left[pivotRow, column].magnitude <= roundingShare * size) else {
      throw SingularMatrix(column: column)
    }
    left.swapRows(column, pivotRow)
    right.swapRows(column, pivotRow)
    for row in column + 1..<n {
      let factor = left[row, column] / left[column, column]
      left[row, column] = factor
      for j in column + 1..<n { left[row, j] -= factor * left[column, j] }
      for j in 0..<right.shape[1] { right[row, j] -= factor * right[column, j] }
    }
  }
  // Backward: each unknown from those after it.
  for row in (0..<n).reversed() {
    for j in 0..<right.shape[1] {
      for k in row + 1..<n { right[row, j] -= left[row, k] * right[k, j] }
      right[row, j] = right[row, j] / left[row, row]
    }
  }
  return right.reshaped(to: b.shape)
}

extension Tensor {
  fileprivate mutating func swapRows(_ first: Int, _ second: Int) {
    guard first != second else { return }
    for column in 0..<shape[1] {
      let kept = self[first, column]
      self[first, column] = self[second, column]
      self[second, column] = kept
    }
  }
}
