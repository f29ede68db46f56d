import Autograd
import TensorCore

/// min(max(x, 0), 6), which survives numbers of few bits (Krizhevsky, 2010, *Convolutional Deep Belief
/// Networks on CIFAR-10*; Howard et al., 2017, *MobileNets*).
public struct ReLU6<Scalar: TensorScalar>: ParameterlessLayer {
  /// Makes the layer.
  public init() {}

  /// min(max(x, 0), 6) of each element; the shape stays.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.relu6()
  }
}

extension Variable {
  /// min(max(x, 0), 6); derivative 1 between 0 and 6, and 0 elsewhere, at both ends too. (That of
  /// ``clamped(to:)`` is 1 at the ends.)
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func relu6() -> Variable {
    let x = value
    return Variable(
      "relu6", x.clamped(to: 0...6),
      (self, { upstream in upstream.zip(with: x) { $1 > 0 && $1 < 6 ? $0 : 0 } }))
  }
}
