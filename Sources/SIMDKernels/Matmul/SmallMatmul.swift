/// C (+)= A·B for matrices so small that packing them would cost as much as multiplying them: the
/// micro-kernel reads A where it lies, and B too unless it is transposed.
func smallMatmul<Scalar: MatmulScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, into c: UnsafeMutablePointer<Scalar>,
  _ problem: MatmulProblem
) {
  let (m, n, k) = (problem.rows, problem.columns, problem.inner)
  let wide = 2 * Scalar.lanes
  let packsB = problem.transposeB
  let ragged = n % wide
  let packedColumns = packsB ? n + wide : wide
  withPackingBuffer(of: Scalar.self, count: packedColumns * k + wide * maximumTileHeight) { buffer in
    let packed = buffer + wide * maximumTileHeight
    var column = packsB ? 0 : n - ragged
    while column < n {
      packPanelOfB(
        b, problem, inner: 0..<k, column: column, columns: min(wide, n - column),
        into: packed + (packsB ? column * k : 0))
      column += wide
    }
    multiplyBlocks(
      BlockOfA(
        start: a, rowStride: problem.transposeA ? 1 : k,
        columnStride: problem.transposeA ? m : 1, isPacked: false),
      BlockOfB(
        start: packsB ? UnsafePointer(packed) : b, rowStride: n, isPacked: packsB,
        raggedPanel: UnsafePointer(packed)),
      into: c, cStride: n, rows: m, columns: n, inner: k, accumulate: problem.accumulate,
      spare: buffer)
  }
}
