import Autograd
import TensorCore

/// Root mean square normalization: y = γ·x / √(mean(x²) + ε), layer normalization without taking out
/// the mean (Zhang and Sennrich, 2019, *Root Mean Square Layer Normalization*).
///
/// The mean is taken over the last axes, those of the normalized shape S. Inputs have shape [..., S],
/// outputs the same; γ has shape S, and there is no bias.
///
/// x² has to be within the range of the scalar: as `Float`, numbers above 10¹⁹ become 0.
public struct RMSNorm<Scalar: TensorScalar>: Layer {
  /// S, the shape of what is normalized together.
  public let normalizedShape: Shape
  /// γ, shape S, at first ones; nil for a layer without.
  public var weight: Variable<Scalar>?
  /// ε, which keeps the quotient finite where all values are zero.
  public let epsilon: Double

  /// Makes a layer; traps when the normalized shape has no axis or an empty one, or ε is not positive.
  ///
  /// - Parameters:
  ///   - normalizedShape: S, the extents of the last axes, such as `[64]`.
  ///   - epsilon: ε. Unless given, it is PyTorch's default, the distance from 1 to the next larger
  ///     number: 1.1920929e-07 for `Float`, 2.220446049250313e-16 for `Double`. Published models
  ///     often have 1e-5 or 1e-6.
  ///   - isAffine: Whether there is γ.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public init(
    _ normalizedShape: Shape, epsilon: Double? = nil, isAffine: Bool = true,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    let epsilon = epsilon ?? Scalar.ulpOfOne.doubleValue
    requireNormalizedShape(normalizedShape, of: "RMSNorm", file: file, line: line)
    requireNumber(
      epsilon, "epsilon", .positive, of: "RMSNorm", in: Scalar.self, file: file, line: line)
    self.normalizedShape = normalizedShape
    self.epsilon = epsilon
    weight = isAffine ? Variable(.ones(normalizedShape, file: file, line: line)) : nil
  }

  /// The normalized input; traps when its last axes are not those of the normalized shape.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.requireLastAxes(normalizedShape, of: "RMSNorm", in: context)
    let meanSquare = input.squared()
      .mean(along: .last(normalizedShape.rank), keepingDimensions: true)
    let output = input / (meanSquare + Scalar(epsilon)).sqrt()
    return weight.map { output * $0 } ?? output
  }

  /// The weight, if there is one.
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    visit("weight", &weight)
  }
}
