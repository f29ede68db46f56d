/// A number that the matrix kernels multiply, with the vector that the machine has for it.
///
/// The kernels are written once, generic over this protocol, and specialised for Float and Double.
/// Every operation on whole vectors is spelled out here for each of the two types: there the compiler
/// knows the vector and makes one instruction of it.
protocol MatmulScalar: SIMDScalar, BinaryFloatingPoint, Codable, BitwiseCopyable, Sendable {
  /// As many numbers as a vector register holds.
  associatedtype Vector: SIMD where Vector.Scalar == Self

  static var zeros: Vector { get }
  static func load(_ source: UnsafePointer<Self>) -> Vector
  static func store(_ vector: Vector, _ target: UnsafeMutablePointer<Self>)
  static func add(_ x: Vector, _ y: Vector) -> Vector
  /// sum + factor·x, with a single rounding where the vector unit has that instruction.
  static func multiplyAdd(_ sum: Vector, _ factor: Self, _ x: Vector) -> Vector
  /// sum + x·y, with a single rounding where the vector unit has that instruction.
  static func multiplyAdd(_ sum: Vector, _ x: Vector, _ y: Vector) -> Vector
  /// sum + x·y, with a single rounding where the vector unit has that instruction.
  static func multiplyAdd(_ sum: Self, _ x: Self, _ y: Self) -> Self
  /// The first lanes of a vector.
  static func firstLanes(_ count: Int) -> SIMDMask<Vector.MaskStorage>
  /// The sum of a vector's numbers, always added in the same order.
  static func sum(_ vector: Vector) -> Self
}

extension MatmulScalar where Vector.MaskStorage.Scalar: FixedWidthInteger {
  /// 0, 1, 2 and so on.
  @inline(__always)
  fileprivate static var laneNumbers: Vector.MaskStorage {
    var numbers = Vector.MaskStorage()
    for lane in 0..<lanes { numbers[lane] = Vector.MaskStorage.Scalar(truncatingIfNeeded: lane) }
    return numbers
  }
}

extension MatmulScalar {
  /// The numbers in a vector.
  @inline(__always)
  static var lanes: Int { Vector.scalarCount }
}

extension Float: MatmulScalar {
  #if AVX512
    typealias Vector = SIMD16<Float>
  #elseif AVX2
    typealias Vector = SIMD8<Float>
  #else
    typealias Vector = SIMD4<Float>
  #endif

  @inline(__always) static var zeros: Vector { Vector(repeating: 0) }

  @inline(__always)
  static func load(_ source: UnsafePointer<Float>) -> Vector {
    UnsafeRawPointer(source).loadUnaligned(as: Vector.self)
  }

  @inline(__always)
  static func store(_ vector: Vector, _ target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: vector, as: Vector.self)
  }

  @inline(__always)
  static func add(_ x: Vector, _ y: Vector) -> Vector { x + y }

  @inline(__always)
  static func multiplyAdd(_ sum: Vector, _ factor: Float, _ x: Vector) -> Vector {
    multiplyAdd(sum, Vector(repeating: factor), x)
  }

  @inline(__always)
  static func multiplyAdd(_ sum: Vector, _ x: Vector, _ y: Vector) -> Vector {
    #if SSE2
      // Without the instruction, `addingProduct` would call a library function for each number.
      sum + x * y
    #else
      sum.addingProduct(x, y)
    #endif
  }

  @inline(__always)
  static func multiplyAdd(_ sum: Float, _ x: Float, _ y: Float) -> Float {
    #if SSE2
      sum + x * y
    #else
      sum.addingProduct(x, y)
    #endif
  }

  @inline(__always)
  static func firstLanes(_ count: Int) -> SIMDMask<Vector.MaskStorage> {
    laneNumbers .< Vector.MaskStorage(repeating: Int32(truncatingIfNeeded: count))
  }

  @inline(__always)
  static func sum(_ vector: Vector) -> Float { vector.sum() }
}

extension Double: MatmulScalar {
  #if AVX512
    typealias Vector = SIMD8<Double>
  #elseif AVX2
    typealias Vector = SIMD4<Double>
  #else
    typealias Vector = SIMD2<Double>
  #endif

  @inline(__always) static var zeros: Vector { Vector(repeating: 0) }

  @inline(__always)
  static func load(_ source: UnsafePointer<Double>) -> Vector {
    UnsafeRawPointer(source).loadUnaligned(as: Vector.self)
  }

  @inline(__always)
  static func store(_ vector: Vector, _ target: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(target).storeBytes(of: vector, as: Vector.self)
  }

  @inline(__always)
  static func add(_ x: Vector, _ y: Vector) -> Vector { x + y }

  @inline(__always)
  static func multiplyAdd(_ sum: Vector, _ factor: Double, _ x: Vector) -> Vector {
    multiplyAdd(sum, Vector(repeating: factor), x)
  }

  @inline(__always)
  static func multiplyAdd(_ sum: Vector, _ x: Vector, _ y: Vector) -> Vector {
    #if SSE2
      sum + x * y
    #else
      sum.addingProduct(x, y)
    #endif
  }

  @inline(__always)
  static func multiplyAdd(_ sum: Double, _ x: Double, _ y: Double) -> Double {
    #if SSE2
      sum + x * y
    #else
      sum.addingProduct(x, y)
    #endif
  }

  @inline(__always)
  static func firstLanes(_ count: Int) -> SIMDMask<Vector.MaskStorage> {
    laneNumbers .< Vector.MaskStorage(repeating: Int64(truncatingIfNeeded: count))
  }

  @inline(__always)
  static func sum(_ vector: Vector) -> Double { vector.sum() }
}
