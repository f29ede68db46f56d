import Autograd
import TensorCore

/// A value with parameters: a layer, or anything made of layers.
///
/// A module names its parameters in one traversal, always in the same order. That alone serves
/// gradients, optimizers, checkpoints and summaries. Being a value, a copy of a module is a snapshot, and can be
/// handed to other tasks: many can predict with one model at once. A part of a module that is no value,
/// such as a class or a closure, has to be `Sendable` itself.
///
/// ```swift
/// struct Autoencoder: Module {
///   var encoder: Linear<Float>
///   var decoder: Linear<Float>
///
///   mutating func visitParameters(_ visit: ParameterVisit<Float>) {
///     encoder.visitParameters(as: "encoder", visit)
///     decoder.visitParameters(as: "decoder", visit)
///   }
/// }
/// ```
public protocol Module<Scalar>: Sendable {
  /// The type of the parameters' numbers.
  associatedtype Scalar: TensorScalar

  /// Calls `visit` for each parameter and buffer, with its name in this module, and hands it on to each part:
  /// ``visitParameters(as:_:)``.
  ///
  /// A parameter that is left out is not trained and not saved.
  mutating func visitParameters(_ visit: ParameterVisit<Scalar>)
}

extension Module {
  /// The number of trained numbers; buffers do not count.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.value.elementCount } }

  /// What is trained, with its names; buffers are in ``state``.
  public var parameters: [(name: ParameterName, value: Tensor<Scalar>)] {
    state.filter { !$0.name.isBuffer }
  }

  /// All that a file of weights holds: parameters and buffers with their names, in the traversal's
  /// order.
  public var state: [(name: ParameterName, value: Tensor<Scalar>)] {
    var state: [(name: ParameterName, value: Tensor<Scalar>)] = []
    var copy = self
    copy.visitParameters { state.append(($0, $1.value)) }
    return state
  }
}
