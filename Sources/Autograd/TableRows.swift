import TensorCore

/// Some rows of a table [V, …]: those that a gradient is of, where it is zero in all others.
package struct TableRows: Sendable {
  /// The table's shape.
  package let shape: Shape
  /// Which rows, in ascending order, each once.
  package let indices: [Int]

  /// The rows of a table at indices in any order, of which some may be equal.
  init(_ indices: [Int], of shape: Shape) {
    var unique: [Int] = []
    unique.reserveCapacity(indices.count)
    for index in indices.sorted() where index != unique.last { unique.append(index) }
    self.indices = unique
    self.shape = shape
  }

  /// Where the row of an index stands among these, of which it must be one: a binary search.
  func place(of index: Int) -> Int {
    var (first, end) = (0, indices.count)
    while end - first > 1 {
      let middle = (first + end) / 2
      if indices[middle] <= index { first = middle } else { end = middle }
    }
    return first
  }

  /// These rows' values [n, …] made of parts, each added to the row of its index, as a dense gradient adds
  /// them.
  func sum<Scalar: TensorScalar>(_ parts: Tensor<Scalar>, at indices: [Int]) -> Tensor<Scalar> {
    parts.scatterAdd(at: indices.map(place), extent: self.indices.count)
  }

  /// The whole table: zeros, and the values [n, …] in these rows.
  package func table<Scalar: TensorScalar>(_ values: Tensor<Scalar>) -> Tensor<Scalar> {
    values.scatterAdd(at: indices, extent: shape[0])
  }
}
