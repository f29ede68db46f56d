/// The numbers of one vector register, and what kernels do with them: each operation acts on all of
/// them at once.
///
/// Kernels are written once, for any `Vector`, and compiled for the two that exist, `FloatVector` and
/// `DoubleVector`. Why not for Swift's own `SIMD` protocol: its operations, called through the protocol,
/// are loops over the elements; only those of a concrete type such as `SIMD16<Float>` are instructions.
/// So each requirement here is one call of a concrete operation, always inlined.
protocol Vector {
  associatedtype Scalar: VectorScalar where Scalar.Vector == Self
  /// The answers to a comparison, one for each number.
  associatedtype Mask

  /// How many numbers a register holds.
  static var count: Int { get }
  /// The same number everywhere.
  init(_ number: Scalar)

  /// The next `count` numbers from memory, which need not be aligned.
  init(loading source: UnsafePointer<Scalar>)
  /// The next `count` numbers, fewer than a register holds; `filler` elsewhere. Reads no others.
  init(loading source: UnsafePointer<Scalar>, count: Int, filler: Scalar)
  func store(to target: UnsafeMutablePointer<Scalar>)
  /// Writes the first `count` numbers alone.
  func store(to target: UnsafeMutablePointer<Scalar>, count: Int)
  /// The first number.
  var first: Scalar { get }

  static func + (x: Self, y: Self) -> Self
  static func - (x: Self, y: Self) -> Self
  static func * (x: Self, y: Self) -> Self
  static func / (x: Self, y: Self) -> Self
  /// self·y + z, rounded once where the machine has the instruction, and otherwise twice.
  func times(_ y: Self, plus z: Self) -> Self
  var squareRoot: Self { get }
  /// |x|: the sign bit is taken away, also from a zero or a NaN.
  var magnitude: Self { get }
  /// −x: the sign bit is turned over, also that of a zero.
  var negated: Self { get }
  /// The number with the sign bit of another, where its own is 0.
  func takingSign(of other: Self) -> Self

  static func < (x: Self, y: Self) -> Mask
  /// Whether each number is NaN.
  var isNaN: Mask { get }
  /// The numbers of `other` where the mask says so, else these.
  func replacing(with other: Self, where mask: Mask) -> Self

  /// 2ᵏ for each of these whole numbers k, which must lie within the exponents of normal numbers.
  var powerOfTwo: Self { get }
  /// The m and k of x = m·2ᵏ with √½ ≤ m < √2, for each positive normal number x.
  var mantissaAndExponent: (mantissa: Self, exponent: Self) { get }
  /// The number with the lower half of its significand cleared, so that its square is exact.
  var truncatedToHalf: Self { get }

  /// The sum of all numbers, added in a fixed order: halves upon halves.
  var sum: Scalar { get }
  /// The largest of all numbers, none of which may be NaN.
  var greatest: Scalar { get }
}

/// A number that kernels calculate with: `Float` or `Double`.
protocol VectorScalar:
  SIMDScalar, BitwiseCopyable, Codable, ExponentialConstants, LogarithmConstants,
  ErrorFunctionConstants
where Vector: SIMDKernels.Vector, Vector.Scalar == Self {
  /// Four of them.
  associatedtype Four: Quadruple where Four.Scalar == Self
}

extension VectorScalar {
  /// self·y + z, rounded as vectors do it.
  @inline(__always)
  func times(_ y: Self, plus z: Self) -> Self {
    Vector(self).times(Vector(y), plus: Vector(z)).first
  }
}

extension Vector {
  /// self·y + z, for one number z.
  @inline(__always)
  func times(_ y: Self, plus z: Scalar) -> Self { times(y, plus: Self(z)) }

  /// The smaller of each number and a bound; NaN stays NaN.
  @inline(__always)
  func atMost(_ bound: Scalar) -> Self { replacing(with: Self(bound), where: Self(bound) < self) }

  /// The larger of each number and a bound; NaN stays NaN.
  @inline(__always)
  func atLeast(_ bound: Scalar) -> Self { replacing(with: Self(bound), where: self < Self(bound)) }
}
