import SIMDKernels

/// The kernels of the `.simd` backend for one kind of number, as a table of functions: the class of that name in
/// the module `SIMDKernels`.
public typealias VectorKernels = SIMDKernels.VectorKernels

extension Float {
  /// The vector kernels for `Float`.
  public static var vectorKernels: VectorKernels<Float>? { floatKernels }
}

extension Double {
  /// The vector kernels for `Double`.
  public static var vectorKernels: VectorKernels<Double>? { doubleKernels }
}

// Constants of this module, which the compiler borrows; those of another one are counted at each use.
private let floatKernels: VectorKernels<Float> = .float
private let doubleKernels: VectorKernels<Double> = .double
