import SIMDKernels

/// The matrix product.
///
/// - Two matrices, [M, K] · [K, N], give [M, N]: c[i, j] = Σₖ a[i, k]·b[k, j].
/// - A matrix and a vector, [M, K] · [K], give [M]; a vector and a matrix, [K] · [K, N], give [N]; two
///   vectors, [K] · [K], give a single number, shape [].
/// - With more axes, the last two are the matrices and those before are a batch, which is broadcast:
///   [B, M, K] · [K, N] gives [B, M, N].
///
/// With `transposeA` the product is aᵀ·b, with `transposeB` a·bᵀ, without the cost of forming xᵀ first where a kernel can avoid it.
///
/// Each number is off by at most K·½ulp(1)·Σₖ |a[i, k]|·|b[k, j]|, to first order: the products may be
/// added one after the other.
///
/// Traps when the inner extents differ, when the batches do not fit, when an operand is a single
/// number, and when a vector is to be transposed.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
public func matmul<Scalar: TensorScalar>(
  _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, transposeA: Bool = false, transposeB: Bool = false,
  file: StaticString = #fileID, line: UInt = #line
) -> Tensor<Scalar> {
  if let product = Scalar.partKernels?.matmul(a, b, transposeA, transposeB, file, line) {
    return product
  }
  let plan = MatmulPlan(
    a.shape, b.shape, transposeA: transposeA, transposeB: transposeB, file: file, line: line)
  MultiplyAdds.add(productOrMax(plan.resultShape.elementCount, plan.problem.inner))
  let execution = Execution.current
  return Tensor(unsafeUninitializedShape: plan.resultShape, file: file, line: line) { result in
    guard let c = result.baseAddress, result.count > 0 else { return }
    let (a, b) = (UnsafePointer(a.storage.base), UnsafePointer(b.storage.base))
    if let kernels = execution.vectorKernels(for: Scalar.self) {
      kernels.matmulBatch(a, b, c, plan.problem, plan.batches, execution.threads)
      return
    }
    let (sizeOfA, sizeOfB, sizeOfC) = plan.problem.matrixSizes
    for (index, batch) in plan.batches.enumerated() {
      naiveMatmul(
        a + batch.a * sizeOfA, b + batch.b * sizeOfB, into: c + index * sizeOfC, plan.problem)
    }
  }
}

/// C = A·B, or C += A·B, for one pair of matrices in memory.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
func multiply<Scalar: TensorScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, into c: UnsafeMutablePointer<Scalar>,
  _ problem: MatmulProblem, _ execution: Execution
) {
  if let kernels = execution.vectorKernels(for: Scalar.self) {
    kernels.matmul(a, b, c, problem, execution.threads)
  } else {
    naiveMatmul(a, b, into: c, problem)
  }
}

extension MatmulProblem {
  /// The numbers in each matrix of A, of B and of C.
  fileprivate var matrixSizes: (a: Int, b: Int, c: Int) {
    (rows * inner, inner * columns, rows * columns)
  }
}

/// What a matrix product of two shapes computes.
private struct MatmulPlan {
  let problem: MatmulProblem
  let resultShape: Shape
  /// For each matrix of the result, which matrix of A and which of B make it; none without a result.
  let batches: [(a: Int, b: Int)]

  init(
    _ a: Shape, _ b: Shape, transposeA: Bool, transposeB: Bool,
    file: StaticString, line: UInt
  ) {
    func describe() -> String {
      "matmul: \(a)\(transposeA ? "ᵀ" : "") · \(b)\(transposeB ? "ᵀ" : "")"
    }
    require(
      a.rank >= 1 && b.rank >= 1,
      "\(describe()): an operand is a single number. Hint: use * for that.", file: file, line: line)
    require(
      !(transposeA && a.rank == 1) && !(transposeB && b.rank == 1),
      "\(describe()): a vector has no transpose. Hint: leave the flag out.", file: file, line: line)

    // A vector is a row on the left, a column on the right.
    let rowsA = a.rank == 1 ? 1 : a.extents[a.rank - 2]
    let columnsA = a.extents[a.rank - 1]
    let rowsB = b.rank == 1 ? b.extents[0] : b.extents[b.rank - 2]
    let columnsB = b.rank == 1 ? 1 : b.extents[b.rank - 1]
    let m = transposeA ? columnsA : rowsA
    let k = transposeA ? rowsA : columnsA
    let kB = transposeB ? columnsB : rowsB
    let n = transposeB ? rowsB : columnsB
    require(
      k == kB,
      "\(describe()): inner dimensions differ: \(k) and \(kB)."
        + hint(
          firstAgrees: a.rank >= 2 && m == kB, transposeA,
          secondAgrees: b.rank >= 2 && n == k, transposeB),
      file: file, line: line)

    let batchA = Shape(rank: max(a.rank - 2, 0)) { a.extents[$0] }
    let batchB = Shape(rank: max(b.rank - 2, 0)) { b.extents[$0] }
    let batch = BroadcastPlan(
      batchA, batchB, operation: "\(describe()), batches \(batchA) and \(batchB)",
      file: file, line: line)
    problem = MatmulProblem(
      rows: m, columns: n, inner: k, transposeA: transposeA, transposeB: transposeB)
    // A vector leaves no axis of its own.
    let hasRows = a.rank > 1
    resultShape = Shape(rank: batch.shape.rank + (hasRows ? 1 : 0) + (b.rank > 1 ? 1 : 0)) { axis in
      axis < batch.shape.rank
        ? batch.shape.extents[axis] : axis == batch.shape.rank && hasRows ? m : n
    }
    if batch.shape.rank == 0 {
      batches = MatmulPlan.onePair
    } else if resultShape.elementCount == 0 {
      batches = []
    } else {
      requireMemory(
        for: batch.shape.elementCount, of: (Int, Int).self, as: describe(), file: file, line: line)
      batches = MatmulPlan.pairs(batch)
    }
  }

  /// Of two matrices: a constant, because an array takes longer to make than a small product.
  private static let onePair = [(a: 0, b: 0)]

  private static func pairs(_ batch: BroadcastPlan) -> [(a: Int, b: Int)] {
    var pairs: [(a: Int, b: Int)] = []
    pairs.reserveCapacity(batch.shape.elementCount)
    batch.forEachRun { left, right, _ in
      for i in 0..<batch.runLength {
        pairs.append((left + i * batch.leftStep, right + i * batch.rightStep))
      }
    }
    return pairs
  }
}

/// Says when a transposition would have made the inner dimensions agree.
private func hint(
  firstAgrees: Bool, _ transposeA: Bool, secondAgrees: Bool, _ transposeB: Bool
) -> String {
  guard firstAgrees || secondAgrees else { return "" }
  let flag = secondAgrees ? "transposeB: \(!transposeB)" : "transposeA: \(!transposeA)"
  return " Hint: they agree with `\(flag)`."
}
