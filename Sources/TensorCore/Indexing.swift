// Elements by position. There is a subscript for each number of axes up to four, because a variadic
// one would allocate an array at every access.

extension Tensor {
  /// The element at a position of a vector. Row i of a matrix is `x[i, 0...]`.
  ///
  /// Traps when the tensor is not of rank 1 or the position lies outside.
  public subscript(i: Int, file file: StaticString = #fileID, line line: UInt = #line) -> Element {
    get { storage.base[offset(rank: 1, i, file: file, line: line)] }
    set {
      let offset = offset(rank: 1, i, file: file, line: line)
      makeUnique()
      storage.base[offset] = newValue
    }
  }

  /// The element at a row and column of a matrix.
  ///
  /// Traps when the tensor is not of rank 2 or the position lies outside.
  public subscript(i: Int, j: Int, file file: StaticString = #fileID, line line: UInt = #line)
    -> Element
  {
    get { storage.base[offset(rank: 2, i, j, file: file, line: line)] }
    set {
      let offset = offset(rank: 2, i, j, file: file, line: line)
      makeUnique()
      storage.base[offset] = newValue
    }
  }

  /// The element at a position of a tensor of rank 3.
  ///
  /// Traps when the tensor is of another rank or the position lies outside.
  public subscript(
    i: Int, j: Int, k: Int, file file: StaticString = #fileID, line line: UInt = #line
  ) -> Element {
    get { storage.base[offset(rank: 3, i, j, k, file: file, line: line)] }
    set {
      let offset = offset(rank: 3, i, j, k, file: file, line: line)
      makeUnique()
      storage.base[offset] = newValue
    }
  }

  /// The element at a position of a tensor of rank 4.
  ///
  /// Traps when the tensor is of another rank or the position lies outside.
  public subscript(
    i: Int, j: Int, k: Int, l: Int, file file: StaticString = #fileID, line line: UInt = #line
  ) -> Element {
    get { storage.base[offset(rank: 4, i, j, k, l, file: file, line: line)] }
    set {
      let offset = offset(rank: 4, i, j, k, l, file: file, line: line)
      makeUnique()
      storage.base[offset] = newValue
    }
  }

  /// Where in memory a position lies: ((i·J + j)·K + k)·L + l, over the first `rank` axes.
  private func offset(
    rank expected: Int, _ i: Int, _ j: Int = 0, _ k: Int = 0, _ l: Int = 0,
    file: StaticString, line: UInt
  ) -> Int {
    let extents = shape.extents
    // As unsigned numbers, negative positions are too large as well. Extents behind the rank are 1.
    let isInside =
      rank == expected
      && UInt(bitPattern: i) < UInt(bitPattern: extents[0])
      && UInt(bitPattern: j) < UInt(bitPattern: extents[1])
      && UInt(bitPattern: k) < UInt(bitPattern: extents[2])
      && UInt(bitPattern: l) < UInt(bitPattern: extents[3])
    if !isInside {
      rejectPosition(Array([i, j, k, l].prefix(expected)), file: file, line: line)
    }
    return ((i * extents[1] + j) * extents[2] + k) * extents[3] + l
  }

  private func rejectPosition(_ position: [Int], file: StaticString, line: UInt) -> Never {
    guard rank == position.count else {
      fatalError(
        "subscript: position \(position) for shape \(shape) of rank \(rank). "
          + "Hint: an element has one index for each axis"
          + (position.count < rank
            ? "; the part at \(position) is x[\(position.map(String.init).joined(separator: ", ")), 0...]."
            : "."),
        file: file, line: line)
    }
    let axis = (0..<rank).first { position[$0] < 0 || position[$0] >= shape.extents[$0] }!
    fatalError(
      "subscript: index \(position[axis]) is out of range: axis \(axis) of shape \(shape) has "
        + "\(shape.extents[axis]) elements",
      file: file, line: line)
  }
}
