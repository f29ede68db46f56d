/// What bounds the speed of a rung, whatever its code.
public enum Roofs {
  #if AVX512
    typealias Vector = SIMD16<Float>
  #elseif AVX2
    typealias Vector = SIMD8<Float>
  #else
    typealias Vector = SIMD4<Float>
  #endif

  /// The rows and columns of the tile that the framework's kernel holds in registers.
  public static var kernelTile: (rows: Int, columns: Int) {
    #if AVX512
      (6, 64)
    #elseif AVX2
      (6, 16)
    #elseif NEON
      (6, 16)
    #else
      (6, 8)
    #endif
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
