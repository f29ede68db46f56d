// Sums of products along rows: each is a register of partial sums, which are added up at the end. The compiler keeps
// them in registers only when each is a variable of its own, as in a `Tile`: so several sums are a pair of fewer.

/// The growing sums of some rows, each a vector of partial sums.
protocol Sums<Scalar> {
  associatedtype Scalar: VectorScalar
  static var count: Int { get }
  init()
  /// Adds the products of the next vector of each row with that of x.
  mutating func add(_ rows: UnsafePointer<Scalar>, stride: Int, _ x: Scalar.Vector)
  /// The same for the last numbers of each row, fewer than a vector holds.
  mutating func add(_ rows: UnsafePointer<Scalar>, count: Int, stride: Int, _ x: Scalar.Vector)
  /// Writes each row's sum, or adds it to what is there, at places so far apart.
  func store(_ y: UnsafeMutablePointer<Scalar>, stride: Int, accumulate: Bool)
}

struct OneSum<Scalar: VectorScalar>: Sums {
  private var sum = Scalar.Vector(0)

  @inline(__always) static var count: Int { 1 }
  @inline(__always) init() {}

  @inline(__always)
  mutating func add(_ rows: UnsafePointer<Scalar>, stride: Int, _ x: Scalar.Vector) {
    sum = Scalar.Vector(loading: rows).times(x, plus: sum)
  }

  @inline(__always)
  mutating func add(_ rows: UnsafePointer<Scalar>, count: Int, stride: Int, _ x: Scalar.Vector) {
    sum = Scalar.Vector(loading: rows, count: count, filler: 0).times(x, plus: sum)
  }

  @inline(__always)
  func store(_ y: UnsafeMutablePointer<Scalar>, stride: Int, accumulate: Bool) {
    y[0] = accumulate ? y[0] + sum.sum : sum.sum
  }
}

struct TwoSums<Half: Sums>: Sums {
  typealias Scalar = Half.Scalar
  private var first = Half()
  private var second = Half()

  @inline(__always) static var count: Int { 2 * Half.count }
  @inline(__always) init() {}

  @inline(__always)
  mutating func add(_ rows: UnsafePointer<Scalar>, stride: Int, _ x: Scalar.Vector) {
    first.add(rows, stride: stride, x)
    second.add(rows + Half.count * stride, stride: stride, x)
  }

  @inline(__always)
  mutating func add(_ rows: UnsafePointer<Scalar>, count: Int, stride: Int, _ x: Scalar.Vector) {
    first.add(rows, count: count, stride: stride, x)
    second.add(rows + Half.count * stride, count: count, stride: stride, x)
  }

  @inline(__always)
  func store(_ y: UnsafeMutablePointer<Scalar>, stride: Int, accumulate: Bool) {
    first.store(y, stride: stride, accumulate: accumulate)
    second.store(y + Half.count * stride, stride: stride, accumulate: accumulate)
  }
}

typealias FourSums<Scalar: VectorScalar> = TwoSums<TwoSums<OneSum<Scalar>>>
typealias EightSums<Scalar: VectorScalar> = TwoSums<FourSums<Scalar>>
