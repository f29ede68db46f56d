import Autograd
import TensorCore

/// The derivatives of a function along a direction v, by dual numbers.
///
/// One pass with duals gives all of them: running forward differentiates the output, J·v; running the
/// pullbacks on duals differentiates the gradient, H·v for the Hessian H of ⟨f, u⟩.
struct DualPass {
  /// f.
  let value: Tensor<Double>
  /// J·v, of the output's shape; of the function whose gradients these are meant to be.
  let tangent: Tensor<Double>
  /// H·v, for each argument.
  let gradientTangents: [Tensor<Double>]

  init(
    of computation: some CheckedComputation, at arguments: [Tensor<Double>],
    along direction: [Tensor<Double>], upstream: Tensor<Double>
  ) {
    let duals = zip(arguments, direction).map { x, v in
      x.zip(with: v) { Dual($0, tangent: $1) }
    }
    let pass = computation.reversePass(at: duals, upstream: upstream.map { Dual($0) })
    value = pass.value.map(\.value)
    let surrogate = computation.surrogate(duals.map { Variable($0) })
    tangent = (surrogate?.value ?? pass.value).map(\.tangent)
    gradientTangents = pass.gradients.map { $0.map(\.tangent) }
  }
}

/// ⟨a, b⟩ and the sum of the magnitudes of its terms, by which its rounding error is measured.
func innerProduct(
  _ a: Tensor<Double>, _ b: Tensor<Double>
) -> (sum: Double, magnitude: Double) {
  let terms = a * b
  return (terms.sum(), terms.abs().sum())
}
