/// A loop that does nothing but multiply and add in registers: the most floating-point operations a
/// second that vector code can reach here, with which a kernel's speed is compared.
///
/// A core can begin a new multiply-add long before the last one is done, so a single chain of them
/// would measure the delay and not the rate. Twelve independent chains keep every unit busy, and with
/// their factor and addend they still fit into the sixteen registers of the smaller vector units.
public enum PeakRate {
  private static let chains = 12

  #if AVX512
    private typealias Floats = SIMD16<Float>
    private typealias Doubles = SIMD8<Double>
  #elseif AVX2
    private typealias Floats = SIMD8<Float>
    private typealias Doubles = SIMD4<Double>
  #else
    private typealias Floats = SIMD4<Float>
    private typealias Doubles = SIMD2<Double>
  #endif

  /// How many floating-point operations each thread does in a round: a multiplication and an addition
  /// in each lane of each chain.
  public static func operationsPerRound<Scalar: BinaryFloatingPoint>(
    of type: Scalar.Type
  ) -> Int {
    2 * chains * (type == Double.self ? Doubles.scalarCount : Floats.scalarCount)
  }

  /// Runs so many rounds in Float, on each of so many threads. Returns what was computed, so that the
  /// loop has a purpose.
  public static func runFloat(rounds: Int, threads: Int) -> Float {
    run(Floats.self, rounds: rounds, threads: threads)
  }

  /// Runs so many rounds in Double, on each of so many threads.
  public static func runDouble(rounds: Int, threads: Int) -> Double {
    run(Doubles.self, rounds: rounds, threads: threads)
  }

  @inline(__always)
  private static func run<Vector: SIMD>(
    _ type: Vector.Type, rounds: Int, threads: Int
  ) -> Vector.Scalar where Vector.Scalar: BinaryFloatingPoint {
    var sums = [Vector.Scalar](repeating: 0, count: threads)
    sums.withUnsafeMutableBufferPointer { sums in
      // Each part writes the element of its own index.
      let sums = sums
      parallel(parts: threads, threads: threads) { sums[$0] = loop(type, rounds: rounds) }
    }
    return sums.reduce(0, +)
  }

  /// Separate variables, because an array of accumulators would live in memory.
  @inline(__always)
  private static func loop<Vector: SIMD>(
    _ type: Vector.Type, rounds: Int
  ) -> Vector.Scalar where Vector.Scalar: BinaryFloatingPoint {
    // x ← x/2 + 1 goes to 2: neither overflow nor the slow, tiny numbers next to zero. Different
    // beginnings, or the compiler would see that all chains are one.
    let half = Vector(repeating: 0.5)
    let one = Vector(repeating: 1)
    var (a, b, c, d) = (one, one + one, half, half - one)
    var (e, f, g, h) = (a * 3, a * 5, a * 6, a * 7)
    var (i, j, k, l) = (a * 8, a * 9, a * 10, a * 11)
    for _ in 0..<rounds {
      a = multiplyAdd(a, half, one)
      b = multiplyAdd(b, half, one)
      c = multiplyAdd(c, half, one)
      d = multiplyAdd(d, half, one)
      e = multiplyAdd(e, half, one)
      f = multiplyAdd(f, half, one)
      g = multiplyAdd(g, half, one)
      h = multiplyAdd(h, half, one)
      i = multiplyAdd(i, half, one)
      j = multiplyAdd(j, half, one)
      k = multiplyAdd(k, half, one)
      l = multiplyAdd(l, half, one)
    }
    return (((a + b) + (c + d)) + ((e + f) + (g + h)) + ((i + j) + (k + l))).sum()
  }

  /// x·y + z, in one instruction where the machine has it; where not, asking for a single rounding
  /// would be a call of a library for each lane.
  @inline(__always)
  private static func multiplyAdd<Vector: SIMD>(
    _ x: Vector, _ y: Vector, _ z: Vector
  ) -> Vector where Vector.Scalar: BinaryFloatingPoint {
    #if SSE2
      z + x * y
    #else
      z.addingProduct(x, y)
    #endif
  }
}
