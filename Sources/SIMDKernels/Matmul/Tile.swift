// A tile of C as it is held in registers while the sums grow.
//
// The compiler keeps a value in a register only when it is a variable of its own: an array of vectors
// would be indexed, and so lie in memory. Hence a tile is made of its parts as types: a row is one vector
// or some beside each other, two rows are a stack, and stacks of stacks give any height. After inlining
// nothing is left of the structure but its vectors.

/// Some rows of a tile.
protocol Tile<Scalar> {
  associatedtype Scalar: VectorScalar
  /// A row of B as wide as the tile.
  associatedtype RowOfB
  /// The number of rows.
  static var height: Int { get }
  /// The number of columns.
  static var width: Int { get }

  /// A tile of zeros.
  init()
  /// Reads a row of B; the same for every row of the tile.
  static func rowOfB(_ b: UnsafePointer<Scalar>) -> RowOfB
  /// Adds a column of A times a row of B.
  mutating func add(_ a: UnsafePointer<Scalar>, rowStride: Int, _ b: RowOfB)
  /// Writes the tile to C.
  func store(_ c: UnsafeMutablePointer<Scalar>, rowStride: Int)
  /// Adds the tile to C.
  func accumulate(_ c: UnsafeMutablePointer<Scalar>, rowStride: Int)
}

/// A row of one vector.
struct RowOfOne<Scalar: VectorScalar>: Tile {
  private var vector: Scalar.Vector

  @inline(__always) static var height: Int { 1 }
  @inline(__always) static var width: Int { Scalar.Vector.count }

  @inline(__always)
  init() { vector = Scalar.Vector(0) }

  @inline(__always)
  static func rowOfB(_ b: UnsafePointer<Scalar>) -> Scalar.Vector { Scalar.Vector(loading: b) }

  @inline(__always)
  mutating func add(_ a: UnsafePointer<Scalar>, rowStride: Int, _ b: Scalar.Vector) {
    vector = b.times(Scalar.Vector(a[0]), plus: vector)
  }

  @inline(__always)
  func store(_ c: UnsafeMutablePointer<Scalar>, rowStride: Int) { vector.store(to: c) }

  @inline(__always)
  func accumulate(_ c: UnsafeMutablePointer<Scalar>, rowStride: Int) {
    (Scalar.Vector(loading: c) + vector).store(to: c)
  }
}

/// A row beside another one: wider.
struct Beside<Left: Tile, Right: Tile>: Tile where Left.Scalar == Right.Scalar {
  typealias Scalar = Left.Scalar
  private var left = Left()
  private var right = Right()

  @inline(__always) static var height: Int { Left.height }
  @inline(__always) static var width: Int { Left.width + Right.width }

  @inline(__always)
  init() {}

  @inline(__always)
  static func rowOfB(_ b: UnsafePointer<Scalar>) -> (Left.RowOfB, Right.RowOfB) {
    (Left.rowOfB(b), Right.rowOfB(b + Left.width))
  }

  @inline(__always)
  mutating func add(
    _ a: UnsafePointer<Scalar>, rowStride: Int, _ b: (Left.RowOfB, Right.RowOfB)
  ) {
    left.add(a, rowStride: rowStride, b.0)
    right.add(a, rowStride: rowStride, b.1)
  }

  @inline(__always)
  func store(_ c: UnsafeMutablePointer<Scalar>, rowStride: Int) {
    left.store(c, rowStride: rowStride)
    right.store(c + Left.width, rowStride: rowStride)
  }

  @inline(__always)
  func accumulate(_ c: UnsafeMutablePointer<Scalar>, rowStride: Int) {
    left.accumulate(c, rowStride: rowStride)
    right.accumulate(c + Left.width, rowStride: rowStride)
  }
}

/// Rows above other rows.
struct Stack<Upper: Tile, Lower: Tile>: Tile
where Upper.Scalar == Lower.Scalar, Upper.RowOfB == Lower.RowOfB {
  typealias Scalar = Upper.Scalar
  private var upper = Upper()
  private var lower = Lower()

  @inline(__always) static var height: Int { Upper.height + Lower.height }
  @inline(__always) static var width: Int { Upper.width }

  @inline(__always)
  init() {}

  @inline(__always)
  static func rowOfB(_ b: UnsafePointer<Scalar>) -> Upper.RowOfB { Upper.rowOfB(b) }

  @inline(__always)
  mutating func add(_ a: UnsafePointer<Scalar>, rowStride: Int, _ b: Upper.RowOfB) {
    upper.add(a, rowStride: rowStride, b)
    lower.add(a + Upper.height * rowStride, rowStride: rowStride, b)
  }

  @inline(__always)
  func store(_ c: UnsafeMutablePointer<Scalar>, rowStride: Int) {
    upper.store(c, rowStride: rowStride)
    lower.store(c + Upper.height * rowStride, rowStride: rowStride)
  }

  @inline(__always)
  func accumulate(_ c: UnsafeMutablePointer<Scalar>, rowStride: Int) {
    upper.accumulate(c, rowStride: rowStride)
    lower.accumulate(c + Upper.height * rowStride, rowStride: rowStride)
  }
}

typealias RowOfTwo<Scalar: VectorScalar> = Beside<RowOfOne<Scalar>, RowOfOne<Scalar>>
typealias RowOfThree<Scalar: VectorScalar> = Beside<RowOfTwo<Scalar>, RowOfOne<Scalar>>
typealias RowOfFour<Scalar: VectorScalar> = Beside<RowOfTwo<Scalar>, RowOfTwo<Scalar>>
typealias Two<Row: Tile> = Stack<Row, Row>
typealias Four<Row: Tile> = Stack<Two<Row>, Two<Row>>
