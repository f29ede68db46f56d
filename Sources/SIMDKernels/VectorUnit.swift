#if arch(x86_64)
  import _Builtin_intrinsics.intel.cpuid
#endif

/// The vector instructions that these kernels were compiled for.
public enum VectorUnit {
  /// Their usual name.
  public static var name: String {
    #if AVX512
      "AVX-512"
    #elseif AVX2
      "AVX2"
    #elseif NEON
      "NEON"
    #else
      "SSE2"
    #endif
  }

  /// Why the kernels cannot run here, as a sentence; nil if they can.
  ///
  /// The kernels are compiled for the machine that builds. On another one, an instruction that it
  /// does not have would end the program without a word.
  public static let obstacle: String? =
    missingFeatures.isEmpty
    ? nil
    : "The SIMD kernels were built for \(name), but this machine lacks \(missingFeatures). "
      + "Hint: build again on this machine, or with GRADUS_VECTOR_UNIT=x86-64."

  #if arch(x86_64)
    private static var missingFeatures: String {
      // Leaf 7 of the CPUID instruction tells of AVX2 (EBX bit 5) and AVX-512 F, DQ, CD, BW and VL;
      // leaf 1 of FMA (ECX bit 12) and of a system that saves the registers (ECX bit 27).
      let basic = leaf(1).ecx
      let extended = leaf(7).ebx
      var required: [(name: String, isPresent: Bool)] = []
      #if AVX2 || AVX512
        required += [
          ("AVX2", extended >> 5 & 1 == 1), ("FMA", basic >> 12 & 1 == 1),
          ("a system that saves vector registers", basic >> 27 & 1 == 1),
        ]
      #endif
      #if AVX512
        required += [
          ("AVX-512 F", extended >> 16 & 1 == 1), ("AVX-512 DQ", extended >> 17 & 1 == 1),
          ("AVX-512 CD", extended >> 28 & 1 == 1), ("AVX-512 BW", extended >> 30 & 1 == 1),
          ("AVX-512 VL", extended >> 31 & 1 == 1),
        ]
      #endif
      return required.filter { !$0.isPresent }.map(\.name).joined(separator: ", ")
    }

    private static func leaf(_ number: UInt32) -> (ebx: UInt32, ecx: UInt32) {
      var (eax, ebx, ecx, edx): (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
      // A machine too old to know the leaf has none of its features: the registers stay 0.
      _ = __get_cpuid_count(number, 0, &eax, &ebx, &ecx, &edx)
      return (ebx, ecx)
    }
  #else
    private static var missingFeatures: String { "" }
  #endif
}
