import Autograd
import TensorCore

/// x + body(x): the body learns what to add to its input, and the gradient reaches the input
/// undiminished (He, Zhang, Ren and Sun, 2016, *Deep Residual Learning for Image Recognition*).
///
/// Where the body changes the shape, a projection makes the input fit: projection(x) + body(x). The block of
/// the paper is ``Sequential/residualBlock(_:_:stride:using:file:line:)``.
///
/// The parameters are named `body.weight`, `projection.weight` and so on.
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

extension Sequential {
  /// The block of the paper, relu(projection(x) + body(x)): in the body two convolutions of 3×3, each with its
  /// batch normalization, and a ReLU between them.
  ///
  /// From [B, C, H, W] it makes [B, K, ⌈H/stride⌉, ⌈W/stride⌉]. The projection, a convolution of 1×1 with its
  /// batch normalization, is there only where the block changes the shape.
  ///
  /// - Parameters:
  ///   - inputs: C, the number of channels that come in.
  ///   - outputs: K, the number of channels that go out.
  ///   - stride: By how much height and width become smaller; 1 unless given.
  ///   - generator: Where the random numbers come from.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when a number is not positive.
  public static func residualBlock(
    _ inputs: Int, _ outputs: Int, stride: Size2D = 1, using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Sequential {
    // What comes before a normalization needs no bias.
    let body = Sequential(
      Conv2D(
        inputs, outputs, kernel: 3, stride: stride, padding: 1, hasBias: false,
        using: &generator, file: file, line: line),
      BatchNorm(outputs), ReLU(),
      Conv2D(
        outputs, outputs, kernel: 3, padding: 1, hasBias: false, using: &generator, file: file,
        line: line),
      BatchNorm(outputs))
    guard stride != 1 || inputs != outputs else { return Sequential(Residual(body), ReLU()) }
    let projection = Sequential(
      Conv2D(
        inputs, outputs, kernel: 1, stride: stride, hasBias: false, using: &generator,
        file: file, line: line),
      BatchNorm(outputs))
    return Sequential(Residual(body, projection: projection), ReLU())
  }
}
