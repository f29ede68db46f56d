import SIMDKernels

/// A matrix of 8-bit integers with one scale per row: w[k, d] ≈ scale[k]·q[k, d]. It takes a quarter of the memory.
///
/// The integers are symmetric, from −127 to 127: there is no zero point, and −128 is not used. The scale of a row is
/// its largest magnitude divided by 127, so that a row of equal numbers, and one of zeros, is kept to rounding; the
/// integers are rounded to nearest, ties to even. Each number is off by at most half a scale:
///
/// |w[k, d] − scale[k]·q[k, d]| ≤ scale[k]/2 + ulp(w[k, d])
///
/// ```swift
/// let quantized = QuantizedMatrix(weight)
/// let y = quantizedMatmul(x, transposed: quantized)        // [B, D] and [K, D] give [B, K]
/// ```
public struct QuantizedMatrix: Sendable {
  /// The integers, shape [K, D].
  public let values: Tensor<Int8>
  /// What a step of the integers is worth, one number per row, shape [K]: positive.
  public let scales: Tensor<Float>

  /// The most columns that a matrix can have: 133 144 products of 127·127 fit into a sum of 32 bits.
  public static let mostColumns = Int(Int32.max) / (127 * 127)

  /// Quantizes each row of a matrix.
  ///
  /// Traps when it is not a matrix, when it has more than ``mostColumns`` columns, when a number is infinite or NaN,
  /// and when no memory holds the scales.
  ///
  /// - Parameters:
  ///   - matrix: The numbers, shape [K, D].
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public init(_ matrix: Tensor<Float>, file: StaticString = #fileID, line: UInt = #line) {
    require(
      matrix.rank == 2, "QuantizedMatrix: expected a matrix [K, D], found \(matrix.shape)",
      file: file, line: line)
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    require(
      columns <= Self.mostColumns,
      "QuantizedMatrix: \(columns) columns, but sums of 32 bits hold at most \(Self.mostColumns)",
      file: file, line: line)
    // Rows without columns take no memory, but their scales do.
    requireMemory(
      for: rows, of: Float.self, as: "QuantizedMatrix: a scale per row", file: file, line: line)
    var scales: [Float] = []
    values = Tensor(unsafeUninitializedShape: matrix.shape) { integers in
      for row in 0..<rows {
        let start = row * columns
        let scale = quantizedRow(matrix.storage.base + start, count: columns) {
          integers[start + $0] = Int8($1)
        }
        require(
          scale.isFinite,
          "QuantizedMatrix: row \(row) has a number that is infinite or NaN", file: file, line: line
        )
        scales.append(scale)
      }
    }
    self.scales = Tensor(shape: [rows], elements: scales)
  }

  /// The extents, [K, D].
  public var shape: Shape { values.shape }

  /// The memory that integers and scales take.
  public var byteCount: Int { values.elementCount + 4 * scales.elementCount }

  /// The numbers that the integers stand for, scale[k]·q[k, d], shape [K, D].
  public func dequantized() -> Tensor<Float> {
    let columns = shape[1]
    return Tensor(unsafeUninitializedShape: shape) { numbers in
      for i in 0..<numbers.count {
        numbers[i] = scales.storage.base[i / columns] * Float(values.storage.base[i])
      }
    }
  }
}

/// Gives the integers of a row, from −127 to 127, and returns their scale: the largest magnitude divided by 127.
///
/// A row with an infinity or a NaN has zeros and the scale NaN, so that each sum of its products is NaN. The scale
/// is no subnormal number, by which a quotient would be infinite.
@inline(__always)
func quantizedRow(
  _ x: UnsafePointer<Float>, count: Int, _ give: (_ index: Int, _ integer: Int) -> Void
) -> Float {
  var largest: Float = 0
  var isFinite = true
  for index in 0..<count {
    largest = max(largest, x[index].magnitude)
    isFinite = isFinite && x[index].isFinite
  }
  guard isFinite else {
    for index in 0..<count { give(index, 0) }
    return .nan
  }
  let scale = max(largest / 127, .leastNormalMagnitude)
  for index in 0..<count { give(index, Int((x[index] / scale).rounded(.toNearestOrEven))) }
  return scale
}
