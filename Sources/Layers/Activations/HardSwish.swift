import Autograd
import TensorCore

/// x·min(max(x + 3, 0), 6)/6, a cheap swish (Howard et al., 2019, *Searching for MobileNetV3*).
public struct HardSwish<Scalar: TensorScalar>: ParameterlessLayer {
  /// Makes the layer.
  public init() {}

  /// 0 below −3, x above 3, x·(x + 3)/6 between; the shape stays.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.hardSwish()
  }
}

extension Variable {
  /// 0 where x ≤ −3, x where x ≥ 3, x·(x + 3)/6 between; derivative 0, 1 and (2·x + 3)/6.
  ///
  /// Error: at most 2 ulp, that of the derivative at most 1 ulp.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func hardSwish() -> Variable {
    let x = value
    return Variable(
      "hardSwish", x.map { $0 <= -3 ? 0 : $0 >= 3 ? $0 : $0 * ($0 + 3) / 6 },
      (
        self,
        { upstream in
          upstream.zip(with: x) { $1 <= -3 ? 0 : $1 >= 3 ? $0 : $0 * (2 * $1 + 3) / 6 }
        }
      ))
  }
}
