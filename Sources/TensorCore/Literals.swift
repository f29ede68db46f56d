/// A number or nested lists of numbers, as written in a tensor literal such as `[[1, 2], [3, 4]]`.
///
/// You never write this type: it is what the compiler reads a literal into.
public struct TensorLiteral<Element: TensorElement>: Sendable {
  let shape: Shape
  let elements: [Element]

  fileprivate init(element: Element) {
    shape = []
    elements = [element]
  }

  fileprivate init(parts: [TensorLiteral]) {
    let partShape = parts.first?.shape ?? []
    for (index, part) in parts.enumerated() {
      require(
        part.shape == partShape,
        "tensor literal: element 0 has shape \(partShape), but element \(index) has \(part.shape)")
    }
    require(
      partShape.rank < Shape.maximumRank,
      "tensor literal: expected at most \(Shape.maximumRank) brackets inside of each other, found one "
        + "more around a literal of shape \(partShape)")
    shape = partShape.inserting(axis: 0, extent: parts.count)
    elements = parts.flatMap(\.elements)
  }
}

extension TensorLiteral: ExpressibleByArrayLiteral {
  /// Reads a list.
  public init(arrayLiteral parts: TensorLiteral...) { self.init(parts: parts) }
}

extension TensorLiteral: ExpressibleByIntegerLiteral where Element: ExpressibleByIntegerLiteral {
  /// Reads a number.
  public init(integerLiteral value: Element.IntegerLiteralType) {
    self.init(element: Element(integerLiteral: value))
  }
}

extension TensorLiteral: ExpressibleByFloatLiteral where Element: ExpressibleByFloatLiteral {
  /// Reads a number.
  public init(floatLiteral value: Element.FloatLiteralType) {
    self.init(element: Element(floatLiteral: value))
  }
}

extension TensorLiteral: ExpressibleByBooleanLiteral where Element: ExpressibleByBooleanLiteral {
  /// Reads a truth value.
  public init(booleanLiteral value: Element.BooleanLiteralType) {
    self.init(element: Element(booleanLiteral: value))
  }
}

extension Tensor: ExpressibleByArrayLiteral {
  /// Makes a tensor from a literal: `let x: Tensor<Float> = [[1, 2], [3, 4]]` has shape [2, 2].
  ///
  /// Traps when lists at the same level differ in length.
  public init(arrayLiteral parts: TensorLiteral<Element>...) {
    let literal = TensorLiteral(parts: parts)
    self.init(shape: literal.shape, elements: literal.elements)
  }
}
