import SIMDKernels

/// The product x·Wᵀ of numbers and a quantized matrix, shape [..., D] and [K, D] to [..., K].
///
/// Each number is y[k] = scale[k]·Σ x[d]·q[k, d]. It differs from the product with the matrix that was quantized by
/// at most scale[k]/2·Σ|x[d]|, and rounding.
///
/// With `quantizesRows`, each row of x becomes integers, too, with a scale s of its own, and the sum is one of
/// integers, which is exact: y[k] = s·scale[k]·Σ p[d]·q[k, d]. That adds at most s/2·Σ|scale[k]·q[k, d]| to the
/// difference, where s = max|x| / 127. A row with an infinity or a NaN gives NaN.
///
/// Traps when the last extents differ, and when x is a single number.
///
/// - Parameters:
///   - x: The numbers, shape [..., D].
///   - weight: The matrix, shape [K, D].
///   - quantizesRows: Whether the rows of x are quantized, too.
///   - file: The caller's file.
///   - line: The caller's line.
public func quantizedMatmul(
  _ x: Tensor<Float>, transposed weight: QuantizedMatrix, quantizesRows: Bool = false,
  file: StaticString = #fileID, line: UInt = #line
) -> Tensor<Float> {
  let (columns, inner) = (weight.shape[0], weight.shape[1])
  require(
    x.rank >= 1 && x.shape[-1] == inner,
    "quantizedMatmul: \(x.shape) · \(weight.shape)ᵀ: expected a first shape [..., \(inner)]",
    file: file, line: line)
  let shape = Shape(x.shape.dimensions.dropLast() + [columns], file: file, line: line)
  let rows = shape.dimensions.dropLast().reduce(1, &*)
  MultiplyAdds.add(productOrMax(rows, columns, inner))
  return Tensor(unsafeUninitializedShape: shape, file: file, line: line) { y in
    guard let y = y.baseAddress, shape.elementCount > 0 else { return }
    let product = QuantizedProduct(
      x: x.storage.base, weight: weight, y: y, rows: rows, columns: columns, inner: inner)
    switch (Execution.current.backend, quantizesRows) {
    case (.naive, false): product.naive()
    case (.naive, true): product.naiveOfIntegers()
    case (.simd, false): product.vectorized(Execution.current)
    case (.simd, true): product.vectorizedOfIntegers(threads: Execution.current.threads)
    }
  }
}

/// A product of [M, K] numbers and the transpose of a [N, K] matrix of bytes, in memory.
private struct QuantizedProduct {
  let x: UnsafePointer<Float>
  let weight: QuantizedMatrix
  let y: UnsafeMutablePointer<Float>
  let rows: Int
  let columns: Int
  let inner: Int

  private var integers: UnsafePointer<Int8> { UnsafePointer(weight.values.storage.base) }
  private var scales: UnsafePointer<Float> { UnsafePointer(weight.scales.storage.base) }

  func naive() {
    for i in 0..<rows {
      for j in 0..<columns {
        var sum: Float = 0
        for k in 0..<inner { sum += x[i * inner + k] * Float(integers[j * inner + k]) }
        y[i * columns + j] = sum * scales[j]
      }
    }
  }

  func naiveOfIntegers() {
    var row = [Int](repeating: 0, count: inner)
    for i in 0..<rows {
      let scale = quantizedRow(x + i * inner, count: inner) { row[$0] = $1 }
      for j in 0..<columns {
        var sum = 0
        for k in 0..<inner { sum += row[k] * Int(integers[j * inner + k]) }
        y[i * columns + j] = Float(sum) * (scale * scales[j])
      }
    }
  }

  /// Some rows of the matrix at a time become numbers in a cache, where the kernel of all products reads them.
  func vectorized(_ execution: Execution) {
    let atOnce = 16
    let parts = (columns + atOnce - 1) / atOnce
    execution.forEach(parts, work: rows * columns * inner) { part, execution in
      let first = part * atOnce
      let count = min(atOnce, columns - first)
      let panel = Storage<Float>(uninitializedCount: count * inner)
      let sums = Storage<Float>(uninitializedCount: rows * count)
      widenBytes(integers + first * inner, into: panel.base, count: count * inner)
      multiply(
        x, UnsafePointer(panel.base), into: sums.base,
        MatmulProblem(
          rows: rows, columns: count, inner: inner, transposeA: false, transposeB: true), execution)
      for i in 0..<rows {
        for j in 0..<count {
          y[i * columns + first + j] = sums.base[i * count + j] * scales[first + j]
        }
      }
    }
  }

  /// The same numbers as ``naiveOfIntegers()``, bit for bit, because sums of integers are exact.
  func vectorizedOfIntegers(threads: Int) {
    let quantized = Storage<Int16>(uninitializedCount: rows * inner)
    let sums = Storage<Int32>(uninitializedCount: rows * columns)
    let rowScales = (0..<rows).map { i in
      quantizeRow(x + i * inner, into: quantized.base + i * inner, count: inner)
    }
    multiplyBytes(
      quantized.base, integers, into: sums.base, rows: rows, columns: columns, inner: inner,
      threads: threads)
    for i in 0..<rows {
      for j in 0..<columns {
        y[i * columns + j] = Float(sums.base[i * columns + j]) * (rowScales[i] * scales[j])
      }
    }
  }
}
