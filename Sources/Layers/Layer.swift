import Autograd
import TensorCore

/// A module that turns one variable into another.
public protocol Layer<Scalar>: Module {
  /// The layer's output for a batch of inputs.
  ///
  /// It is mutating because some layers keep statistics of what they have seen.
  mutating func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar>
}

extension Layer {
  /// The layer's output at inference, for plain tensors: no randomness, no gradients, and the layer
  /// stays as it is.
  public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
    var copy = self
    var context = Context.inference
    return copy.forward(Variable(input), in: &context).value
  }
}

/// A layer without parameters: an activation, a change of shape.
public protocol ParameterlessLayer<Scalar>: Layer {}

extension ParameterlessLayer {
  /// There is nothing to visit.
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {}
}
