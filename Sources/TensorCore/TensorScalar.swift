import Foundation
import SIMDKernels

/// A number that tensors can calculate with: field arithmetic, comparison and the elementary
/// functions.
///
/// `Float` and `Double` conform. It asks for less than `BinaryFloatingPoint`, so that other kinds of
/// number can conform too: a dual number, which carries a derivative along, turns every function
/// written for a `TensorScalar` into its own differentiator.
///
/// Comparison is that of the values: a NaN is neither smaller than, nor larger than, nor equal to
/// anything, itself included.
public protocol TensorScalar:
  TensorElement, SignedNumeric, Comparable, ExpressibleByFloatLiteral
where Magnitude == Self {
  /// The nearest number of this type.
  init(_ value: Double)

  /// The value as a `Double`, for printing, measuring and drawing.
  var doubleValue: Double { get }

  /// ε, the distance from 1 to the next larger number; found by halving, unless a type says otherwise.
  static var ulpOfOne: Self { get }

  /// The quotient. Division by zero gives an infinity or NaN, as in IEEE 754.
  static func / (dividend: Self, divisor: Self) -> Self

  /// eˣ.
  static func exp(_ x: Self) -> Self
  /// eˣ − 1, exact where x is small.
  static func expm1(_ x: Self) -> Self
  /// The natural logarithm ln x.
  static func log(_ x: Self) -> Self
  /// ln(1 + x), exact where x is small.
  static func log1p(_ x: Self) -> Self
  /// The square root √x.
  static func sqrt(_ x: Self) -> Self
  /// The power xʸ.
  static func pow(_ x: Self, _ y: Self) -> Self
  /// The sine of x, in radians.
  static func sin(_ x: Self) -> Self
  /// The cosine of x, in radians.
  static func cos(_ x: Self) -> Self
  /// The hyperbolic tangent (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ).
  static func tanh(_ x: Self) -> Self
  /// The error function 2/√π · ∫₀ˣ exp(−t²) dt.
  static func erf(_ x: Self) -> Self
  /// 1 − erf x, exact also where that is small.
  static func erfc(_ x: Self) -> Self

  /// The kernels that the `.simd` backend runs for this kind of number; nil, the default, if it has
  /// none.
  static var vectorKernels: VectorKernels<Self>? { get }

  /// What this kind of number computes by the kernels of those that it is made of, as ``Dual`` does; nil, the
  /// default, for a number that has no parts.
  static var partKernels: PartKernels<Self>? { get }
}

extension TensorScalar {
  /// None, unless a kind of number says otherwise.
  @inlinable
  public static var vectorKernels: VectorKernels<Self>? { nil }

  /// None, unless a kind of number says otherwise.
  @inlinable
  public static var partKernels: PartKernels<Self>? { nil }

  /// ε, found by halving.
  public static var ulpOfOne: Self {
    var distance: Self = 1
    while 1 + distance * 0.5 != 1 { distance *= 0.5 }
    return distance
  }

  /// Whether the value is neither infinite nor NaN.
  @inlinable
  public var isFinite: Bool { doubleValue.isFinite }
}

extension Float: TensorScalar {
  /// The value as a `Double`; exact.
  @inlinable public var doubleValue: Double { Double(self) }
  /// eˣ.
  @inlinable public static func exp(_ x: Float) -> Float { Foundation.exp(x) }
  /// eˣ − 1.
  @inlinable public static func expm1(_ x: Float) -> Float { Foundation.expm1(x) }
  /// ln x.
  @inlinable public static func log(_ x: Float) -> Float { Foundation.log(x) }
  /// ln(1 + x).
  @inlinable public static func log1p(_ x: Float) -> Float { Foundation.log1p(x) }
  /// √x.
  @inlinable public static func sqrt(_ x: Float) -> Float { x.squareRoot() }
  /// xʸ.
  @inlinable public static func pow(_ x: Float, _ y: Float) -> Float { Foundation.pow(x, y) }
  /// sin x.
  @inlinable public static func sin(_ x: Float) -> Float { Foundation.sin(x) }
  /// cos x.
  @inlinable public static func cos(_ x: Float) -> Float { Foundation.cos(x) }
  /// tanh x.
  @inlinable public static func tanh(_ x: Float) -> Float { Foundation.tanh(x) }
  /// erf x.
  @inlinable public static func erf(_ x: Float) -> Float { Foundation.erf(x) }
  /// 1 − erf x.
  @inlinable public static func erfc(_ x: Float) -> Float { Foundation.erfc(x) }
}

extension Double: TensorScalar {
  /// The value itself.
  @inlinable public var doubleValue: Double { self }
  /// eˣ.
  @inlinable public static func exp(_ x: Double) -> Double { Foundation.exp(x) }
  /// eˣ − 1.
  @inlinable public static func expm1(_ x: Double) -> Double { Foundation.expm1(x) }
  /// ln x.
  @inlinable public static func log(_ x: Double) -> Double { Foundation.log(x) }
  /// ln(1 + x).
  @inlinable public static func log1p(_ x: Double) -> Double { Foundation.log1p(x) }
  /// √x.
  @inlinable public static func sqrt(_ x: Double) -> Double { x.squareRoot() }
  /// xʸ.
  @inlinable public static func pow(_ x: Double, _ y: Double) -> Double { Foundation.pow(x, y) }
  /// sin x.
  @inlinable public static func sin(_ x: Double) -> Double { Foundation.sin(x) }
  /// cos x.
  @inlinable public static func cos(_ x: Double) -> Double { Foundation.cos(x) }
  /// tanh x.
  @inlinable public static func tanh(_ x: Double) -> Double { Foundation.tanh(x) }
  /// erf x.
  @inlinable public static func erf(_ x: Double) -> Double { Foundation.erf(x) }
  /// 1 − erf x.
  @inlinable public static func erfc(_ x: Double) -> Double { Foundation.erfc(x) }
}
