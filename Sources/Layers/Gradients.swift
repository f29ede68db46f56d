import TensorCore

/// The gradients of a loss with respect to a model's parameters, in the order of the model's traversal.
///
/// A value that is returned, and not a state of the parameters: there is nothing to reset between
/// steps, and gradients of several batches can be added.
public struct Gradients<Scalar: TensorScalar>: Sendable {
  /// The names of the parameters, buffers left out.
  public let names: [ParameterName]
  /// One gradient per parameter, of the parameter's shape; zeros where the loss does not depend on it.
  public var tensors: [Tensor<Scalar>]
  /// Whether they are those of some parameters, and the model may have others, which a step leaves alone.
  public var isPartial: Bool

  /// Puts gradients together with the names of their parameters; traps when the counts differ.
  ///
  /// - Parameters:
  ///   - names: The names, in the order of the model's traversal.
  ///   - tensors: A gradient for each.
  ///   - isPartial: Whether the model may have other parameters; false unless given.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(
    names: [ParameterName], tensors: [Tensor<Scalar>], isPartial: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      names.count == tensors.count,
      "Gradients: \(names.count) names for \(tensors.count) tensors", file: file, line: line)
    self.names = names
    self.tensors = tensors
    self.isPartial = isPartial
  }

  /// The gradient of the parameter with a path, such as "layers.0.weight"; nil if there is none.
  public subscript(path: String) -> Tensor<Scalar>? {
    names.firstIndex { $0.path == path }.map { tensors[$0] }
  }
}
