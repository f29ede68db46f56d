/// An operation on two numbers, rounded as a plain Swift expression is.
public enum ArithmeticOperation: CaseIterable, Sendable {
  /// x + y.
  case add
  /// x − y.
  case subtract
  /// x·y.
  case multiply
  /// x/y.
  case divide
  /// The larger, x if they are equal; NaN if either is.
  case maximum
  /// The smaller, x if they are equal; NaN if either is.
  case minimum
}

/// z[i] = x[i] ∘ y[i]: bit for bit what a loop of plain Swift computes.
///
/// - Parameters:
///   - operation: The operation ∘.
///   - x: `count` numbers, or one.
///   - xIsRepeated: Whether `x` is one number that stands for all.
///   - y: `count` numbers, or one.
///   - yIsRepeated: Whether `y` is one number that stands for all.
///   - z: Room for `count` numbers; may be `x` or `y` unless that is repeated.
///   - count: The number of elements; 0 is fine.
///   - threads: The most threads to use. The result does not depend on it.
func combine<Scalar: VectorScalar>(
  _ operation: ArithmeticOperation, _ x: UnsafePointer<Scalar>, xIsRepeated: Bool = false,
  _ y: UnsafePointer<Scalar>, yIsRepeated: Bool = false, into z: UnsafeMutablePointer<Scalar>,
  count: Int, threads: Int
) {
  guard count > 0 else { return }
  parallel(count: count, size: memoryBoundPartSize, threads: threads) { start, count in
    combinePart(
      operation, Operand(x, isRepeated: xIsRepeated, from: start),
      Operand(y, isRepeated: yIsRepeated, from: start), into: z + start, count: count)
  }
}

/// z[r, c] = x[r, c] ∘ row[c], as for the bias of a layer: bit for bit what plain loops compute.
///
/// - Parameters:
///   - operation: The operation ∘.
///   - x: rows·columns numbers.
///   - row: `columns` numbers.
///   - z: Room for rows·columns numbers; may be `x`.
///   - rows: The number of rows; 0 is fine.
///   - columns: The number of columns, at least 1.
///   - threads: The most threads to use. The result does not depend on it.
func combineRows<Scalar: VectorScalar>(
  _ operation: ArithmeticOperation, _ x: UnsafePointer<Scalar>, _ row: UnsafePointer<Scalar>,
  into z: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int, threads: Int
) {
  // Short rows would end in the middle of a register. So many of them, one after the other, do not.
  let width = Scalar.Vector.count
  let isShort = columns < 256 && columns % width != 0
  let repeats = isShort ? min(width, max(rows, 1)) : 1
  let length = repeats * columns
  withUnsafeTemporaryAllocation(of: Scalar.self, capacity: isShort ? length : 0) { copies in
    var row = row
    if isShort, let base = copies.baseAddress {
      for copy in 0..<repeats { (base + copy * columns).update(from: row, count: columns) }
      row = UnsafePointer(base)
    }
    let size = rowsOfPart(columns: length, elements: memoryBoundPartSize) * length
    parallel(count: rows * columns, size: size, threads: threads) { start, count in
      combineRowsOfPart(operation, x + start, row, into: z + start, count, length: length)
    }
  }
}

/// The same for `count` numbers, in rows of `length`, of which the last may be shorter.
@inline(never)
private func combineRowsOfPart<Scalar: VectorScalar>(
  _ operation: ArithmeticOperation, _ x: UnsafePointer<Scalar>, _ row: UnsafePointer<Scalar>,
  into z: UnsafeMutablePointer<Scalar>, _ count: Int, length: Int
) {
  withFunction(operation, Scalar.self) { combine in
    for start in stride(from: 0, to: count, by: length) {
      Scalar.zip(
        x + start, row, into: z + start, count: min(length, count - start), combine)
    }
  }
}

/// Calls `body` with the function of an operation, whose instructions are written there.
@inline(__always)
private func withFunction<Scalar: VectorScalar>(
  _ operation: ArithmeticOperation, _: Scalar.Type,
  _ body: ((Scalar.Vector, Scalar.Vector) -> Scalar.Vector) -> Void
) {
  typealias Vector = Scalar.Vector
  @inline(__always) func add(_ x: Vector, _ y: Vector) -> Vector { x + y }
  @inline(__always) func subtract(_ x: Vector, _ y: Vector) -> Vector { x - y }
  @inline(__always) func multiply(_ x: Vector, _ y: Vector) -> Vector { x * y }
  @inline(__always) func divide(_ x: Vector, _ y: Vector) -> Vector { x / y }
  @inline(__always) func maximum(_ x: Vector, _ y: Vector) -> Vector { x.larger(y) }
  @inline(__always) func minimum(_ x: Vector, _ y: Vector) -> Vector { x.smaller(y) }
  switch operation {
  case .add: body(add)
  case .subtract: body(subtract)
  case .multiply: body(multiply)
  case .divide: body(divide)
  case .maximum: body(maximum)
  case .minimum: body(minimum)
  }
}

/// Numbers, or one number that stands for as many.
private struct Operand<Scalar: VectorScalar> {
  private let numbers: UnsafePointer<Scalar>
  private let repeated: Scalar.Vector
  private let isRepeated: Bool

  @inline(__always)
  init(_ numbers: UnsafePointer<Scalar>, isRepeated: Bool, from start: Int) {
    self.numbers = isRepeated ? numbers : numbers + start
    repeated = Scalar.Vector(numbers[0])
    self.isRepeated = isRepeated
  }

  @inline(__always)
  subscript(_ index: Int) -> Scalar.Vector {
    isRepeated ? repeated : Scalar.Vector(loading: numbers + index)
  }

  @inline(__always)
  subscript(_ index: Int, count count: Int) -> Scalar.Vector {
    isRepeated ? repeated : Scalar.Vector(loading: numbers + index, count: count, filler: 0)
  }
}

@inline(never)
private func combinePart<Scalar: VectorScalar>(
  _ operation: ArithmeticOperation, _ x: Operand<Scalar>, _ y: Operand<Scalar>,
  into z: UnsafeMutablePointer<Scalar>, count: Int
) {
  withFunction(operation, Scalar.self) { combineEach(x, y, into: z, count: count, $0) }
}

@inline(__always)
private func combineEach<Scalar: VectorScalar>(
  _ x: Operand<Scalar>, _ y: Operand<Scalar>, into z: UnsafeMutablePointer<Scalar>, count: Int,
  _ f: (Scalar.Vector, Scalar.Vector) -> Scalar.Vector
) {
  let width = Scalar.Vector.count
  var i = 0
  while i &+ width <= count {
    f(x[i], y[i]).store(to: z + i)
    i &+= width
  }
  if i < count {
    let rest = count - i
    f(x[i, count: rest], y[i, count: rest]).store(to: z + i, count: rest)
  }
}

extension Vector {
  /// The larger of each pair, this one if they are equal; NaN if either is.
  @inline(__always)
  func larger(_ other: Self) -> Self {
    replacing(with: other, where: self < other)
      .replacing(with: other, where: other.isNaN).replacing(with: self, where: isNaN)
  }

  /// The smaller of each pair, this one if they are equal; NaN if either is.
  @inline(__always)
  func smaller(_ other: Self) -> Self {
    replacing(with: other, where: other < self)
      .replacing(with: other, where: other.isNaN).replacing(with: self, where: isNaN)
  }
}
