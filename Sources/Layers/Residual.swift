import Autograd
import TensorCore

/// x + body(x): the body learns what to add to its input, and the gradient reaches the input
/// undiminished (He, Zhang, Ren and Sun, 2016, *Deep Residual Learning for Image Recognition*).
///
/// The parameters of the body are named `body.weight` and so on.
public struct Residual<Scalar: TensorScalar>: Layer {
  /// The layer whose output is added to its input.
  public var body: any Layer<Scalar>

  /// Puts a shortcut around a layer.
  public init(_ body: any Layer<Scalar>) { self.body = body }

  /// x + body(x); traps when the body changes the shape.
  public mutating func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    let output = body.forward(input, as: "body", in: &context)
    require(
      output.shape == input.shape,
      "\(context.naming("Residual")): the body must keep the shape, but makes \(output.shape) of \(input.shape)"
    )
    return input + output
  }

  /// The parameters of the body.
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    body.visitParameters(as: "body", visit)
  }
}
