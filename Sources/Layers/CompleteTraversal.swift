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
        + "Hint: visit each part under a name of its own, as in encoder.visitParameters(as: \"encoder\", visit)."
    )
    parameter = tape.track(parameter.value)
  }
  let forgotten = storedVariables(in: marked, of: M.Scalar.self).first { $0.variable.isConstant }?
    .path
  require(
    forgotten == nil,
    "\(caller): visitParameters of \(M.self) leaves out \(forgotten ?? ""), which would be neither trained "
      + "nor saved. Hint: visit it; what is no parameter is a Tensor, or a buffer.")
}

/// The variables that are stored in a value, with their paths: in properties, optionals, arrays and
/// dictionaries, at any depth. They are found by reflection, which is for checks alone.
package func storedVariables<Scalar: TensorScalar>(
  in value: Any, of _: Scalar.Type
) -> [(path: String, variable: Variable<Scalar>)] {
  var found: [(path: String, variable: Variable<Scalar>)] = []
  findVariables(in: value, path: "", &found)
  return found
}

private func findVariables<Scalar: TensorScalar>(
  in value: Any, path: String, _ found: inout [(path: String, variable: Variable<Scalar>)]
) {
  if let variable = value as? Variable<Scalar> { return found.append((path, variable)) }
  let mirror = Mirror(reflecting: value)
  for (index, child) in mirror.children.enumerated() {
    // An array of numbers, however long, is passed over: numbers have no style of display.
    if mirror.displayStyle == .collection, Mirror(reflecting: child.value).displayStyle == nil {
      break
    }
    let step = mirror.displayStyle == .optional ? "" : child.label ?? "\(index)"
    let inner = [path, step].filter { !$0.isEmpty }.joined(separator: ".")
    findVariables(in: child.value, path: inner, &found)
  }
}
