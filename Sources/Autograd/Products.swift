import TensorCore

// The derivative of a product with respect to one of its factors is the product of the others. None of
// these divides the product by the factor, which may be 0.

extension Variable {
  /// The product of all elements, shape []; 1 if there are none.
  public func product() -> Variable { flattened().product(along: 0) }

  /// The products along axes; derivative the product of all other elements.
  public func product(
    along axes: Axes, keepingDimensions: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let result = value.product(
      along: axes, keepingDimensions: keepingDimensions, file: file, line: line)
    let x = joining(axes)
    let factors = x.value
    let count = factors.shape[-1]
    return Variable(
      "product", result,
      (
        x,
        { upstream in
          guard factors.elementCount > 0 else { return factors }
          // A product is the last of the running products: the others have the gradient 0.
          let column = Shape(factors.shape.dimensions.dropLast() + [1])
          let ofLast = upstream.reshaped(to: column).padded(
            (0..<factors.rank).map { ($0 == factors.rank - 1 ? count - 1 : 0, 0) })
          return factors.cumulativeProductGradient(ofLast, along: -1)
        }
      ))
  }

  /// The running products along an axis; an element is a factor of its own product and of all after it.
  public func cumulativeProduct(
    along axis: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let x = value
    return Variable(
      "cumulativeProduct", x.cumulativeProduct(along: axis, file: file, line: line),
      (self, { x.cumulativeProductGradient($0, along: axis) }))
  }
}
