import Autograd
import TensorCore

/// A function as a layer, for what is too small to deserve a type:
///
/// ```swift
/// Sequential<Float>(Linear(8, 8, using: &generator), Lambda { $0.squared() })
/// ```
///
/// It has no parameters: variables that the closure captures are not trained. Nor does it capture what changes,
/// since a model may be used in several tasks at once.
public struct Lambda<Scalar: TensorScalar>: ParameterlessLayer {
  /// What the layer does.
  public let function: @Sendable (Variable<Scalar>) -> Variable<Scalar>

  /// Makes a layer of a function.
  public init(_ function: @escaping @Sendable (Variable<Scalar>) -> Variable<Scalar>) {
    self.function = function
  }

  /// The function's result.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    function(input)
  }
}
