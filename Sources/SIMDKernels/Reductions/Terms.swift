/// What is added up: numbers, or products of numbers.
///
/// A protocol and not a closure: a closure that is called nine times is not inlined.
protocol Terms {
  associatedtype Scalar: VectorScalar
  /// A register's worth of terms from an index on, added to a sum.
  func adding(to sum: Scalar.Vector, at index: Int) -> Scalar.Vector
  /// Fewer terms than that.
  func adding(to sum: Scalar.Vector, at index: Int, count: Int) -> Scalar.Vector
}

/// xᵢ.
struct Numbers<Scalar: VectorScalar>: Terms {
  private let x: UnsafePointer<Scalar>

  @inline(__always)
  init(_ x: UnsafePointer<Scalar>) { self.x = x }

  @inline(__always)
  func adding(to sum: Scalar.Vector, at index: Int) -> Scalar.Vector {
    sum + Scalar.Vector(loading: x + index)
  }

  @inline(__always)
  func adding(to sum: Scalar.Vector, at index: Int, count: Int) -> Scalar.Vector {
    sum + Scalar.Vector(loading: x + index, count: count, filler: 0)
  }
}

/// xᵢ·yᵢ.
struct Products<Scalar: VectorScalar>: Terms {
  private let x: UnsafePointer<Scalar>
  private let y: UnsafePointer<Scalar>

  @inline(__always)
  init(_ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>) {
    self.x = x
    self.y = y
  }

  @inline(__always)
  func adding(to sum: Scalar.Vector, at index: Int) -> Scalar.Vector {
    Scalar.Vector(loading: x + index).times(Scalar.Vector(loading: y + index), plus: sum)
  }

  @inline(__always)
  func adding(to sum: Scalar.Vector, at index: Int, count: Int) -> Scalar.Vector {
    Scalar.Vector(loading: x + index, count: count, filler: 0)
      .times(Scalar.Vector(loading: y + index, count: count, filler: 0), plus: sum)
  }
}

/// (xᵢ − a)·(yᵢ − b).
struct CenteredProducts<Scalar: VectorScalar>: Terms {
  private let x: UnsafePointer<Scalar>
  private let a: Scalar
  private let y: UnsafePointer<Scalar>
  private let b: Scalar

  @inline(__always)
  init(_ x: UnsafePointer<Scalar>, _ a: Scalar, _ y: UnsafePointer<Scalar>, _ b: Scalar) {
    self.x = x
    self.a = a
    self.y = y
    self.b = b
  }

  @inline(__always)
  func adding(to sum: Scalar.Vector, at index: Int) -> Scalar.Vector {
    added(to: sum, Scalar.Vector(loading: x + index), Scalar.Vector(loading: y + index))
  }

  @inline(__always)
  func adding(to sum: Scalar.Vector, at index: Int, count: Int) -> Scalar.Vector {
    added(
      to: sum, Scalar.Vector(loading: x + index, count: count, filler: a),
      Scalar.Vector(loading: y + index, count: count, filler: b))
  }

  @inline(__always)
  private func added(
    to sum: Scalar.Vector, _ x: Scalar.Vector, _ y: Scalar.Vector
  ) -> Scalar.Vector {
    (x - Scalar.Vector(a)).times(y - Scalar.Vector(b), plus: sum)
  }
}

extension Terms {
  /// The sum of `count` terms from `start` on, added up in 8 registers: one addition takes some 4 cycles,
  /// and two can start in each, so that fewer registers would wait for each other.
  ///
  /// In which register and lane a term is added depends on its place alone, and not on how many follow: so
  /// zeros at the end change no bit.
  // Not inlined: it adds at 23 places, each of which the compiler writes out lane by lane.
  @inline(never)
  func sum(from start: Int, count: Int) -> Scalar {
    typealias Vector = Scalar.Vector
    let zero = Vector(0)
    var (s0, s1, s2, s3, s4, s5, s6, s7) = (zero, zero, zero, zero, zero, zero, zero, zero)
    let width = Vector.count
    let end = start + count
    var i = start
    while i + 8 * width <= end {
      s0 = adding(to: s0, at: i)
      s1 = adding(to: s1, at: i + width)
      s2 = adding(to: s2, at: i + 2 * width)
      s3 = adding(to: s3, at: i + 3 * width)
      s4 = adding(to: s4, at: i + 4 * width)
      s5 = adding(to: s5, at: i + 5 * width)
      s6 = adding(to: s6, at: i + 6 * width)
      s7 = adding(to: s7, at: i + 7 * width)
      i += 8 * width
    }
    // What is left: up to 7 whole registers, and then a part of one.
    let whole = (end - i) / width
    if whole > 0 { s0 = adding(to: s0, at: i) }
    if whole > 1 { s1 = adding(to: s1, at: i + width) }
    if whole > 2 { s2 = adding(to: s2, at: i + 2 * width) }
    if whole > 3 { s3 = adding(to: s3, at: i + 3 * width) }
    if whole > 4 { s4 = adding(to: s4, at: i + 4 * width) }
    if whole > 5 { s5 = adding(to: s5, at: i + 5 * width) }
    if whole > 6 { s6 = adding(to: s6, at: i + 6 * width) }
    i += whole * width
    if i < end {
      switch whole {
      case 0: s0 = adding(to: s0, at: i, count: end - i)
      case 1: s1 = adding(to: s1, at: i, count: end - i)
      case 2: s2 = adding(to: s2, at: i, count: end - i)
      case 3: s3 = adding(to: s3, at: i, count: end - i)
      case 4: s4 = adding(to: s4, at: i, count: end - i)
      case 5: s5 = adding(to: s5, at: i, count: end - i)
      case 6: s6 = adding(to: s6, at: i, count: end - i)
      default: s7 = adding(to: s7, at: i, count: end - i)
      }
    }
    return (((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7))).sum
  }
}
