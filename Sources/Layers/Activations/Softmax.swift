import Autograd
import TensorCore

/// exp(xᵢ) / Σⱼ exp(xⱼ): positive numbers that add up to 1 along an axis (Bridle, 1990).
///
/// A classifier that is trained with ``softmaxCrossEntropy(logits:labels:classWeights:labelSmoothing:ignoring:reduction:file:line:)``
/// does not end with it: that loss takes the logits.
public struct Softmax<Scalar: TensorScalar>: ParameterlessLayer {
  /// The axis whose elements add up to 1; the last unless given.
  public var axis: Int

  /// Makes the layer.
  public init(along axis: Int = -1) { self.axis = axis }

  /// exp(xᵢ) / Σⱼ exp(xⱼ) along the axis; the shape stays.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.softmax(along: axis)
  }
}
