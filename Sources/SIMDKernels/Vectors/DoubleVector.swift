extension Double: VectorScalar {
  typealias Vector = DoubleVector
  typealias Four = DoubleQuadruple
}

/// A register of `Double`.
struct DoubleVector: Vector {
  // The width of the machine's registers, as Package.swift found it.
  #if AVX512
    typealias Register = SIMD8<Double>
    typealias Bits = SIMD8<UInt64>
  #elseif AVX2
    typealias Register = SIMD4<Double>
    typealias Bits = SIMD4<UInt64>
  #else
    typealias Register = SIMD2<Double>
    typealias Bits = SIMD2<UInt64>
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
  init(_ number: Double) { lanes = Register(repeating: number) }

  @inline(__always)
  init(loading source: UnsafePointer<Double>) {
    lanes = UnsafeRawPointer(source).loadUnaligned(as: Register.self)
  }

  @inline(__always)
  func store(to target: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(target).storeBytes(of: lanes, as: Register.self)
  }

  // Not inlined: each would be a page of instructions, in every kernel.
  @inline(never)
  init(loading source: UnsafePointer<Double>, count: Int, filler: Double) {
    var lanes = Register(repeating: filler)
    withUnsafeMutablePointer(to: &lanes) { lanes in
      let numbers = UnsafeMutableRawPointer(lanes).assumingMemoryBound(to: Double.self)
      for i in 0..<count { numbers[i] = source[i] }
    }
    self.lanes = lanes
  }

  @inline(never)
  func store(to target: UnsafeMutablePointer<Double>, count: Int) {
    withUnsafePointer(to: lanes) { lanes in
      let numbers = UnsafeRawPointer(lanes).assumingMemoryBound(to: Double.self)
      for i in 0..<count { target[i] = numbers[i] }
    }
  }

  @inline(__always)
  var first: Double { lanes[0] }

  @inline(__always)
  static func + (x: DoubleVector, y: DoubleVector) -> DoubleVector {
    DoubleVector(lanes: x.lanes + y.lanes)
  }

  @inline(__always)
  static func - (x: DoubleVector, y: DoubleVector) -> DoubleVector {
    DoubleVector(lanes: x.lanes - y.lanes)
  }

  @inline(__always)
  static func * (x: DoubleVector, y: DoubleVector) -> DoubleVector {
    DoubleVector(lanes: x.lanes * y.lanes)
  }

  @inline(__always)
  static func / (x: DoubleVector, y: DoubleVector) -> DoubleVector {
    DoubleVector(lanes: x.lanes / y.lanes)
  }

  @inline(__always)
  func times(_ y: DoubleVector, plus z: DoubleVector) -> DoubleVector {
    #if SSE2
      // The function that stands in for the missing instruction takes 20 times as long.
      DoubleVector(lanes: lanes * y.lanes + z.lanes)
    #else
      DoubleVector(lanes: z.lanes.addingProduct(lanes, y.lanes))
    #endif
  }

  @inline(__always)
  var squareRoot: DoubleVector { DoubleVector(lanes: lanes.squareRoot()) }

  @inline(__always)
  var magnitude: DoubleVector { DoubleVector(bits: bits & ~DoubleVector.signBit) }

  @inline(__always)
  var negated: DoubleVector { DoubleVector(bits: bits ^ DoubleVector.signBit) }

  @inline(__always)
  func takingSign(of other: DoubleVector) -> DoubleVector {
    DoubleVector(bits: bits | (other.bits & DoubleVector.signBit))
  }

  @inline(__always)
  static func < (x: DoubleVector, y: DoubleVector) -> Mask { x.lanes .< y.lanes }

  @inline(__always)
  var isNaN: Mask { lanes .!= lanes }

  @inline(__always)
  func replacing(
    with other: DoubleVector, where mask: Mask
  ) -> DoubleVector {
    DoubleVector(lanes: lanes.replacing(with: other.lanes, where: mask))
  }

  @inline(__always)
  var powerOfTwo: DoubleVector {
    // In the sum, the last digits are those of k + 1023, the exponent field of 2ᵏ: 1.5·2^52 has
    // nothing but zeros there. The shift moves them to where the field is.
    let sum = lanes + Register(repeating: 0x1.8p52 + 1023)
    return DoubleVector(bits: unsafeBitCast(sum, to: Bits.self) &<< 52)
  }

  @inline(__always)
  var mantissaAndExponent: (mantissa: DoubleVector, exponent: DoubleVector) {
    // The exponent field of x/√½ is that of m·√2 ≥ 1 plus k: subtracting the bits of √½ from those
    // of x leaves k there, and 1023 is added to keep it positive.
    let rootOfHalf = Double(0.5).squareRoot().bitPattern
    let shifted = bits &+ Bits(repeating: Double(1).bitPattern &- rootOfHalf)
    let field = shifted &>> 52
    let mantissa = (shifted & Bits(repeating: 0x000f_ffff_ffff_ffff)) &+ Bits(repeating: rootOfHalf)
    // A small whole number after the digits of 2^52, which are then taken away.
    let sum = field | Bits(repeating: Double(0x1p52).bitPattern)
    let exponent =
      unsafeBitCast(sum, to: Register.self) - Register(repeating: 0x1p52 + 1023)
    return (DoubleVector(bits: mantissa), DoubleVector(lanes: exponent))
  }

  @inline(__always)
  var truncatedToHalf: DoubleVector { DoubleVector(bits: bits & Bits(repeating: ~0x07ff_ffff)) }

  @inline(__always)
  var sum: Double {
    #if AVX512
      let half = lanes.lowHalf + lanes.highHalf
      let pair = half.lowHalf + half.highHalf
    #elseif AVX2
      let pair = lanes.lowHalf + lanes.highHalf
    #else
      let pair = lanes
    #endif
    return pair[0] + pair[1]
  }

  @inline(__always)
  var greatest: Double {
    #if AVX512
      let half = lanes.lowHalf.replacing(
        with: lanes.highHalf, where: lanes.lowHalf .< lanes.highHalf)
      let pair = half.lowHalf.replacing(with: half.highHalf, where: half.lowHalf .< half.highHalf)
    #elseif AVX2
      let pair = lanes.lowHalf.replacing(
        with: lanes.highHalf, where: lanes.lowHalf .< lanes.highHalf)
    #else
      let pair = lanes
    #endif
    return max(pair[0], pair[1])
  }

  @inline(__always)
  private static var signBit: Bits { Bits(repeating: 0x8000_0000_0000_0000) }
}
