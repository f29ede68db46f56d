// Positions side by side: a register holds one number of as many queries (or keys) as it has lanes, and so no sum
// goes across a register. What the lanes meet, a key (or a query), comes number by number, each repeated in all
// lanes.

/// Memory for numbers in lanes: so many rows of one register each.
struct LaneRows<Scalar: VectorScalar> {
  typealias Vector = Scalar.Vector
  let base: UnsafeMutablePointer<Scalar>

  /// Runs a function with so many rows.
  @inline(__always)
  static func with(_ count: Int, _ body: (LaneRows) -> Void) {
    let bytes = count * Vector.count * MemoryLayout<Scalar>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes), alignment: 64)
    defer { memory.deallocate() }
    body(LaneRows(base: memory.bindMemory(to: Scalar.self, capacity: count * Vector.count)))
  }

  /// The rows from a place on.
  @inline(__always)
  func from(_ row: Int) -> LaneRows { LaneRows(base: base + row * Vector.count) }

  @inline(__always)
  subscript(row: Int) -> Vector {
    get { Vector(loading: base + row * Vector.count) }
    nonmutating set { newValue.store(to: base + row * Vector.count) }
  }

  /// Four rows from a place on.
  @inline(__always)
  func quartet(at row: Int) -> Quartet<Vector> {
    Quartet(self[row], self[row + 1], self[row + 2], self[row + 3])
  }

  @inline(__always)
  func setQuartet(_ four: Quartet<Vector>, at row: Int) {
    (self[row], self[row + 1], self[row + 2], self[row + 3]) = (four.a, four.b, four.c, four.d)
  }

  /// Row i becomes number i of so many positions, a lane for each, times a factor; 0 in the other lanes.
  @inline(never)
  func load(
    _ positions: UnsafePointer<Scalar>, stride: Int, count: Int, width: Int, times factor: Scalar
  ) {
    if count < Vector.count { fill(width, with: 0) }
    transpose(
      positions, columnStride: stride, columns: count, rows: width, into: base,
      rowStride: Vector.count)
    if factor != 1 { multiply(width, by: factor) }
  }

  /// Writes number i of so many positions from row i, times a factor, which the rows keep.
  @inline(never)
  func store(
    to positions: UnsafeMutablePointer<Scalar>, stride: Int, count: Int, width: Int,
    times factor: Scalar
  ) {
    if factor != 1 { multiply(width, by: factor) }
    transpose(
      base, columnStride: Vector.count, columns: width, rows: count, into: positions,
      rowStride: stride)
  }

  private func multiply(_ count: Int, by factor: Scalar) {
    let factor = Vector(factor)
    for row in 0..<count { self[row] = self[row] * factor }
  }

  func fill(_ count: Int, with number: Scalar) {
    for row in 0..<count { self[row] = Vector(number) }
  }

  /// The products of the lanes with four others, each of so many numbers.
  @inline(__always)
  func products(with others: Quartet<UnsafePointer<Scalar>>, width: Int) -> Quartet<Vector> {
    var sums = Quartet(Vector(0), Vector(0), Vector(0), Vector(0))
    for i in 0..<width {
      let number = self[i]
      sums.a = number.times(Vector(others.a[i]), plus: sums.a)
      sums.b = number.times(Vector(others.b[i]), plus: sums.b)
      sums.c = number.times(Vector(others.c[i]), plus: sums.c)
      sums.d = number.times(Vector(others.d[i]), plus: sums.d)
    }
    return sums
  }

  /// Adds to the lanes four others, each times a number of each lane.
  @inline(__always)
  func add(_ others: Quartet<UnsafePointer<Scalar>>, times factors: Quartet<Vector>, width: Int) {
    for i in 0..<width {
      var sum = self[i]
      sum = factors.a.times(Vector(others.a[i]), plus: sum)
      sum = factors.b.times(Vector(others.b[i]), plus: sum)
      sum = factors.c.times(Vector(others.c[i]), plus: sum)
      sum = factors.d.times(Vector(others.d[i]), plus: sum)
      self[i] = sum
    }
  }
}

/// 0, 1, 2 … in the lanes.
@inline(__always)
func laneIndices<V: Vector>() -> V {
  withUnsafeTemporaryAllocation(of: V.Scalar.self, capacity: V.count) { numbers in
    for lane in 0..<V.count { numbers[lane] = V.Scalar(lane) }
    return V(loading: numbers.baseAddress!)
  }
}

extension Vector {
  /// Writes the first numbers, perhaps all.
  @inline(__always)
  func store(to target: UnsafeMutablePointer<Scalar>, lanes: Int) {
    if lanes == Self.count { store(to: target) } else { store(to: target, count: lanes) }
  }

  /// Reads the first numbers, perhaps all; 0 in the other lanes.
  @inline(__always)
  init(loading source: UnsafePointer<Scalar>, lanes: Int) {
    if lanes == Self.count {
      self.init(loading: source)
    } else {
      self.init(loading: source, count: lanes, filler: 0)
    }
  }
}
