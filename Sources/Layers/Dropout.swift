import Autograd
import TensorCore

/// Sets each element to 0 with probability p while training, so that no unit can rely on another
/// (Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, 2014, *Dropout: A Simple Way to
/// Prevent Neural Networks from Overfitting*).
///
/// What is left is multiplied by 1/(1 − p), so that the expected value stays, and inference needs no
/// change ("inverted" dropout). The mask comes from the context's generator.
public struct Dropout<Scalar: TensorScalar>: ParameterlessLayer {
  /// p, the probability of an element to be dropped.
  public let probability: Double

  /// Makes the layer; traps when the probability is not in 0 ..< 1.
  public init(
    _ probability: Double = 0.5, file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(probability, "probability", .belowOne, of: "Dropout", file: file, line: line)
    self.probability = probability
  }

  /// The input times a random mask while training, the input itself at inference.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    guard context.isTraining, probability > 0 else { return input }
    return input * Variable(context.dropoutMask(input.shape, probability))
  }
}

extension Context {
  /// Factors for what dropout leaves and drops: 0 with probability p, otherwise 1/(1 − p).
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  mutating func dropoutMask<Scalar: TensorScalar>(
    _ shape: Shape, _ probability: Double
  ) -> Tensor<Scalar> {
    let scale = Scalar(1 / (1 - probability))
    return Tensor(unsafeUninitializedShape: shape) { mask in
      for i in mask.indices { mask[i] = generator.uniform() < probability ? 0 : scale }
    }
  }
}
