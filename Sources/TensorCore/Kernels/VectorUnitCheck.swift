import SIMDKernels

#if arch(x86_64)
  import _Builtin_intrinsics.intel.cpuid
#endif

extension Backend {
  /// Why the backend cannot run on this machine, as a sentence; nil if it can.
  ///
  /// The vector kernels are compiled for the machine that builds. On another one, an instruction that it
  /// does not have would end the program without a word. (This is asked here, and not beside the kernels,
  /// because here the code is compiled for any machine.)
  public var obstacle: String? { self == .simd ? obstacleToVectorKernels : nil }
}

private let obstacleToVectorKernels = obstacle(
  to: .ofKernels, missing: missingFeatures(for: .ofKernels, present: presentFeatures()))

/// The sentence for what a vector unit needs and a machine lacks.
func obstacle(to unit: VectorUnit, missing: [String]) -> String? {
  guard !missing.isEmpty else { return nil }
  return "The SIMD kernels were built for \(unit.rawValue), but this machine lacks "
    + "\(missing.joined(separator: ", ")). "
    + "Hint: build again on this machine, or with GRADUS_VECTOR_UNIT=x86-64."
}

/// Which of the features that a vector unit consists of are not among those present.
func missingFeatures(for unit: VectorUnit, present: Set<String>) -> [String] {
  let avx2 = ["saved vector registers", "FMA", "AVX2"]
  let avx512 = ["AVX-512 F", "AVX-512 DQ", "AVX-512 CD", "AVX-512 BW", "AVX-512 VL"]
  let needed: [String] =
    switch unit {
    case .sse2, .neon: []
    case .avx2: avx2
    case .avx512: avx2 + avx512
    }
  return needed.filter { !present.contains($0) }
}

/// What this machine has of the features that kernels may need.
private func presentFeatures() -> Set<String> {
  #if arch(x86_64)
    // Leaf 1 of the CPUID instruction tells of FMA and of a system that saves the vector registers,
    // leaf 7 of the rest.
    let (basic, extended) = (cpuid(leaf: 1).ecx, cpuid(leaf: 7).ebx)
    let bits: [(name: String, isSet: Bool)] = [
      ("FMA", basic >> 12 & 1 == 1), ("saved vector registers", basic >> 27 & 1 == 1),
      ("AVX2", extended >> 5 & 1 == 1),
      ("AVX-512 F", extended >> 16 & 1 == 1), ("AVX-512 DQ", extended >> 17 & 1 == 1),
      ("AVX-512 CD", extended >> 28 & 1 == 1), ("AVX-512 BW", extended >> 30 & 1 == 1),
      ("AVX-512 VL", extended >> 31 & 1 == 1),
    ]
    return Set(bits.filter(\.isSet).map(\.name))
  #else
    return []
  #endif
}

#if arch(x86_64)
  /// What the CPUID instruction says under a number.
  private func cpuid(leaf number: UInt32) -> (ebx: UInt32, ecx: UInt32) {
    var (eax, ebx, ecx, edx): (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    // A machine too old to know the number has none of its features: all bits stay 0.
    _ = __get_cpuid_count(number, 0, &eax, &ebx, &ecx, &edx)
    return (ebx, ecx)
  }
#endif
