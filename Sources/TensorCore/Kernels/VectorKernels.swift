import SIMDKernels

/// The kernels of the `.simd` backend for one kind of number, as a table of functions: the class of that name in
/// the module `SIMDKernels`.
public typealias VectorKernels = SIMDKernels.VectorKernels

extension Float {
  /// The vector kernels for `Float`.
  public static var vectorKernels: VectorKernels<Float>? { .float }
}

extension Double {
  /// The vector kernels for `Double`.
  public static var vectorKernels: VectorKernels<Double>? { .double }
}
