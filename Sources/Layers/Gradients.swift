import Autograd
import TensorCore

/// The gradients of a loss with respect to a model's parameters, in the order of the model's traversal.
///
/// A value that is returned, and not a state of the parameters: there is nothing to reset between
/// steps, and gradients of several batches can be added.
public struct Gradients<Scalar: TensorScalar>: Sendable {
  /// The names of the parameters, buffers left out.
  public let names: [ParameterName]
  /// The gradients, of whole parameters or of rows.
  package var parts: GradientList<Scalar>
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
    self.init(names: names, parts: GradientList(tensors), isPartial: isPartial)
  }

  init(names: [ParameterName], parts: GradientList<Scalar>, isPartial: Bool = false) {
    self.names = names
    self.parts = parts
    self.isPartial = isPartial
  }

  /// One gradient per parameter, of the parameter's shape; zeros where the loss does not depend on it.
  ///
  /// Of a table whose gradient is that of some rows, the whole one is made: each time it is read, and for good
  /// when any of these is written.
  public var tensors: [Tensor<Scalar>] {
    get { parts.tensors }
    _modify { yield &parts.tensors }
  }

  /// The gradient of some rows of a table, zero in all others: which rows, in ascending order and each once,
  /// and their gradients, shape [n, …]. Nil where the gradient is that of the whole parameter, and where there
  /// is no parameter with this path.
  ///
  /// An ``Embedding`` has such a gradient where its ``Embedding/hasSparseGradient`` is true. Clipping,
  /// arithmetic, the mean of several batches and optimizers work on it without making the whole one.
  public func rows(of path: String) -> (indices: [Int], values: Tensor<Scalar>)? {
    guard let place = names.firstIndex(where: { $0.path == path }), let rows = parts.rows[place]
    else { return nil }
    return (rows.indices, parts.values[place])
  }

  /// The gradient of the parameter with a path, such as "layers.0.weight"; nil if there is none.
  public subscript(path: String) -> Tensor<Scalar>? {
    names.firstIndex { $0.path == path }.map { tensors[$0] }
  }
}
