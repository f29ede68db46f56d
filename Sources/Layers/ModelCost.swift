import Autograd
import TensorCore

/// What one forward pass of a model takes: operations and memory.
///
/// Divided by what a machine does in a second, `multiplyAdds` and the bytes are two bounds on the speed, of which
/// the larger time holds (Williams, Waterman and Patterson, 2009, *Roofline*).
public struct ModelCost: Sendable, Equatable {
  /// The multiply–adds of all products, a·b + c as one; nil where a part does not tell.
  ///
  /// For a batch of B, as the definitions have it, whatever kernel runs:
  ///
  /// - ``Linear`` from D to K: B·D·K
  /// - ``Conv2D`` to [B, O, OH, OW]: B·O·OH·OW·(C/groups)·KH·KW
  /// - attention with Q queries and M keys of width D: 2·B·Q·M·D besides its four linear maps; a mask takes
  ///   nothing away
  /// - an ``LSTM`` of T steps: B·T·4·H·(D + H), a ``GRU`` 3 and an ``RNN`` 1 instead of 4
  /// - ``Embedding``, normalizations and activations: 0. What works number by number is not counted.
  ///
  /// Counted is what `matmul`, `conv2D` and the others do, in models of any kind. Loops of one's own are not seen. A
  /// part of one's own with a matrix among its parameters that multiplies nothing therefore makes this nil.
  public let multiplyAdds: Int?

  /// The bytes of parameters and buffers, and of the weights of a ``QuantizedLinear``.
  public let parameterBytes: Int

  /// The bytes of the outputs of the model and of its parts. An output that shares its memory with another one, as
  /// that of ``Flatten`` with its input, takes nothing.
  ///
  /// Parts are those that run by ``Model/forward(_:as:in:)`` or ``Context/inside(_:_:)``. Training keeps about as
  /// much, and besides what operations keep inside of a part.
  public let activationBytes: Int
}

extension Model where Input: ModelInput {
  /// What one forward pass takes, for data like those that are given: it runs once, at inference.
  ///
  /// - Parameter data: What the model takes. Traps as `forward` does when it cannot.
  public func cost(of data: Input.Data) -> ModelCost { ModelCost(summaryRows(of: self, data)[0]) }
}

extension Layer {
  /// What one forward pass takes, for an input of zeros: it runs once, at inference.
  ///
  /// - Parameter inputShape: The shape of an input, the batch axis included. Traps as `forward` does
  ///   when the layer cannot take it.
  public func cost(inputShape: Shape) -> ModelCost { cost(of: .zeros(inputShape)) }
}

extension ModelCost {
  init(_ row: SummaryRow) {
    multiplyAdds = row.multiplyAdds
    parameterBytes = row.parameterBytes
    activationBytes = row.activationBytes ?? 0
  }
}
