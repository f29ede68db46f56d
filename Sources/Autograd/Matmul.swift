import TensorCore

/// The matrix product of two variables, with the shapes and flags of the product of tensors.
///
/// For C = A·B and the upstream gradient U, the gradients are U·Bᵀ and Aᵀ·U; both are products again. Where one
/// matrix B serves a whole batch, as the weight of a layer that reads sequences [B, T, D], the sum over the batch
/// is a part of that product: its rows are all rows of the batch.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
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
        var (u, left) = (asMatrices(upstream), left)
        if right.rank == 2 && !transposeA { (u, left) = (u.rowsOfBatch, left.rowsOfBatch) }
        let gradient =
          transposeB
          ? TensorCore.matmul(u, left, transposeA: true, transposeB: transposeA)
          : TensorCore.matmul(left, u, transposeA: !transposeA)
        return gradient.unbroadcast(to: right.shape).reshaped(to: shapeOfB)
      }
    ))
}

extension Tensor {
  /// The rows of all matrices of a batch, one below the other: [B, M, N] becomes [B·M, N].
  fileprivate var rowsOfBatch: Tensor {
    guard rank > 2 else { return self }
    let rows = shape.dimensions.dropLast().reduce(1, &*)
    return reshaped(to: [rows, shape[-1]])
  }
}
