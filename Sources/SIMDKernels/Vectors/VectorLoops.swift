// The loops that kernels share. No element outside is read or written: what does not fill a register at the
// end is copied into one that is then treated as a further, short list.
//
// The function f stands at one place, because the compiler writes its instructions out at each, lane by
// lane. It must be declared `@inline(__always)` and given by its name: a call for each register takes longer
// than most of these functions.

extension VectorScalar {
  /// y[i] = f(x[i]); `x` and `y` may be the same.
  ///
  /// Invariant: both point to `count` numbers.
  @inline(__always)
  static func map(
    _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, count: Int,
    _ f: (Vector) -> Vector
  ) {
    let rest = count % Vector.count
    let whole = count - rest
    var last = Vector(loading: x + whole, count: rest, filler: 0)
    withUnsafeMutablePointer(to: &last) { last in
      let last = UnsafeMutableRawPointer(last).assumingMemoryBound(to: Self.self)
      var (source, target, count) = (x, y, whole)
      while true {
        var i = 0
        while i < count {
          f(Vector(loading: source + i)).store(to: target + i)
          i &+= Vector.count
        }
        if target == last || rest == 0 { break }
        (source, target, count) = (UnsafePointer(last), last, Vector.count)
      }
    }
    last.store(to: y + whole, count: rest)
  }

  /// z[i] = f(x[i], y[i]); all may be the same.
  ///
  /// Invariant: all point to `count` numbers.
  @inline(__always)
  static func zip(
    _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>, into z: UnsafeMutablePointer<Self>,
    count: Int, _ f: (Vector, Vector) -> Vector
  ) {
    let rest = count % Vector.count
    let whole = count - rest
    var lastX = Vector(loading: x + whole, count: rest, filler: 0)
    var lastY = Vector(loading: y + whole, count: rest, filler: 0)
    withUnsafeMutablePointer(to: &lastX) { lastX in
      withUnsafeMutablePointer(to: &lastY) { lastY in
        let lastX = UnsafeMutableRawPointer(lastX).assumingMemoryBound(to: Self.self)
        let lastY = UnsafeMutableRawPointer(lastY).assumingMemoryBound(to: Self.self)
        var (x, y, z, count) = (x, y, z, whole)
        while true {
          var i = 0
          while i < count {
            f(Vector(loading: x + i), Vector(loading: y + i)).store(to: z + i)
            i &+= Vector.count
          }
          if z == lastX || rest == 0 { break }
          (x, y, z, count) = (UnsafePointer(lastX), UnsafePointer(lastY), lastX, Vector.count)
        }
      }
    }
    lastX.store(to: z + whole, count: rest)
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
