import TensorCore

// Steps: between two of them nothing changes, so the gradient is 0 everywhere, by definition also where
// they jump. To train through one all the same, add what it changes as a constant:
// `x + (x.round() - x).detached()`, whose gradient is that of x ("straight-through").

extension Variable {
  /// 1 for a positive element, −1 for a negative one; 0 and NaN stay what they are. Derivative 0.
  public func sign() -> Variable { Variable("sign", value.sign(), (self, zeros)) }

  /// The largest whole number that is not larger than each element; derivative 0.
  public func floor() -> Variable { Variable("floor", value.floor(), (self, zeros)) }

  /// The whole number next to each element, of two that are as near the even one; derivative 0.
  public func round() -> Variable { Variable("round", value.round(), (self, zeros)) }
}

/// The gradient of a step.
private func zeros<Scalar: TensorScalar>(_ upstream: Tensor<Scalar>) -> Tensor<Scalar> {
  .zeros(upstream.shape)
}
