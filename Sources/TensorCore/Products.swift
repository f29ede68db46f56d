// Products of elements, and running products. Each is one multiplication after the other, in order.

extension Tensor where Element: TensorScalar {
  /// The product of all elements; 1 if there are none.
  public func product() -> Element { flattened().product(along: 0).scalar() }

  /// The products along axes; 1 along an axis of extent 0.
  ///
  /// The relative error of a product of n numbers is at most (n − 1)·½ulp(1), to first order; a product of
  /// many numbers soon overflows or vanishes, where the sum of their logarithms does not.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func product(
    along axes: Axes, keepingDimensions: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let plan = ReductionPlan(
      shape, along: axes, keepingDimensions: keepingDimensions, operation: "product",
      file: file, line: line)
    guard plan.reducedCount > 0 else { return .ones(plan.resultShape, file: file, line: line) }
    return arranged(for: plan).fold(plan) { $0 * $1 }
  }

  /// The running products along an axis: [1, 2, 3] becomes [1, 2, 6].
  ///
  /// Traps when there is no such axis.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func cumulativeProduct(
    along axis: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let axis = shape.resolve(axis: axis, in: "cumulativeProduct", file: file, line: line)
    let blocks = AxisBlocks(shape, along: axis)
    var products = self
    products.withUnsafeMutableBufferPointer { y in
      guard y.count > 0 else { return }
      for block in 0..<blocks.blockCount {
        let start = block * blocks.extent * blocks.innerCount
        for place in start + blocks.innerCount..<start + blocks.extent * blocks.innerCount {
          y[place] = y[place - blocks.innerCount] * y[place]
        }
      }
    }
    return products
  }

  /// The gradient of the running products y of this tensor x along an axis, for the gradient u of y:
  ///
  ///     ∂/∂xᵢ = Σ over k ≥ i of uₖ·Π over j ≤ k, j ≠ i of xⱼ = yᵢ₋₁·sᵢ    with sᵢ = uᵢ + xᵢ₊₁·sᵢ₊₁
  ///
  /// Nothing is divided by: a zero among the elements is an element like any other.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  package func cumulativeProductGradient(_ upstream: Tensor, along axis: Int) -> Tensor {
    let axis = axis < 0 ? axis + rank : axis
    let blocks = AxisBlocks(shape, along: axis)
    let products = cumulativeProduct(along: axis)
    let (x, y, step) = (storage.base, products.storage.base, blocks.innerCount)
    // First s, from the end; then s times the product of all before.
    var gradient = upstream
    gradient.withUnsafeMutableBufferPointer { s in
      guard s.count > 0 else { return }
      for block in 0..<blocks.blockCount {
        let start = block * blocks.extent * step
        let last = start + (blocks.extent - 1) * step
        for place in (start..<last).reversed() { s[place] += x[place + step] * s[place + step] }
        for place in start + step..<last + step { s[place] *= y[place - step] }
      }
    }
    return gradient
  }
}
