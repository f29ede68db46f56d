import Autograd
import TensorCore

/// A gated linear unit: the input is cut in half along an axis, and one half opens the other, a·σ(b) (Dauphin,
/// Fan, Auli and Grangier, 2017, *Language Modeling with Gated Convolutional Networks*).
///
/// From [..., 2·D] it makes [..., D]. The first half carries the signal, the second is the gate.
public struct GLU<Scalar: TensorScalar>: ParameterlessLayer {
  /// The axis that is cut; the last unless given.
  public let axis: Int

  /// Makes the layer.
  public init(along axis: Int = -1) { self.axis = axis }

  /// a·σ(b); traps when there is no such axis, or its extent is odd.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    require(
      axis >= -input.rank && axis < input.rank && input.shape[axis].isMultiple(of: 2),
      "\(context.naming("GLU")): expected an even extent along axis \(axis), found shape \(input.shape)"
    )
    return input.glu(along: axis)
  }
}

extension Variable {
  /// a·σ(b) of both halves a and b along an axis, the last unless given; derivatives σ(b) and a·σ′(b).
  ///
  /// Traps when there is no such axis, or its extent is odd.
  public func glu(
    along axis: Int = -1, file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let halves = split(into: 2, along: axis, file: file, line: line)
    return halves[0] * halves[1].sigmoid()
  }
}
