// The largest and smallest elements, and where they are. A NaN among the elements is the result, as
// it is in any arithmetic with a NaN.

extension Tensor where Element: TensorScalar {
  /// The largest element; traps when there is none.
  public func max(file: StaticString = #fileID, line: UInt = #line) -> Element {
    let execution = Execution.current
    if elementCount > 0, let kernels = execution.vectorKernels(for: Element.self) {
      return kernels.maximum(storage.base, elementCount, execution.threads)
    }
    return flattened().max(along: 0, file: file, line: line).scalar()
  }

  /// The largest elements along axes; traps when an axis has none.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func max(
    along axes: Axes, keepingDimensions: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let plan = ReductionPlan(
      shape, along: axes, keepingDimensions: keepingDimensions, operation: "max",
      needsElements: true, file: file, line: line)
    return vectorizedMaximum(plan) ?? arranged(for: plan).fold(plan) { larger($0, $1) }
  }

  /// The smallest element; traps when there is none.
  public func min(file: StaticString = #fileID, line: UInt = #line) -> Element {
    flattened().min(along: 0, file: file, line: line).scalar()
  }

  /// The smallest elements along axes; traps when an axis has none.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func min(
    along axes: Axes, keepingDimensions: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let plan = ReductionPlan(
      shape, along: axes, keepingDimensions: keepingDimensions, operation: "min",
      needsElements: true, file: file, line: line)
    return arranged(for: plan).fold(plan) { smaller($0, $1) }
  }

  /// Where the largest element is, in row-major order: the first of several, or the first NaN; traps when
  /// there is none.
  public func argmax(file: StaticString = #fileID, line: UInt = #line) -> Int {
    flattened().argmax(along: 0, file: file, line: line).scalar()
  }

  /// Where the largest elements along an axis are: the first of several, or the first NaN.
  ///
  /// Logits of shape [B, K] give the predicted classes, shape [B], along axis 1. Traps when the axis
  /// has no elements.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func argmax(
    along axis: Int, keepingDimensions: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor<Int> {
    let plan = ReductionPlan(
      shape, along: Axes(axis), keepingDimensions: keepingDimensions, operation: "argmax",
      needsElements: true, file: file, line: line)
    return places(of: plan) { candidate, champion in candidate > champion }
  }

  /// Where the smallest element is, in row-major order: the first of several, or the first NaN; traps when
  /// there is none.
  public func argmin(file: StaticString = #fileID, line: UInt = #line) -> Int {
    flattened().argmin(along: 0, file: file, line: line).scalar()
  }

  /// Where the smallest elements along an axis are: the first of several, or the first NaN. Traps when the
  /// axis has no elements.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func argmin(
    along axis: Int, keepingDimensions: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor<Int> {
    let plan = ReductionPlan(
      shape, along: Axes(axis), keepingDimensions: keepingDimensions, operation: "argmin",
      needsElements: true, file: file, line: line)
    return places(of: plan) { candidate, champion in candidate < champion }
  }

  /// Where, along the plan's axis, the first element is that none is better than; the first NaN, if there is
  /// one.
  @inline(__always)
  private func places(
    of plan: ReductionPlan, _ isBetter: (_ candidate: Element, _ champion: Element) -> Bool
  ) -> Tensor<Int> {
    let inner = plan.innerCount
    return Tensor<Int>(unsafeUninitializedShape: plan.resultShape) { result in
      guard result.count > 0 else { return }
      for outer in 0..<plan.outerCount {
        for i in 0..<inner {
          let input = storage.base + outer * plan.reducedCount * inner + i
          var best = 0
          for row in 1..<Swift.max(plan.reducedCount, 1) {
            let candidate = input[row * inner]
            let champion = input[best * inner]
            let isNaN = candidate != candidate && champion == champion
            if isBetter(candidate, champion) || isNaN { best = row }
          }
          result[outer * inner + i] = best
        }
      }
    }
  }
}
