import Autograd
import TensorCore

/// x + body(x), where the body is skipped for each sample with probability p while training (Huang, Sun,
/// Liu, Sedra and Weinberger, 2016, *Deep Networks with Stochastic Depth*).
///
/// Training sees many shallow networks, inference the deep one. Where the body is not skipped, its
/// output is multiplied by 1/(1 − p), so that the expected value stays, as in ``Dropout``. (The paper
/// multiplies by 1 − p at inference instead, which is the same but for that factor.)
///
/// Axis 0 of the input counts the samples. The draws come from the context's generator. The parameters
/// of the body are named `body.weight` and so on.
public struct StochasticDepth<Scalar: TensorScalar>: Layer {
  /// The layer whose output is added to its input.
  public var body: any Layer<Scalar>
  /// p, the probability of a sample to skip the body.
  public let probability: Double

  /// Puts a shortcut around a layer; traps when the probability is not in 0 ..< 1.
  public init(
    _ probability: Double, _ body: any Layer<Scalar>,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(
      probability, "probability", .belowOne, of: "StochasticDepth", file: file, line: line)
    self.probability = probability
    self.body = body
  }

  /// The paper's linear decay: block l of L is skipped with probability l/L · p, so that the first
  /// layers, on which all others build, are seldom skipped and the last one with probability p.
  ///
  /// - Parameters:
  ///   - block: l, from 1 to L.
  ///   - count: L.
  ///   - last: p of the last block; the paper's ½ unless given.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when l is not in 1 ... L, or p not in 0 ..< 1.
  public static func linearDecay(
    block: Int, of count: Int, last: Double = 0.5,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Double {
    require(
      block >= 1 && block <= count,
      "StochasticDepth: block \(block) is not among the blocks 1 to \(count)",
      file: file, line: line)
    requireNumber(
      last, "last probability", .belowOne, of: "StochasticDepth", file: file, line: line)
    return Double(block) / Double(count) * last
  }

  /// x + b·body(x) while training, with b = 0 or 1/(1 − p) for each sample; x + body(x) at inference.
  /// Traps when the body changes the shape.
  public mutating func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    require(
      input.rank >= 1,
      "\(context.naming("StochasticDepth")): expected samples along axis 0, found a single number")
    let output = body.forward(input, as: "body", in: &context)
    require(
      output.shape == input.shape,
      "\(context.naming("StochasticDepth")): the body must keep the shape, but makes "
        + "\(output.shape) of \(input.shape)")
    guard context.isTraining, probability > 0 else { return input + output }
    let samples = Shape([input.shape[0]] + Array(repeating: 1, count: input.rank - 1))
    return input + output * Variable(context.dropoutMask(samples, probability))
  }

  /// The parameters of the body.
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    body.visitParameters(as: "body", visit)
  }
}
