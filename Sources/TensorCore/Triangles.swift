extension Tensor where Element == Bool {
  /// True on the diagonal and below it, shape [size, size]: where column ≤ row + diagonal.
  ///
  /// The causal mask of T positions is `.lowerTriangle(T)`: each row sees itself and what came before.
  ///
  /// - Parameters:
  ///   - size: The number of rows, and of columns.
  ///   - diagonal: How many diagonals above the main one belong to it; negative ones take diagonals away.
  ///     0 unless given.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when the size is negative.
  public static func lowerTriangle(
    _ size: Int, diagonal: Int = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    triangle(size, file, line) { row, column in
      // row + diagonal may not fit into an Int.
      diagonal >= 0 ? column - row <= diagonal : row - column >= diagonal.magnitude
    }
  }

  /// True on the diagonal and above it, shape [size, size]: where column ≥ row + diagonal. Otherwise as
  /// ``lowerTriangle(_:diagonal:file:line:)``.
  public static func upperTriangle(
    _ size: Int, diagonal: Int = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    triangle(size, file, line) { row, column in
      diagonal >= 0 ? column - row >= diagonal : row - column <= diagonal.magnitude
    }
  }

  private static func triangle(
    _ size: Int, _ file: StaticString, _ line: UInt,
    _ belongs: (_ row: Int, _ column: Int) -> Bool
  ) -> Tensor {
    let shape = Shape([size, size], file: file, line: line)
    return Tensor(unsafeUninitializedShape: shape, file: file, line: line) { result in
      guard result.count > 0 else { return }
      for row in 0..<size {
        for column in 0..<size { result[row * size + column] = belongs(row, column) }
      }
    }
  }
}
