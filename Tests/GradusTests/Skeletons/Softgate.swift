import Autograd
import Layers
import TensorCore

/// Each feature times a number that is learned: y = x ⊙ w. (Your formula and the paper stand here.)
///
/// Inputs and outputs have shape [..., D].
public struct Softgate<Scalar: TensorScalar>: Layer {
  /// w, shape [D].
  public var weight: Variable<Scalar>

  /// Makes a layer of D features, at first with ones; traps when D is not positive.
  public init(_ features: Int, file: StaticString = #fileID, line: UInt = #line) {
    require(
      features > 0, "Softgate: expected at least 1 feature, found \(features)", file: file,
      line: line)
    weight = Variable(.ones([features]))
  }

  /// x ⊙ w; traps when the last axis is not D long.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    require(
      input.rank >= 1 && input.shape[-1] == weight.shape[0],
      "\(context.naming("Softgate")): expected an input of shape [..., \(weight.shape[0])], "
        + "found \(input.shape)")
    return input * weight
  }

  /// The weight.
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    visit("weight", &weight)
  }
}
