/// A number that the matrix kernels multiply, with the vector that the machine has for it.
///
/// The kernels are written once, generic over this protocol, and specialised for Float and Double.
/// Every operation on whole vectors is spelled out here for each of the two types: there the compiler
/// knows the vector and makes one instruction of it.
protocol MatmulScalar: SIMDScalar, BinaryFloatingPoint, Codable, BitwiseCopyable, Sendable {
  /// As many numbers as a vector register holds.
  associatedtype MatmulVector: SIMD where MatmulVector.Scalar == Self

  static var zeros: MatmulVector { get }
  static func load(_ source: UnsafePointer<Self>) -> MatmulVector
  static func store(_ vector: MatmulVector, _ target: UnsafeMutablePointer<Self>)
  static func add(_ x: MatmulVector, _ y: MatmulVector) -> MatmulVector
  /// sum + factor·x, with a single rounding where the vector unit has that instruction.
  static func multiplyAdd(_ sum: MatmulVector, _ factor: Self, _ x: MatmulVector) -> MatmulVector
  /// sum + x·y, with a single rounding where the vector unit has that instruction.
  static func multiplyAdd(_ sum: MatmulVector, _ x: MatmulVector, _ y: MatmulVector) -> MatmulVector
  /// sum + x·y, with a single rounding where the vector unit has that instruction.
  static func multiplyAdd(_ sum: Self, _ x: Self, _ y: Self) -> Self
  /// The first lanes of a vector.
  static func firstLanes(_ count: Int) -> SIMDMask<MatmulVector.MaskStorage>
  /// The sum of a vector's numbers, always added in the same order.
  static func sum(_ vector: MatmulVector) -> Self
}

extension MatmulScalar where MatmulVector.MaskStorage.Scalar: FixedWidthInteger {
  /// 0, 1, 2 and so on.
  @inline(__always)
  fileprivate static var laneNumbers: MatmulVector.MaskStorage {
    var numbers = MatmulVector.MaskStorage()
    for lane in 0..<lanes {
      numbers[lane] = MatmulVector.MaskStorage.Scalar(truncatingIfNeeded: lane)
    }
    return numbers
  }
}

extension MatmulScalar {
  /// The numbers in a vector.
  @inline(__always)
  static var lanes: Int { MatmulVector.scalarCount }
}

extension Float: MatmulScalar {
  #if AVX512
    typealias MatmulVector = SIMD16<Float>
  #elseif AVX2
    typealias MatmulVector = SIMD8<Float>
  #else
    typealias MatmulVector = SIMD4<Float>
  #endif

  @inline(__always) static var zeros: MatmulVector { MatmulVector(repeating: 0) }

  @inline(__always)
  static func load(_ source: UnsafePointer<Float>) -> MatmulVector {
    UnsafeRawPointer(source).loadUnaligned(as: MatmulVector.self)
  }

  @inline(__always)
  static func store(_ vector: MatmulVector, _ target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: vector, as: MatmulVector.self)
  }

  @inline(__always)
  static func add(_ x: MatmulVector, _ y: MatmulVector) -> MatmulVector { x + y }

  @inline(__always)
  static func multiplyAdd(_ sum: MatmulVector, _ factor: Float, _ x: MatmulVector) -> MatmulVector {
    multiplyAdd(sum, MatmulVector(repeating: factor), x)
  }

  @inline(__always)
  static func multiplyAdd(_ sum: MatmulVector, _ x: MatmulVector, _ y: MatmulVector) -> MatmulVector
  {
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
  static func firstLanes(_ count: Int) -> SIMDMask<MatmulVector.MaskStorage> {
    laneNumbers .< MatmulVector.MaskStorage(repeating: Int32(truncatingIfNeeded: count))
  }

  @inline(__always)
  static func sum(_ vector: MatmulVector) -> Float { vector.sum() }
}

extension Double: MatmulScalar {
  #if AVX512
    typealias MatmulVector = SIMD8<Double>
  #elseif AVX2
    typealias MatmulVector = SIMD4<Double>
  #else
    typealias MatmulVector = SIMD2<Double>
  #endif

  @inline(__always) static var zeros: MatmulVector { MatmulVector(repeating: 0) }

  @inline(__always)
  static func load(_ source: UnsafePointer<Double>) -> MatmulVector {
    UnsafeRawPointer(source).loadUnaligned(as: MatmulVector.self)
  }

  @inline(__always)
  static func store(_ vector: MatmulVector, _ target: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(target).storeBytes(of: vector, as: MatmulVector.self)
  }

  @inline(__always)
  static func add(_ x: MatmulVector, _ y: MatmulVector) -> MatmulVector { x + y }

  @inline(__always)
  static func multiplyAdd(_ sum: MatmulVector, _ factor: Double, _ x: MatmulVector) -> MatmulVector
  {
    multiplyAdd(sum, MatmulVector(repeating: factor), x)
  }

  @inline(__always)
  static func multiplyAdd(_ sum: MatmulVector, _ x: MatmulVector, _ y: MatmulVector) -> MatmulVector
  {
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
  static func firstLanes(_ count: Int) -> SIMDMask<MatmulVector.MaskStorage> {
    laneNumbers .< MatmulVector.MaskStorage(repeating: Int64(truncatingIfNeeded: count))
  }

  @inline(__always)
  static func sum(_ vector: MatmulVector) -> Double { vector.sum() }
}
