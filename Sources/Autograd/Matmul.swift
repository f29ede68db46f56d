import TensorCore

/// The matrix product of two variables, with the shapes and flags of the product of tensors.
///
/// For C = A·B and the upstream gradient U, the gradients are U·Bᵀ and Aᵀ·U; both are products again.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func matmul<Scalar: TensorScalar>(
  _ a: Variable<Scalar>, _ b: Variable<Scalar>, transposeA: Bool = false, transposeB: Bool = false,
  file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  let product = TensorCore.matmul(
    a.value, b.value, transposeA: transposeA, transposeB: transposeB, file: file, line: line)
  // A vector is a row on the left and a column on the right; as such it is differentiated.
  let left = a.rank == 1 ? a.value.expandingDimension(at: 0) : a.value
  let right = b.rank == 1 ? b.value.expandingDimension(at: 1) : b.value
  let (shapeOfA, shapeOfB) = (a.shape, b.shape)
  let asMatrices = { (upstream: Tensor<Scalar>) -> Tensor<Scalar> in
    var upstream = upstream
    if shapeOfB.rank == 1 { upstream = upstream.expandingDimension(at: -1) }
    return shapeOfA.rank == 1 ? upstream.expandingDimension(at: -2) : upstream
  }
  return Variable(
    "matmul", product,
    (
      a,
      { upstream in
        let u = asMatrices(upstream)
        // Of Aᵀ the gradient is that of A, transposed: (U·Bᵀ)ᵀ = B·Uᵀ.
        let gradient =
          transposeA
          ? TensorCore.matmul(right, u, transposeA: transposeB, transposeB: true)
          : TensorCore.matmul(u, right, transposeB: !transposeB)
        return gradient.unbroadcast(to: left.shape).reshaped(to: shapeOfA)
      }
    ),
    (
      b,
      { upstream in
        let u = asMatrices(upstream)
        let gradient =
          transposeB
          ? TensorCore.matmul(u, left, transposeA: true, transposeB: transposeA)
          : TensorCore.matmul(left, u, transposeA: !transposeA)
        return gradient.unbroadcast(to: right.shape).reshaped(to: shapeOfB)
      }
    ))
}
