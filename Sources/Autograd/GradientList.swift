import TensorCore

/// Gradients of tensors, in order: each of all elements of its tensor, or of some rows of a table.
///
/// What treats each number alike and leaves zero zero, such as a factor, changes the values and need not know
/// of rows.
package struct GradientList<Scalar: TensorScalar>: Sendable {
  /// The gradients: of their tensors' shapes or, where there are ``rows``, of shape [n, …].
  package var values: [Tensor<Scalar>]
  /// The rows that a gradient is of, by its place; whole gradients are not in it.
  package internal(set) var rows: [Int: TableRows] = [:]

  /// Puts together gradients of whole tensors.
  package init(_ tensors: [Tensor<Scalar>]) { values = tensors }

  /// The shape of the tensor that a gradient belongs to.
  package func shape(at place: Int) -> Shape {
    (rows.isEmpty ? nil : rows[place]?.shape) ?? values[place].shape
  }

  /// The gradients of whole tensors; writing makes all of them so.
  package var tensors: [Tensor<Scalar>] {
    get {
      var whole = self
      for place in rows.keys { whole.spread(place, over: nil) }
      return whole.values
    }
    _modify {
      for place in rows.keys { spread(place, over: nil) }
      yield &values
    }
  }

  /// Takes off the last gradients, as those of whole tensors.
  package mutating func removeLast(_ count: Int) -> [Tensor<Scalar>] {
    for place in values.indices.suffix(count) { spread(place, over: nil) }
    defer { values.removeLast(count) }
    return values.suffix(count)
  }

  /// Makes the values of two lists lie side by side: where both gradients are of rows, they become those of the
  /// rows of either, and where one of them is whole, both do.
  package mutating func align(with other: inout GradientList) {
    for place in Set(rows.keys).union(other.rows.keys) {
      var both: TableRows?
      if let first = rows[place], let second = other.rows[place] {
        both = TableRows(first.indices + second.indices, of: first.shape)
      }
      spread(place, over: both)
      other.spread(place, over: both)
    }
  }

  /// Makes a gradient one of more rows, with zeros in the new ones; of the whole tensor where these are nil.
  private mutating func spread(_ place: Int, over more: TableRows?) {
    guard let own = rows[place] else { return }
    values[place] = more?.sum(values[place], at: own.indices) ?? own.table(values[place])
    rows[place] = more
  }
}
