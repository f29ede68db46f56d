/// The cosines of the angles between the rows of two matrices: aᵢ·bⱼ / (|aᵢ|·|bⱼ|), shape [N, M].
///
/// 1 means the same direction, 0 a right angle, −1 the opposite. A row of zeros has no direction; its cosines are 0.
///
/// - Parameters:
///   - a: N rows, shape [N, D].
///   - b: M rows, shape [M, D].
///   - file: The caller's file.
///   - line: The caller's line.
///
/// Traps when the shapes do not fit. NaN and infinities give NaN.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func cosineSimilarities<Scalar: TensorScalar>(
  _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, file: StaticString = #fileID, line: UInt = #line
) -> Tensor<Scalar> {
  require(
    a.rank == 2 && b.rank == 2 && a.shape[1] == b.shape[1],
    "cosineSimilarities: expected rows [N, D] and [M, D], found \(a.shape) and \(b.shape)",
    file: file, line: line)
  return matmul(
    a.rowsOfLengthOne(file: file, line: line),
    b.rowsOfLengthOne(file: file, line: line).transposed(),
    file: file, line: line)
}

extension Tensor where Element: TensorScalar {
  /// The rows of a table whose directions are nearest to that of a vector, by the cosine of the angle.
  ///
  /// - Parameters:
  ///   - vector: What the rows are compared with, shape [D]; the table has the shape [V, D].
  ///   - count: How many are wanted; there are fewer where the table does not have as many.
  ///   - excluded: Rows that are passed over, such as the vector's own; none unless given.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  /// - Returns: The rows and their cosines, the nearest first; of equal ones the first row of the table. A cosine
  ///   that is NaN comes last.
  ///
  /// Traps when the shapes do not fit or `count` is negative. Complexity: O(V·D + V·log V).
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func nearestRows(
    to vector: Tensor, count: Int, excluding excluded: Set<Int> = [],
    file: StaticString = #fileID, line: UInt = #line
  ) -> [(row: Int, cosine: Element)] {
    require(
      rank == 2 && vector.rank == 1 && shape[1] == vector.shape[0],
      "nearestRows: expected a table [V, D] and a vector [D], found \(shape) and \(vector.shape)",
      file: file, line: line)
    require(
      count >= 0, "nearestRows: expected a count of at least 0, found \(count)", file: file,
      line: line)
    let cosines = cosineSimilarities(
      self, vector.expandingDimension(at: 0), file: file, line: line
    ).elements
    func isNearer(_ a: Int, _ b: Int) -> Bool {
      if cosines[a] > cosines[b] { return true }
      let aIsNumber = cosines[a] == cosines[a]
      if aIsNumber != (cosines[b] == cosines[b]) { return aIsNumber }
      return !(cosines[b] > cosines[a]) && a < b
    }
    let order = cosines.indices.filter { !excluded.contains($0) }.sorted(by: isNearer)
    return order.prefix(count).map { ($0, cosines[$0]) }
  }

  /// Each row divided by its length; a row of zeros stays.
  fileprivate func rowsOfLengthOne(file: StaticString, line: UInt) -> Tensor {
    self
      / norm(along: 1, keepingDimensions: true, file: file, line: line).map { $0 == 0 ? 1 : $0 }
  }
}
