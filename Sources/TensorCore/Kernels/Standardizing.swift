import SIMDKernels

/// Rows brought to mean 0 and variance 1, as ``Tensor/standardizedRows(along:epsilon:)`` gives them.
package struct StandardizedRows<Scalar: TensorScalar>: Sendable {
  /// y = (x − μ)/√(σ² + ε).
  package let output: Tensor<Scalar>
  /// μ, with the reduced axes kept.
  package let mean: Tensor<Scalar>
  /// σ², with the reduced axes kept.
  package let variance: Tensor<Scalar>
  /// The gradient of x from that of y.
  package let pullback: @Sendable (Tensor<Scalar>) -> Tensor<Scalar>
}

extension Tensor where Element: TensorScalar {
  /// (x − μ)/√(σ² + ε) along the last axes, by a vector kernel; nil where there is none, or when the axes
  /// are not the last ones.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  package func standardizedRows(
    along axes: Axes, epsilon: Element, file: StaticString = #fileID, line: UInt = #line
  ) -> StandardizedRows<Element>? {
    let execution = Execution.current
    guard let kernels = execution.vectorKernels(for: Element.self) else { return nil }
    let plan = ReductionPlan(
      shape, along: axes, keepingDimensions: true, operation: "mean", file: file, line: line)
    let (rows, columns) = (plan.outerCount, plan.reducedCount)
    guard plan.permutation == nil, plan.innerCount == 1, rows > 0, columns > 0 else { return nil }
    var mean = Tensor.zeros(plan.resultShape)
    var variance = Tensor.zeros(plan.resultShape)
    let output = Tensor(unsafeUninitializedShape: shape) { output in
      mean.withUnsafeMutableBufferPointer { mean in
        variance.withUnsafeMutableBufferPointer { variance in
          kernels.standardize(
            storage.base, output.baseAddress!, mean.baseAddress!, variance.baseAddress!, epsilon,
            rows, columns, execution.threads)
        }
      }
    }
    return StandardizedRows(output: output, mean: mean, variance: variance) {
      [variance] upstream in
      Tensor(unsafeUninitializedShape: output.shape) { gradient in
        kernels.standardizeGradient(
          output.storage.base, variance.storage.base, upstream.storage.base,
          gradient.baseAddress!, epsilon, rows, columns, execution.threads)
      }
    }
  }
}
