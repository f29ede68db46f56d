/// A number with its derivative in one direction: x + x′·ε, where ε² = 0 (Clifford, 1873).
///
/// Calculating with duals differentiates: `value` is what ordinary numbers would give, and `tangent` its
/// derivative, exact up to rounding. Since it conforms to `TensorScalar`, every operation and layer runs
/// on it unchanged and gives its directional derivative J·v, without a tape: forward-mode
/// differentiation.
///
/// ```swift
/// let x = Dual(3.0, tangent: 1)
/// (x * x).tangent                     // 6, the derivative of x² at 3
/// ```
///
/// Duals nest: `Dual<Dual<Double>>` gives second derivatives.
@frozen
public struct Dual<Base: TensorScalar>: TensorScalar {
  /// x, the number.
  public var value: Base
  /// x′, its derivative.
  public var tangent: Base

  /// Makes a number with a derivative; 0, the default, is that of a constant.
  @inlinable public init(_ value: Base, tangent: Base = 0) {
    self.value = value
    self.tangent = tangent
  }

  /// A constant.
  @inlinable public init(_ value: Double) { self.init(Base(value)) }

  /// A constant.
  @inlinable public init(integerLiteral value: Base.IntegerLiteralType) {
    self.init(Base(integerLiteral: value))
  }

  /// A constant.
  @inlinable public init(floatLiteral value: Base.FloatLiteralType) {
    self.init(Base(floatLiteral: value))
  }

  /// A constant; nil when the base type cannot represent the integer.
  @inlinable public init?<Integer: BinaryInteger>(exactly integer: Integer) {
    guard let value = Base(exactly: integer) else { return nil }
    self.init(value)
  }

  /// The ε of the base type.
  @inlinable public static var ulpOfOne: Dual { Dual(Base.ulpOfOne) }

  /// The number without its derivative.
  @inlinable public var doubleValue: Double { value.doubleValue }
}

// Arithmetic by the rules of sum, product and quotient.
extension Dual {
  /// (x + y)′ = x′ + y′.
  @inlinable public static func + (x: Dual, y: Dual) -> Dual {
    Dual(x.value + y.value, tangent: x.tangent + y.tangent)
  }

  /// (x − y)′ = x′ − y′.
  @inlinable public static func - (x: Dual, y: Dual) -> Dual {
    Dual(x.value - y.value, tangent: x.tangent - y.tangent)
  }

  /// (x·y)′ = x′·y + x·y′.
  @inlinable public static func * (x: Dual, y: Dual) -> Dual {
    Dual(x.value * y.value, tangent: x.tangent * y.value + x.value * y.tangent)
  }

  /// (x/y)′ = (x′ − (x/y)·y′) / y.
  @inlinable public static func / (x: Dual, y: Dual) -> Dual {
    let quotient = x.value / y.value
    return Dual(quotient, tangent: (x.tangent - quotient * y.tangent) / y.value)
  }

  /// (−x)′ = −x′.
  @inlinable public static prefix func - (x: Dual) -> Dual { Dual(-x.value, tangent: -x.tangent) }

  /// x ← x·y.
  @inlinable public static func *= (x: inout Dual, y: Dual) { x = x * y }

  /// |x|, with the derivative of x or −x; that of x at 0.
  @inlinable public var magnitude: Dual { value < 0 ? -self : self }
}

// A program with duals must take the same branches as with ordinary numbers, so comparisons look at the
// values alone.
extension Dual: Comparable {
  /// Whether the values are equal.
  @inlinable public static func == (x: Dual, y: Dual) -> Bool { x.value == y.value }

  /// Whether the left value is smaller.
  @inlinable public static func < (x: Dual, y: Dual) -> Bool { x.value < y.value }

  // The other three too: by default, Swift makes them from `<`, which is wrong for NaN.

  /// Whether the left value is smaller or equal.
  @inlinable public static func <= (x: Dual, y: Dual) -> Bool { x.value <= y.value }

  /// Whether the left value is larger.
  @inlinable public static func > (x: Dual, y: Dual) -> Bool { x.value > y.value }

  /// Whether the left value is larger or equal.
  @inlinable public static func >= (x: Dual, y: Dual) -> Bool { x.value >= y.value }
}

extension Dual: CustomStringConvertible {
  /// Value and tangent: `3.0 + 1.0ε`.
  public var description: String { "\(value) + \(tangent)ε" }
}
