import Autograd
import TensorCore

/// x·Φ(x), where Φ is the distribution function of the standard normal distribution (Hendrycks and
/// Gimpel, 2016, *Gaussian Error Linear Units*).
public struct GELU<Scalar: TensorScalar>: ParameterlessLayer {
  /// How Φ is computed; exactly unless given.
  public var formula: GELUFormula

  /// Makes the layer.
  public init(_ formula: GELUFormula = .exact) { self.formula = formula }

  /// x·Φ(x) of each element; the shape stays.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.gelu(formula)
  }
}

/// The two formulas in use for the Φ of ``GELU``.
public enum GELUFormula: Sendable {
  /// Φ(x) = (1 + erf(x/√2)) / 2, PyTorch's default.
  case exact
  /// Φ(x) ≈ (1 + tanh(√(2/π)·(x + 0.044715·x³))) / 2, which GPT-2 was trained with; off by less than
  /// 0.0005.
  case tanh
}

extension Variable {
  /// x·Φ(x), shape unchanged; see ``GELU``.
  public func gelu(_ formula: GELUFormula = .exact) -> Variable {
    switch formula {
    case .exact: exactGELU()
    case .tanh: tanhGELU()
    }
  }

  /// x·Φ(x); derivative Φ(x) + x·φ(x), with the density φ(x) = exp(−x²/2) / √(2π).
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func exactGELU() -> Variable {
    let x = value
    let rootOfHalf = Scalar(0.5.squareRoot())
    let height = Scalar(1 / (2 * Double.pi).squareRoot())
    let phi = x.map { (1 + Scalar.erf($0 * rootOfHalf)) * 0.5 }
    return Variable(
      "gelu", x * phi,
      (
        self,
        { upstream in
          upstream * x.zip(with: phi) { $1 + $0 * height * Scalar.exp(-0.5 * $0 * $0) }
        }
      ))
  }

  /// x·(1 + t)/2 with t = tanh(z) and z = c·(x + 0.044715·x³); derivative (1 + t)/2 + x·(1 − t²)/2·z′.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func tanhGELU() -> Variable {
    let x = value
    let c = Scalar((2 / Double.pi).squareRoot())
    let t = x.map { Scalar.tanh(c * ($0 + 0.044715 * $0 * $0 * $0)) }
    return Variable(
      "gelu tanh", x.zip(with: t) { $0 * (1 + $1) * 0.5 },
      (
        self,
        { upstream in
          upstream
            * x.zip(with: t) { x, t in
              0.5 * (1 + t) + 0.5 * x * (1 - t * t) * c * (1 + 0.134145 * x * x)
            }
        }
      ))
  }
}
