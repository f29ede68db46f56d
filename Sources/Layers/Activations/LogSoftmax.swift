import Autograd
import TensorCore

/// xᵢ − ln Σⱼ exp(xⱼ): the logarithm of softmax along an axis, finite where softmax underflows to 0.
///
/// ``negativeLogLikelihood(logProbabilities:labels:classWeights:ignoring:reduction:file:line:)`` takes its
/// output.
public struct LogSoftmax<Scalar: TensorScalar>: ParameterlessLayer {
  /// The axis whose probabilities add up to 1; the last unless given.
  public var axis: Int

  /// Makes the layer.
  public init(along axis: Int = -1) { self.axis = axis }

  /// xᵢ − ln Σⱼ exp(xⱼ) along the axis; the shape stays.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.logSoftmax(along: axis)
  }
}
