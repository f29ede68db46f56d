import Autograd
import TensorCore

/// A model that turns one variable into another, so that layers can be put one after the other.
public protocol Layer<Scalar>: Model where Input == Variable<Scalar>, Output == Variable<Scalar> {}

/// A layer without parameters: an activation, a change of shape.
public protocol ParameterlessLayer<Scalar>: Layer {}

extension ParameterlessLayer {
  /// There is nothing to visit.
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {}
}
