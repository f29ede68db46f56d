import Autograd
import TensorCore

/// Dropout of whole channels: each channel of each sample is set to 0 with probability p while training
/// (Tompson, Goroshin, Jain, LeCun and Bregler, 2015, *Efficient Object Localization Using
/// Convolutional Networks*).
///
/// Inputs have shape [N, C, L] or [N, C, H, W], outputs the same. In a feature map, neighbors are
/// alike: a single element that ``Dropout`` drops can be told from those around it, a channel cannot.
///
/// What is left is multiplied by 1/(1 − p). The mask comes from the context's generator; inference
/// changes nothing. PyTorch calls it Dropout1d and Dropout2d.
public struct SpatialDropout<Scalar: TensorScalar>: ParameterlessLayer {
  /// p, the probability of a channel to be dropped.
  public let probability: Double

  /// Makes the layer; traps when the probability is not in 0 ..< 1.
  public init(
    _ probability: Double = 0.5, file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(
      probability, "probability", .belowOne, of: "SpatialDropout", file: file, line: line)
    self.probability = probability
  }

  /// The input times a random factor for each channel while training, the input itself at inference;
  /// traps when it does not have the shape [N, C, …] of at least three axes.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    require(
      input.rank >= 3,
      "\(context.naming("SpatialDropout")): expected an input of shape [N, C, L] or [N, C, H, W], found \(input.shape). "
        + "Hint: without space there are only single elements to drop; Dropout does that.")
    guard context.isTraining, probability > 0 else { return input }
    let channels = Shape(
      Array(input.shape.dimensions.prefix(2)) + Array(repeating: 1, count: input.rank - 2))
    return input * Variable(context.dropoutMask(channels, probability))
  }
}
