import TensorCore

/// A pullback that gave a gradient of another shape than its input's.
struct WrongShape {
  let operation: String
  /// Which argument the input is; nil for what was calculated on the way.
  let argument: Int?
  let found: Shape
  let expected: Shape
}

extension WrongShape {
  /// The mistake that gives such a shape, if one is known.
  var likelyCause: String? {
    if found.contains(expected) {
      return "the gradient of a broadcast input is not summed over what broadcasting has repeated."
    }
    if expected.contains(found) || found.isWhatIsLeft(of: expected) {
      return "the gradient of a reduction is not repeated for every element that was reduced."
    }
    if found.dimensions.sorted() == expected.dimensions.sorted() {
      return "the gradient is transposed."
    }
    return nil
  }
}

extension Shape {
  /// Whether a tensor of another shape could be broadcast to this one.
  fileprivate func contains(_ other: Shape) -> Bool {
    other.rank <= rank
      && zip(other.dimensions.reversed(), dimensions.reversed()).allSatisfy { $0 == $1 || $0 == 1 }
  }

  /// Whether some axes of another shape, in the same order, make this one.
  fileprivate func isWhatIsLeft(of other: Shape) -> Bool {
    var wanted = dimensions[...]
    for extent in other.dimensions where extent == wanted.first { wanted = wanted.dropFirst() }
    return wanted.isEmpty
  }
}
