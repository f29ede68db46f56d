/// The vector instructions that the kernels may be compiled for.
public enum VectorUnit: String, Sendable {
  /// 128 bits, on every 64-bit x86.
  case sse2 = "SSE2"
  /// 256 bits and fused multiply-add (x86-64-v3).
  case avx2 = "AVX2"
  /// 512 bits (x86-64-v4).
  case avx512 = "AVX-512"
  /// 128 bits and fused multiply-add, on every 64-bit ARM.
  case neon = "NEON"

  /// Those that the kernels of this build were compiled for, as Package.swift chose.
  ///
  /// Inlined, because code of this module may run only where these instructions are known to exist.
  @inlinable @inline(__always)
  public static var ofKernels: VectorUnit {
    #if AVX512
      .avx512
    #elseif AVX2
      .avx2
    #elseif NEON
      .neon
    #else
      .sse2
    #endif
  }
}
