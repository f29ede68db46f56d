import Autograd
import TensorCore

/// x where x > 0, and α·(eˣ − 1) elsewhere, which levels off at −α (Clevert, Unterthiner and
/// Hochreiter, 2016, *Fast and Accurate Deep Network Learning by Exponential Linear Units*).
public struct ELU<Scalar: TensorScalar>: ParameterlessLayer {
  /// α, 1 unless given.
  public var alpha: Double

  /// Makes the layer; traps when α is not finite.
  public init(
    alpha: Double = 1, file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(alpha, "alpha", .finite, of: "ELU", in: Scalar.self, file: file, line: line)
    self.alpha = alpha
  }

  /// x or α·(eˣ − 1) of each element; the shape stays.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.elu(alpha: alpha)
  }
}

extension Variable {
  /// x where x > 0, α·(eˣ − 1) elsewhere; derivative 1 where x > 0, and α·eˣ elsewhere. Traps when
  /// α is not finite.
  ///
  /// Error for α = 1: at most 2 ulp, that of the derivative at most 1 ulp.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func elu(
    alpha: Double = 1, file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    requireNumber(alpha, "alpha", .finite, of: "elu", in: Scalar.self, file: file, line: line)
    let x = value
    let alpha = Scalar(alpha)
    let y = x.map { $0 > 0 ? $0 : alpha * Scalar.expm1($0) }
    return Variable(
      "elu", y,
      (
        self,
        // Not y + α, although it is the same: where y comes close to −α, no digit would be left.
        { upstream in upstream.zip(with: x) { $1 > 0 ? $0 : $0 * alpha * Scalar.exp($1) } }
      ))
  }
}
