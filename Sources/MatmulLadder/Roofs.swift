/// What the machine can do at most, as loops whose time is to be measured.
public enum Roofs {
  #if AVX512
    typealias Vector = SIMD16<Float>
  #elseif AVX2
    typealias Vector = SIMD8<Float>
  #else
    typealias Vector = SIMD4<Float>
  #endif

  /// The floating-point operations of one round of ``multiplyAdd(rounds:)``.
  public static let operationsInRound = 12 * 2 * Vector.scalarCount

  /// Multiplies and adds in registers alone, with twelve sums that do not wait for each other.
  ///
  /// - Returns: A number that depends on all of them, so that the compiler leaves nothing out.
  public static func multiplyAdd(rounds: Int) -> Float {
    let factor = Vector(repeating: 0.999)
    let summand = Vector(repeating: 0.001)
    var (s0, s1, s2, s3) = (summand, summand, summand, summand)
    var (s4, s5, s6, s7) = (summand, summand, summand, summand)
    var (s8, s9, s10, s11) = (summand, summand, summand, summand)
    @inline(__always) func next(_ sum: Vector) -> Vector {
      #if SSE2
        summand + sum * factor
      #else
        summand.addingProduct(sum, factor)
      #endif
    }
    for _ in 0..<rounds {
      (s0, s1, s2, s3) = (next(s0), next(s1), next(s2), next(s3))
      (s4, s5, s6, s7) = (next(s4), next(s5), next(s6), next(s7))
      (s8, s9, s10, s11) = (next(s8), next(s9), next(s10), next(s11))
    }
    return ((s0 + s1 + s2 + s3) + (s4 + s5 + s6 + s7) + (s8 + s9 + s10 + s11)).sum()
  }

  /// Reads an array from the front to the back, so often.
  ///
  /// - Parameters:
  ///   - numbers: The array; memory or cache, depending on its size.
  ///   - count: Its length, a multiple of 128.
  ///   - rounds: How often.
  /// - Returns: A number that depends on all of them.
  public static func read(_ numbers: UnsafePointer<Float>, count: Int, rounds: Int) -> Float {
    let width = Vector.scalarCount
    var (s0, s1, s2, s3) = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
    var (s4, s5, s6, s7) = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
    for _ in 0..<rounds {
      for i in stride(from: 0, to: count, by: 8 * width) {
        let source = UnsafeRawPointer(numbers + i)
        @inline(__always) func vector(_ index: Int) -> Vector {
          source.loadUnaligned(fromByteOffset: index * 4 * width, as: Vector.self)
        }
        (s0, s1, s2, s3) = (s0 + vector(0), s1 + vector(1), s2 + vector(2), s3 + vector(3))
        (s4, s5, s6, s7) = (s4 + vector(4), s5 + vector(5), s6 + vector(6), s7 + vector(7))
      }
    }
    return ((s0 + s1 + s2 + s3) + (s4 + s5 + s6 + s7)).sum()
  }
}
