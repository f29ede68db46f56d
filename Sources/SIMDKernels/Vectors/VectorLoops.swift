// The loops that kernels share: whole registers first, then one that is filled in part, so that no element
// outside is read or written. A function f is declared `@inline(__always)` and given by its name: a call for
// each register would take longer than most of these functions.

extension VectorScalar {
  /// y[i] = f(x[i]) for a short function; `x` and `y` may be the same.
  ///
  /// The instructions of f are written where this is called, twice. It may use what is around it.
  ///
  /// Invariant: both point to `count` numbers.
  @inline(__always)
  static func map(
    _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, count: Int,
    _ f: (Vector) -> Vector
  ) {
    let rest = count % Vector.count
    let whole = count - rest
    for i in stride(from: 0, to: whole, by: Vector.count) {
      f(Vector(loading: x + i)).store(to: y + i)
    }
    guard rest > 0 else { return }
    f(Vector(loading: x + whole, count: rest, filler: 0)).store(to: y + whole, count: rest)
  }

  /// z[i] = f(x[i], y[i]) for a short function; all may be the same. Otherwise as `map`.
  ///
  /// Invariant: all point to `count` numbers.
  @inline(__always)
  static func zip(
    _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>, into z: UnsafeMutablePointer<Self>,
    count: Int, _ f: (Vector, Vector) -> Vector
  ) {
    let rest = count % Vector.count
    let whole = count - rest
    for i in stride(from: 0, to: whole, by: Vector.count) {
      f(Vector(loading: x + i), Vector(loading: y + i)).store(to: z + i)
    }
    guard rest > 0 else { return }
    f(
      Vector(loading: x + whole, count: rest, filler: 0),
      Vector(loading: y + whole, count: rest, filler: 0)
    ).store(to: z + whole, count: rest)
  }
}

// Long functions use nothing but their arguments. Their loop over whole registers is compiled once for each,
// and runs again for what is left, copied into a register of its own: so their instructions stand at one
// place, and their constants in registers.

extension VectorScalar {
  /// y[i] = f(x[i]) for a long function; `x` and `y` may be the same.
  ///
  /// Invariant: both point to `count` numbers.
  @inline(__always)
  static func mapLong(
    _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, count: Int,
    _ f: (Vector) -> Vector
  ) {
    let rest = count % Vector.count
    let whole = count - rest
    mapRegisters(x, into: y, count: whole, f)
    guard rest > 0 else { return }
    var last = Vector(loading: x + whole, count: rest, filler: 0)
    withUnsafeMutableBytes(of: &last) { last in
      let last = last.assumingMemoryBound(to: Self.self).baseAddress!
      mapRegisters(last, into: last, count: Vector.count, f)
    }
    last.store(to: y + whole, count: rest)
  }

  @inline(never)
  private static func mapRegisters(
    _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, count: Int,
    _ f: (Vector) -> Vector
  ) {
    for i in stride(from: 0, to: count, by: Vector.count) {
      f(Vector(loading: x + i)).store(to: y + i)
    }
  }

  /// z[i] = f(x[i], y[i]) for a long function; all may be the same.
  ///
  /// Invariant: all point to `count` numbers.
  @inline(__always)
  static func zipLong(
    _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>, into z: UnsafeMutablePointer<Self>,
    count: Int, _ f: (Vector, Vector) -> Vector
  ) {
    let rest = count % Vector.count
    let whole = count - rest
    zipRegisters(x, y, into: z, count: whole, f)
    guard rest > 0 else { return }
    var last = (
      Vector(loading: x + whole, count: rest, filler: 0),
      Vector(loading: y + whole, count: rest, filler: 0)
    )
    withUnsafeMutableBytes(of: &last) { last in
      let x = last.assumingMemoryBound(to: Self.self).baseAddress!
      zipRegisters(x, x + Vector.count, into: x, count: Vector.count, f)
    }
    last.0.store(to: z + whole, count: rest)
  }

  @inline(never)
  private static func zipRegisters(
    _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>, into z: UnsafeMutablePointer<Self>,
    count: Int, _ f: (Vector, Vector) -> Vector
  ) {
    for i in stride(from: 0, to: count, by: Vector.count) {
      f(Vector(loading: x + i), Vector(loading: y + i)).store(to: z + i)
    }
  }
}

/// How many elements one thread takes at a time in a kernel that does little but read and write
/// memory: enough to last several times as long as it takes to share the work.
let memoryBoundPartSize = 1 << 15

/// The same in a kernel that computes an elementary function of each.
let functionPartSize = 1 << 13

/// How many rows make a part of about so many elements.
@inline(__always)
func rowsOfPart(columns: Int, elements: Int) -> Int { max(1, elements / max(1, columns)) }

/// Cuts `count` elements into parts of `size`, the last of which may be smaller, and runs `body` once
/// for each with its start and its count, on at most `threads` threads.
@inline(__always)
func parallel(count: Int, size: Int, threads: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
  if count <= size { return body(0, count) }
  let parts = (count + size - 1) / size
  parallel(parts: parts, threads: parts > fewParts ? threads : 1) { part in
    body(part * size, min(size, count - part * size))
  }
}

/// So many parts are not shared: together they take some 15 µs (see `isWorthThreads`).
private var fewParts: Int { 3 }
