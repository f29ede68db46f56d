import Autograd
import TensorCore

/// Traps when a model's traversal gives two parameters one name, or leaves one out: it would not be
/// trained, and not be saved.
///
/// What the model stores is found by reflection, which is slow: an optimizer looks once, at its first step.
///
/// - Parameters:
///   - model: The model.
///   - caller: Who says so, such as "Adam".
package func requireCompleteTraversal<M: Module>(of model: M, _ caller: String) {
  var names: Set<ParameterName> = []
  let tape = Tape<M.Scalar>()
  var marked = model
  marked.visitParameters { name, parameter in
    require(
      names.insert(name).inserted,
      "\(caller): two parameters of \(M.self) are named \(name). "
        + "Hint: visit each part under a name of its own, as in visit(\"encoder\" / $0, &$1).")
    parameter = tape.track(parameter.value)
  }
  let forgotten = firstConstant(in: marked, of: M.Scalar.self)
  require(
    forgotten == nil,
    "\(caller): visitParameters of \(M.self) leaves out \(forgotten ?? ""), which would be neither trained "
      + "nor saved. Hint: visit it; what is no parameter is a Tensor, or a buffer.")
}

/// The path of the first variable below a value that is on no tape; nil if there is none.
private func firstConstant<Scalar: TensorScalar>(in value: Any, of _: Scalar.Type) -> String? {
  if let variable = value as? Variable<Scalar> { return variable.isConstant ? "" : nil }
  let mirror = Mirror(reflecting: value)
  for (index, child) in mirror.children.enumerated() {
    // An array of numbers, however long, is passed over: numbers have no style of display.
    if mirror.displayStyle == .collection, Mirror(reflecting: child.value).displayStyle == nil {
      return nil
    }
    guard let path = firstConstant(in: child.value, of: Scalar.self) else { continue }
    let step = mirror.displayStyle == .optional ? "" : child.label ?? "\(index)"
    return [step, path].filter { !$0.isEmpty }.joined(separator: ".")
  }
  return nil
}
