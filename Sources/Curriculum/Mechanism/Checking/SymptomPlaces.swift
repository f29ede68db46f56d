import TensorCore

/// Where a tensor is wrong: in its last row alone, everywhere but in the first, only where 0 is right.
struct SymptomPlaces {
  /// One of several places along an axis: a row, a column, an image.
  private struct Slice {
    let isRight: Bool
    let isZero: Bool
    let isFirst: Bool
  }

  private let found: Tensor<Double>
  private let expected: Tensor<Double>
  private let slack: Double

  init(_ found: Tensor<Double>, _ expected: Tensor<Double>, _ slack: Double) {
    (self.found, self.expected, self.slack) = (found, expected, slack)
  }

  /// The sentence that says it, if there is a pattern.
  var sentence: String? {
    guard found.elementCount > 1 else { return nil }
    for axis in 0..<found.rank {
      let name =
        found.rank == 1 || found.elementCount == found.shape[axis]
        ? "number"
        : axis == found.rank - 1
          ? "column" : axis == found.rank - 2 ? "row" : axis == 0 ? "sample" : "channel"
      if let sentence = ofSlices(along: axis, name) { return sentence }
    }
    return ofSigns
  }

  private func ofSlices(along axis: Int, _ name: String) -> String? {
    let slices = slices(along: axis)
    guard slices.count > 1, let last = slices.last else { return nil }
    if slices.allSatisfy(\.isFirst) {
      return "Every \(name) is the first one: is there a 0 where the index of the loop belongs?"
    }
    let right = slices.filter(\.isRight).count
    if right == slices.count - 1, slices.count > 2 {
      if !last.isRight {
        return
          "Only the last \(name) is wrong\(last.isZero ? ": does the loop go to the end?" : ".")"
      }
      if !slices[0].isRight {
        return "Only the first \(name) is wrong."
      }
    }
    let wrong = slices.filter { !$0.isRight }
    if right > 0, wrong.allSatisfy(\.isZero) {
      return "Some \(name)s are 0 and the others right: does the loop go through all of them?"
    }
    if slices[0].isRight, right == 1, slices.count > 2 {
      return "Only the first \(name) is right: what is different for the others?"
    }
    return nil
  }

  private func slices(along axis: Int) -> [Slice] {
    let count = found.shape[axis]
    var isRight = Array(repeating: true, count: count)
    var (isZero, isFirst) = (isRight, isRight)
    let (f, e) = (found.elements, expected.elements)
    let inner = found.shape.dimensions[(axis + 1)...].reduce(1, *)
    for place in f.indices {
      let index = place / inner % count
      if !isSame(f[place], e[place]) { isRight[index] = false }
      if f[place] != 0 { isZero[index] = false }
      if !isSame(f[place], e[place - index * inner]) { isFirst[index] = false }
    }
    return (0..<count).map {
      Slice(isRight: isRight[$0], isZero: isZero[$0], isFirst: isFirst[$0])
    }
  }

  private var ofSigns: String? {
    let pairs = Array(zip(found.elements, expected.elements))
    let wrong = pairs.filter { !isSame($0, $1) }.map(\.1)
    let right = pairs.filter { isSame($0, $1) }.map(\.1)
    guard wrong.count > 1, right.count > 1 else { return nil }
    if wrong.allSatisfy({ $0 < 0 }), right.allSatisfy({ $0 >= 0 }) {
      return "Wrong is what should be negative, and only that."
    }
    if wrong.allSatisfy({ $0 > 0 }), right.allSatisfy({ $0 <= 0 }) {
      return "Wrong is what should be positive, and only that."
    }
    if wrong.allSatisfy({ $0 == 0 }), right.allSatisfy({ $0 != 0 }) {
      return "Wrong is what should be 0, and only that."
    }
    return nil
  }

  private func isSame(_ a: Double, _ b: Double) -> Bool { a == b || abs(a - b) <= slack }
}
