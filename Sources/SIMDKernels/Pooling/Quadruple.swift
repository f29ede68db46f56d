/// Four numbers, for kernels whose rows are too short for whole registers, and what those need of them.
///
/// Like `Vector`, a protocol of concrete operations: a kernel is written once, and each call becomes an
/// instruction.
protocol Quadruple {
  associatedtype Scalar
  /// The answers to a comparison.
  associatedtype Mask

  /// Four zeros.
  init(zero: Void)
  init(loading source: UnsafePointer<Scalar>)
  func store(to target: UnsafeMutablePointer<Scalar>)
  /// Writes the first number alone.
  func storeFirst(to target: UnsafeMutablePointer<Scalar>)
  /// Eight neighboring numbers: those in even places, and those in odd ones.
  static func loadPairs(_ source: UnsafePointer<Scalar>) -> (even: Self, odd: Self)
  static func storePairs(even: Self, odd: Self, to target: UnsafeMutablePointer<Scalar>)

  /// Whether each number takes the place of another as the largest so far: it is larger, or the first
  /// NaN (of which no comparison holds).
  func beats(_ champion: Self) -> Mask
  /// The numbers of `other` where the mask says so, else these.
  func replacing(with other: Self, where mask: Mask) -> Self
}

struct FloatQuadruple: Quadruple {
  private let numbers: SIMD4<Float>

  @inline(__always)
  private init(numbers: SIMD4<Float>) { self.numbers = numbers }

  @inline(__always)
  init(zero: Void) { numbers = SIMD4(repeating: 0) }

  @inline(__always)
  init(loading source: UnsafePointer<Float>) {
    numbers = UnsafeRawPointer(source).loadUnaligned(as: SIMD4<Float>.self)
  }

  @inline(__always)
  func store(to target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: numbers, as: SIMD4<Float>.self)
  }

  @inline(__always)
  func storeFirst(to target: UnsafeMutablePointer<Float>) { target.pointee = numbers[0] }

  @inline(__always)
  static func loadPairs(_ source: UnsafePointer<Float>) -> (even: Self, odd: Self) {
    let eight = UnsafeRawPointer(source).loadUnaligned(as: SIMD8<Float>.self)
    return (Self(numbers: eight.evenHalf), Self(numbers: eight.oddHalf))
  }

  @inline(__always)
  static func storePairs(even: Self, odd: Self, to target: UnsafeMutablePointer<Float>) {
    var eight = SIMD8<Float>()
    eight.evenHalf = even.numbers
    eight.oddHalf = odd.numbers
    UnsafeMutableRawPointer(target).storeBytes(of: eight, as: SIMD8<Float>.self)
  }

  @inline(__always)
  func beats(_ champion: Self) -> SIMDMask<SIMD4<Int32>> {
    .!(numbers .<= champion.numbers) .& (champion.numbers .== champion.numbers)
  }

  @inline(__always)
  func replacing(with other: Self, where mask: SIMDMask<SIMD4<Int32>>) -> Self {
    Self(numbers: numbers.replacing(with: other.numbers, where: mask))
  }
}

struct DoubleQuadruple: Quadruple {
  private let numbers: SIMD4<Double>

  @inline(__always)
  private init(numbers: SIMD4<Double>) { self.numbers = numbers }

  @inline(__always)
  init(zero: Void) { numbers = SIMD4(repeating: 0) }

  @inline(__always)
  init(loading source: UnsafePointer<Double>) {
    numbers = UnsafeRawPointer(source).loadUnaligned(as: SIMD4<Double>.self)
  }

  @inline(__always)
  func store(to target: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(target).storeBytes(of: numbers, as: SIMD4<Double>.self)
  }

  @inline(__always)
  func storeFirst(to target: UnsafeMutablePointer<Double>) { target.pointee = numbers[0] }

  @inline(__always)
  static func loadPairs(_ source: UnsafePointer<Double>) -> (even: Self, odd: Self) {
    let eight = UnsafeRawPointer(source).loadUnaligned(as: SIMD8<Double>.self)
    return (Self(numbers: eight.evenHalf), Self(numbers: eight.oddHalf))
  }

  @inline(__always)
  static func storePairs(even: Self, odd: Self, to target: UnsafeMutablePointer<Double>) {
    var eight = SIMD8<Double>()
    eight.evenHalf = even.numbers
    eight.oddHalf = odd.numbers
    UnsafeMutableRawPointer(target).storeBytes(of: eight, as: SIMD8<Double>.self)
  }

  @inline(__always)
  func beats(_ champion: Self) -> SIMDMask<SIMD4<Int64>> {
    .!(numbers .<= champion.numbers) .& (champion.numbers .== champion.numbers)
  }

  @inline(__always)
  func replacing(with other: Self, where mask: SIMDMask<SIMD4<Int64>>) -> Self {
    Self(numbers: numbers.replacing(with: other.numbers, where: mask))
  }
}
