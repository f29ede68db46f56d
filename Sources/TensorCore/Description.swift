extension Tensor: CustomStringConvertible {
  /// The elements in brackets, aligned in columns as NumPy prints them, above them type and shape.
  ///
  /// Numbers are rounded to four digits after the point; the scientific notation is used when the
  /// magnitudes differ too much. Of a tensor of more than 1000 elements, or of none, three at each
  /// end of an axis are shown.
  public var description: String {
    "Tensor<\(Element.self)> \(shape)\n\(elementsDescription)"
  }

  /// The elements alone, as ``description`` shows them.
  private var elementsDescription: String {
    let shown = ShownElements(shape)
    let texts = formatted(shown.offsets.map { storage.base[$0] })
    let width = texts.map(\.count).max() ?? 0
    var next = texts.makeIterator()
    var lines = ""

    func write(axis: Int, indent: Int) {
      guard axis < rank else {
        let text = next.next() ?? ""
        lines += String(repeating: " ", count: width - text.count) + text
        return
      }
      lines += "["
      let isLast = axis == rank - 1
      let between =
        isLast
        ? ", "
        : "," + String(repeating: "\n", count: rank - 1 - axis)
          + String(repeating: " ", count: indent + 1)
      for (place, index) in shown.indices(along: axis).enumerated() {
        if place > 0 { lines += between }
        if index == nil { lines += "…" } else { write(axis: axis + 1, indent: indent + 1) }
      }
      lines += "]"
    }
    write(axis: 0, indent: 0)
    return lines
  }
}

/// Which elements of a tensor are printed: all, or of long axes both ends.
private struct ShownElements {
  let shape: Shape

  init(_ shape: Shape) { self.shape = shape }

  /// The indices shown along an axis; nil stands for those left out.
  func indices(along axis: Int) -> [Int?] {
    let extent = shape.extents[axis]
    // Beside an extent of 0, any other may be too long to print.
    let isLong = shape.elementCount > 1000 || shape.elementCount == 0
    guard isLong, extent > 6 else { return Array(0..<extent) }
    return [0, 1, 2, nil, extent - 3, extent - 2, extent - 1]
  }

  /// Where the shown elements lie, in the order in which they are printed.
  var offsets: [Int] {
    guard shape.elementCount > 0 else { return [] }
    return (0..<shape.rank).reduce([0]) { offsets, axis in
      offsets.flatMap { offset in
        indices(along: axis).compactMap { $0.map { offset + $0 * shape.strides[axis] } }
      }
    }
  }
}

/// The texts of elements that are printed together: numbers share one notation.
private func formatted<Element>(_ elements: [Element]) -> [String] {
  guard let first = elements.first, first is any TensorScalar else {
    return elements.map { "\($0)" }
  }
  let numbers = elements.map { ($0 as! any TensorScalar).doubleValue }
  let finite = numbers.filter(\.isFinite)
  let magnitudes = finite.filter { $0 != 0 }.map(\.magnitude)
  let largest = magnitudes.max() ?? 0
  let smallest = magnitudes.min() ?? 1
  // Fixed notation would show nothing of a very small number and fill the line with a very large one.
  let isScientific = largest >= 1e8 || smallest < 1e-4
  let rounded = finite.map { text($0, 4, isScientific) }
  // No more digits than any of the rounded numbers needs.
  let digits = (0..<4).first { digits in
    zip(finite, rounded).allSatisfy { Double(text($0, digits, isScientific)) == Double($1) }
  }
  return numbers.map { text($0, digits ?? 4, isScientific) }
}

private func text(_ number: Double, _ digits: Int, _ isScientific: Bool) -> String {
  numberText(number, isScientific ? "%.\(digits)e" : "%.\(digits)f")
}
