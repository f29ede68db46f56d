/// Numbers as integers from −127 to 127 times a scale, as `quantizedRow` of the module TensorCore finds them, bit
/// for bit.
///
/// - Parameters:
///   - x: The numbers.
///   - integers: Receives the integers; zeros if a number is infinite or NaN.
///   - count: How many there are.
/// - Returns: The scale; NaN if a number is infinite or NaN.
public func quantizeRow(
  _ x: UnsafePointer<Float>, into integers: UnsafeMutablePointer<Int16>, count: Int
) -> Float {
  // Of positive numbers, those with the larger bit pattern are larger, and infinity and NaN are above all.
  // Integers are compared by a vector instruction, and NaN is not lost as it would be among numbers.
  var largest: UInt32 = 0
  for k in 0..<count { largest = max(largest, x[k].magnitude.bitPattern) }
  guard largest < Float.infinity.bitPattern else {
    integers.update(repeating: 0, count: count)
    return .nan
  }
  let scale = max(Float(bitPattern: largest) / 127, .leastNormalMagnitude)
  // A number near 1.5·2²³ has no bits after the point: the addition itself rounds to the nearest integer, ties to
  // even, which then stands in the lowest bits. No conversion, and no check of its range.
  for k in 0..<count {
    integers[k] = Int16(truncatingIfNeeded: (x[k] / scale + 0x1.8p23).bitPattern)
  }
  return scale
}
