import Autograd
import TensorCore

/// x + body(x): the body learns what to add to its input, and the gradient reaches the input
/// undiminished (He, Zhang, Ren and Sun, 2016, *Deep Residual Learning for Image Recognition*).
///
/// Where the body changes the shape, a projection makes the input fit: projection(x) + body(x). The block of
/// the paper that doubles the channels and halves height and width is
///
/// ```swift
/// Residual(
///   Sequential(
///     Conv2D(16, 32, kernel: 3, stride: 2, padding: 1, hasBias: false, using: &generator),
///     BatchNorm(32), ReLU(),
///     Conv2D(32, 32, kernel: 3, padding: 1, hasBias: false, using: &generator), BatchNorm(32)),
///   projection: Sequential(
///     Conv2D(16, 32, kernel: 1, stride: 2, hasBias: false, using: &generator), BatchNorm(32)))
/// ```
///
/// and a ``ReLU`` after it. The parameters are named `body.weight`, `projection.weight` and so on.
public struct Residual<Scalar: TensorScalar>: Layer {
  /// The layer whose output is added to its input.
  public var body: any Layer<Scalar>
  /// What makes the input fit the body's output; nil for the input itself.
  public var projection: (any Layer<Scalar>)?

  /// Puts a shortcut around a layer, with a projection on it if the layer changes the shape.
  public init(_ body: any Layer<Scalar>, projection: (any Layer<Scalar>)? = nil) {
    self.body = body
    self.projection = projection
  }

  /// projection(x) + body(x); traps when the two differ in shape.
  public mutating func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    let output = body.forward(input, as: "body", in: &context)
    let shortcut = projection?.forward(input, as: "projection", in: &context) ?? input
    require(
      output.shape == shortcut.shape,
      "\(context.naming("Residual")): "
        + (projection == nil
          ? "the body must keep the shape, but makes \(output.shape) of \(input.shape)"
          : "body and projection must make the same shape of \(input.shape), but the body makes "
            + "\(output.shape) and the projection \(shortcut.shape)"))
    return shortcut + output
  }

  /// The parameters of the body and of the projection.
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    body.visitParameters(as: "body", visit)
    projection?.visitParameters(as: "projection", visit)
  }
}
