import Autograd
import TensorCore

/// ln(1 + exp(β·x))/β, a smooth max(x, 0), the closer to it the larger β is (Dugas et al., 2001,
/// *Incorporating Second-Order Functional Knowledge for Better Option Pricing*).
public struct Softplus<Scalar: TensorScalar>: ParameterlessLayer {
  /// β, 1 unless given.
  public var beta: Double

  /// Makes the layer; traps when β is not positive and finite.
  public init(beta: Double = 1, file: StaticString = #fileID, line: UInt = #line) {
    requireNumber(beta, "beta", .positive, of: "Softplus", in: Scalar.self, file: file, line: line)
    self.beta = beta
  }

  /// ln(1 + exp(β·x))/β of each element; the shape stays.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.softplus(beta: beta)
  }
}

extension Variable {
  /// ln(1 + exp(β·x))/β, without overflow; derivative σ(β·x). Traps when β is not positive and finite.
  ///
  /// Error for β = 1: at most 3 ulp, and as much for the derivative.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func softplus(
    beta: Double = 1, file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    requireNumber(beta, "beta", .positive, of: "softplus", in: Scalar.self, file: file, line: line)
    let x = value
    let beta = Scalar(beta)
    // max(x, 0) + ln(1 + exp(−|β·x|))/β: the exponential is at most 1.
    let y = x.map { x in
      x < 0
        ? Scalar.log1p(Scalar.exp(beta * x)) / beta : x + Scalar.log1p(Scalar.exp(-beta * x)) / beta
    }
    return Variable("softplus", y, (self, { $0 * (x * beta).sigmoid() }))
  }
}
