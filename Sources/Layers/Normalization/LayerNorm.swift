import Autograd
import TensorCore

/// Layer normalization: y = γ·(x − μ)/√(σ² + ε) + β, with a mean and a variance for each sample
/// (Ba, Kiros and Hinton, 2016, *Layer Normalization*).
///
/// μ and σ² are taken over the last axes, those of the normalized shape S; σ² is divided by their
/// number of elements. Inputs have shape [..., S], outputs the same; γ and β have shape S, one number
/// for each element. For tokens of shape [B, T, D], S is [D].
///
/// Training and inference are the same, and a sample does not depend on its batch.
///
/// (x − μ)² has to be within the range of the scalar: as `Float`, numbers above 10¹⁹ become 0.
public struct LayerNorm<Scalar: TensorScalar>: Layer {
  /// S, the shape of what is normalized together.
  public let normalizedShape: Shape
  /// γ, shape S, at first ones; nil for a layer without.
  public var weight: Variable<Scalar>?
  /// β, shape S, at first zeros; nil for a layer without.
  public var bias: Variable<Scalar>?
  /// ε, which keeps the quotient finite where all values are equal.
  public let epsilon: Double

  /// Makes a layer; traps when the normalized shape has no axis or an empty one, or ε is not positive.
  ///
  /// - Parameters:
  ///   - normalizedShape: S, the extents of the last axes: `[64]`, or `[16, 8, 8]`.
  ///   - epsilon: ε; 1e-5 unless given.
  ///   - isAffine: Whether there are γ and β.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public init(
    _ normalizedShape: Shape, epsilon: Double = 1e-5, isAffine: Bool = true,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNormalizedShape(normalizedShape, of: "LayerNorm", file: file, line: line)
    requireNumber(
      epsilon, "epsilon", .positive, of: "LayerNorm", in: Scalar.self, file: file, line: line)
    self.normalizedShape = normalizedShape
    self.epsilon = epsilon
    weight = isAffine ? Variable(.ones(normalizedShape, file: file, line: line)) : nil
    bias = isAffine ? Variable(.zeros(normalizedShape, file: file, line: line)) : nil
  }

  /// The normalized input; traps when its last axes are not those of the normalized shape.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.requireLastAxes(normalizedShape, of: "LayerNorm", in: context)
    if let weight, let bias, let output = fused(input, weight, bias) { return output }
    var output = input.standardized(along: .last(normalizedShape.rank), epsilon: epsilon)
    if let weight { output = output * weight }
    if let bias { output = output + bias }
    return output
  }

  /// The same by one vector kernel, where there is one.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func fused(
    _ input: Variable<Scalar>, _ weight: Variable<Scalar>, _ bias: Variable<Scalar>
  ) -> Variable<Scalar>? {
    guard weight.shape == normalizedShape, bias.shape == normalizedShape,
      let norm = FusedLayerNorm(
        input.value, scale: weight.value, shift: bias.value, epsilon: Scalar(epsilon))
    else { return nil }
    return Variable("layerNorm", norm.output, [input, weight, bias]) { upstream, _ in
      norm.gradients(upstream)
    }
  }

  /// The weight and the bias, if there are any.
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    visit("weight", &weight)
    visit("bias", &bias)
  }
}
