import SIMDKernels

/// A type that the SIMD kernels multiply matrices of.
public protocol KernelScalar: BinaryFloatingPoint, Sendable {
  /// A NaN that no arithmetic makes.
  static var sentinel: Self { get }
  /// The kernels under test.
  static var kernels: VectorKernels<Self> { get }
}

extension Float: KernelScalar {
  /// A NaN that no arithmetic makes.
  public static var sentinel: Float { Float(nan: 0xFE1CE, signaling: false) }

  /// The kernels under test.
  public static var kernels: VectorKernels<Float> { .float }
}

extension Double: KernelScalar {
  /// A NaN that no arithmetic makes.
  public static var sentinel: Double { Double(nan: 0xFE1CE, signaling: false) }

  /// The kernels under test.
  public static var kernels: VectorKernels<Double> { .double }
}

/// A product by plain loops in Double, with what its error is measured by.
public struct MatmulOracle {
  /// A·B (+ C₀); only the rows that were asked for mean anything.
  public private(set) var product: [Double]
  /// |A|·|B| (+ |C₀|).
  private var magnitude: [Double]
  private let summands: Int
  private let columns: Int
  private let rowStep: Int

  /// Multiplies A, [m, k], by B, [k, n], and adds `start`, [m, n], if given.
  ///
  /// - Parameter rowStep: Row 0 is calculated, row `rowStep`, row 2·`rowStep` and so on: of a large
  ///   product, plain loops take too long for all.
  public init(
    _ a: [Double], _ b: [Double], m: Int, n: Int, k: Int, start: [Double]? = nil, rowStep: Int = 1
  ) {
    product = start ?? Array(repeating: 0, count: m * n)
    magnitude = product.map(abs)
    summands = k + (start == nil ? 0 : 1)
    columns = n
    self.rowStep = rowStep
    product.withUnsafeMutableBufferPointer { product in
      magnitude.withUnsafeMutableBufferPointer { magnitude in
        b.withUnsafeBufferPointer { b in
          for i in stride(from: 0, to: m, by: rowStep) {
            for p in 0..<k {
              let factor = a[i * k + p]
              let size = abs(factor)
              for j in 0..<n {
                product[i * n + j] += factor * b[p * n + j]
                magnitude[i * n + j] += size * abs(b[p * n + j])
              }
            }
          }
        }
      }
    }
  }

  /// How far an element may be from the oracle's.
  ///
  /// In whatever order K products are summed, each passes at most K roundings (its own, which a fused
  /// operation saves, and those of K − 1 additions), each of a relative size of u = ε/2 at most. So
  /// |ĉ − c| ≤ γ·(|A|·|B|) with γ = K·u / (1 − K·u) (Higham, Accuracy and Stability of Numerical
  /// Algorithms, 2002, section 3.1). The oracle's own error, γ for Double, is added; K·ε is above it.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func difference<Scalar: KernelScalar>(_ found: [Scalar]) -> String? {
    let roundings = Double(summands) * Double(Scalar.ulpOfOne) / 2
    let bound = roundings / (1 - roundings) + Double(summands) * Double.ulpOfOne
    for i in found.indices where (i / columns).isMultiple(of: rowStep) {
      // Written so that a NaN counts as a difference.
      let agrees = abs(Double(found[i]) - product[i]) <= bound * magnitude[i]
      if !agrees {
        return "element \(i) is \(found[i]), expected \(product[i]) ± \(bound * magnitude[i])"
      }
    }
    return nil
  }
}

/// The transpose of a [rows, columns] matrix.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func transposed<Scalar: BinaryFloatingPoint>(
  _ matrix: [Scalar], rows: Int, columns: Int
) -> [Scalar] {
  var result: [Scalar] = []
  result.reserveCapacity(matrix.count)
  for j in 0..<columns { for i in 0..<rows { result.append(matrix[i * columns + j]) } }
  return result
}
