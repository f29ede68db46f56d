import Layers
import TensorCore

/// Changes the parameters of a model along the gradients of a loss.
///
/// An optimizer is a value that never owns the model: copying both is a checkpoint. Its state is
/// tensors in the order of the model's traversal.
public protocol Optimizer<Scalar> {
  /// The type of the parameters' numbers.
  associatedtype Scalar: TensorScalar

  /// Takes one step: each parameter is changed in place, buffers are left alone.
  ///
  /// Traps when the gradients are not those of this model.
  mutating func update<M: Module<Scalar>>(_ model: inout M, along gradients: Gradients<Scalar>)
}

extension Module {
  /// Visits each trained parameter with its gradient and its place among the trained parameters.
  ///
  /// Traps when the gradients are those of another model: another number of parameters, other shapes.
  mutating func visit(
    with gradients: Gradients<Scalar>, of optimizer: StaticString,
    _ change: (_ index: Int, _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>) -> Void
  ) {
    var index = 0
    visitParameters { name, parameter in
      guard !name.isBuffer else { return }
      require(
        index < gradients.tensors.count && gradients.tensors[index].shape == parameter.shape,
        "\(optimizer): expected a gradient of shape \(parameter.shape) for \(name), found "
          + (index < gradients.tensors.count
            ? "\(gradients.tensors[index].shape) for \(gradients.names[index])" : "none"))
      change(index, &parameter.value, gradients.tensors[index])
      index += 1
    }
    require(
      index == gradients.tensors.count,
      "\(optimizer): \(gradients.tensors.count) gradients for a model of \(index) parameters")
  }
}
