extension Float: VectorScalar {
  typealias Vector = FloatVector
  typealias Four = FloatQuadruple
}

/// A register of `Float`.
struct FloatVector: Vector {
  // The width of the machine's registers, as Package.swift found it.
  #if AVX512
    typealias Register = SIMD16<Float>
    typealias Bits = SIMD16<UInt32>
  #elseif AVX2
    typealias Register = SIMD8<Float>
    typealias Bits = SIMD8<UInt32>
  #else
    typealias Register = SIMD4<Float>
    typealias Bits = SIMD4<UInt32>
  #endif
  typealias Mask = SIMDMask<Register.MaskStorage>

  private let lanes: Register

  @inline(__always)
  private init(lanes: Register) { self.lanes = lanes }

  @inline(__always)
  private init(bits: Bits) { lanes = unsafeBitCast(bits, to: Register.self) }

  @inline(__always)
  private var bits: Bits { unsafeBitCast(lanes, to: Bits.self) }

  @inline(__always)
  static var count: Int { Register.scalarCount }

  @inline(__always)
  init(_ number: Float) { lanes = Register(repeating: number) }

  @inline(__always)
  init(loading source: UnsafePointer<Float>) {
    lanes = UnsafeRawPointer(source).loadUnaligned(as: Register.self)
  }

  @inline(__always)
  func store(to target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: lanes, as: Register.self)
  }

  // Not inlined: each would be a page of instructions, in every kernel.
  @inline(never)
  init(loading source: UnsafePointer<Float>, count: Int, filler: Float) {
    var lanes = Register(repeating: filler)
    withUnsafeMutablePointer(to: &lanes) { lanes in
      let numbers = UnsafeMutableRawPointer(lanes).assumingMemoryBound(to: Float.self)
      for i in 0..<count { numbers[i] = source[i] }
    }
    self.lanes = lanes
  }

  @inline(never)
  func store(to target: UnsafeMutablePointer<Float>, count: Int) {
    withUnsafePointer(to: lanes) { lanes in
      let numbers = UnsafeRawPointer(lanes).assumingMemoryBound(to: Float.self)
      for i in 0..<count { target[i] = numbers[i] }
    }
  }

  @inline(__always)
  var first: Float { lanes[0] }

  @inline(__always)
  static func + (x: FloatVector, y: FloatVector) -> FloatVector {
    FloatVector(lanes: x.lanes + y.lanes)
  }

  @inline(__always)
  static func - (x: FloatVector, y: FloatVector) -> FloatVector {
    FloatVector(lanes: x.lanes - y.lanes)
  }

  @inline(__always)
  static func * (x: FloatVector, y: FloatVector) -> FloatVector {
    FloatVector(lanes: x.lanes * y.lanes)
  }

  @inline(__always)
  static func / (x: FloatVector, y: FloatVector) -> FloatVector {
    FloatVector(lanes: x.lanes / y.lanes)
  }

  @inline(__always)
  func times(_ y: FloatVector, plus z: FloatVector) -> FloatVector {
    #if SSE2
      // The function that stands in for the missing instruction takes 20 times as long.
      FloatVector(lanes: lanes * y.lanes + z.lanes)
    #else
      FloatVector(lanes: z.lanes.addingProduct(lanes, y.lanes))
    #endif
  }

  @inline(__always)
  var squareRoot: FloatVector { FloatVector(lanes: lanes.squareRoot()) }

  @inline(__always)
  var magnitude: FloatVector { FloatVector(bits: bits & ~FloatVector.signBit) }

  @inline(__always)
  var negated: FloatVector { FloatVector(bits: bits ^ FloatVector.signBit) }

  @inline(__always)
  func takingSign(of other: FloatVector) -> FloatVector {
    FloatVector(bits: bits | (other.bits & FloatVector.signBit))
  }

  @inline(__always)
  static func < (x: FloatVector, y: FloatVector) -> Mask { x.lanes .< y.lanes }

  @inline(__always)
  var isNaN: Mask { lanes .!= lanes }

  @inline(__always)
  func replacing(
    with other: FloatVector, where mask: Mask
  ) -> FloatVector {
    FloatVector(lanes: lanes.replacing(with: other.lanes, where: mask))
  }

  @inline(__always)
  var powerOfTwo: FloatVector {
    // In the sum, the last digits are those of k + 127, the exponent field of 2ᵏ: 1.5·2^23 has
    // nothing but zeros there. The shift moves them to where the field is.
    let sum = lanes + Register(repeating: 0x1.8p23 + 127)
    return FloatVector(bits: unsafeBitCast(sum, to: Bits.self) &<< 23)
  }

  @inline(__always)
  var mantissaAndExponent: (mantissa: FloatVector, exponent: FloatVector) {
    // The exponent field of x/√½ is that of m·√2 ≥ 1 plus k: subtracting the bits of √½ from those
    // of x leaves k there, and 127 is added to keep it positive.
    let rootOfHalf = Float(0.5).squareRoot().bitPattern
    let shifted = bits &+ Bits(repeating: Float(1).bitPattern &- rootOfHalf)
    let field = shifted &>> 23
    let mantissa = (shifted & Bits(repeating: 0x007f_ffff)) &+ Bits(repeating: rootOfHalf)
    // A small whole number after the digits of 2^23, which are then taken away.
    let sum = field | Bits(repeating: Float(0x1p23).bitPattern)
    let exponent =
      unsafeBitCast(sum, to: Register.self) - Register(repeating: 0x1p23 + 127)
    return (FloatVector(bits: mantissa), FloatVector(lanes: exponent))
  }

  @inline(__always)
  var truncatedToHalf: FloatVector { FloatVector(bits: bits & Bits(repeating: ~0x0000_0fff)) }

  @inline(__always)
  var sum: Float {
    #if AVX512
      let half = lanes.lowHalf + lanes.highHalf
      let quarter = half.lowHalf + half.highHalf
    #elseif AVX2
      let quarter = lanes.lowHalf + lanes.highHalf
    #else
      let quarter = lanes
    #endif
    let pair = quarter.lowHalf + quarter.highHalf
    return pair[0] + pair[1]
  }

  @inline(__always)
  var greatest: Float {
    #if AVX512
      let half = lanes.lowHalf.replacing(
        with: lanes.highHalf, where: lanes.lowHalf .< lanes.highHalf)
      let quarter = half.lowHalf.replacing(
        with: half.highHalf, where: half.lowHalf .< half.highHalf)
    #elseif AVX2
      let quarter = lanes.lowHalf.replacing(
        with: lanes.highHalf, where: lanes.lowHalf .< lanes.highHalf)
    #else
      let quarter = lanes
    #endif
    let pair = quarter.lowHalf.replacing(
      with: quarter.highHalf, where: quarter.lowHalf .< quarter.highHalf)
    return max(pair[0], pair[1])
  }

  @inline(__always)
  private static var signBit: Bits { Bits(repeating: 0x8000_0000) }
}
