import Autograd
import TensorCore

/// Adds normal noise of mean 0 while training; at the input of a model this is like a penalty on how
/// fast the output changes (Bishop, 1995, *Training with Noise Is Equivalent to Tikhonov Regularization*).
///
/// The noise comes from the context's generator; inference changes nothing.
public struct GaussianNoise<Scalar: TensorScalar>: ParameterlessLayer {
  /// σ, the standard deviation of the noise.
  public let standardDeviation: Double

  /// Makes the layer; traps when the deviation is negative or not finite.
  public init(
    standardDeviation: Double, file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(
      standardDeviation, "standard deviation", .atLeastZero, of: "GaussianNoise", in: Scalar.self,
      file: file, line: line)
    self.standardDeviation = standardDeviation
  }

  /// x + σ·ε while training, with ε of the standard normal distribution for each element; the input
  /// itself at inference.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    guard context.isTraining, standardDeviation > 0 else { return input }
    return input
      + Variable(
        .normal(
          input.shape, standardDeviation: standardDeviation, using: &context.generator))
  }
}
