import Autograd
import TensorCore

/// What a traversal of parameters does at each of them: given a name and the parameter, which it may change.
public typealias ParameterAction<Scalar: TensorScalar> = (ParameterName, inout Variable<Scalar>) ->
  Void

/// A visit of a module's parameters. A module calls it for each of its own, and hands it on to its parts:
///
/// ```swift
/// mutating func visitParameters(_ visit: ParameterVisit<Float>) {
///   visit("scale", &scale)
///   encoder.visitParameters(as: "encoder", visit)
/// }
/// ```
///
/// It knows where in the model it is, so that each name is put together once, from the outside to the inside,
/// however deep the model.
public struct ParameterVisit<Scalar: TensorScalar> {
  private let action: ParameterAction<Scalar>
  /// The path of the module that is visited, with a dot at its end; empty for the model itself.
  private let path: String

  fileprivate init(path: String, action: @escaping ParameterAction<Scalar>) {
    self.path = path
    self.action = action
  }

  /// Visits a parameter or a buffer under its name in the module.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func callAsFunction(_ name: ParameterName, _ parameter: inout Variable<Scalar>) {
    action(path.isEmpty ? name : name.inside(path), &parameter)
  }

  /// Visits a parameter or a buffer, if there is one.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func callAsFunction(_ name: ParameterName, _ parameter: inout Variable<Scalar>?) {
    if parameter != nil { callAsFunction(name, &parameter!) }
  }

  /// The visit of a part.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func inside(_ part: String) -> ParameterVisit {
    ParameterVisit(path: path + part + ".", action: action)
  }
}

extension Module {
  /// Calls a closure for each parameter and buffer, with its name in this module.
  public mutating func visitParameters(_ action: ParameterAction<Scalar>) {
    withoutActuallyEscaping(action) { visitParameters(ParameterVisit(path: "", action: $0)) }
  }

  /// Visits this module as a part of another one: its parameter `weight` is that one's `encoder.weight` for
  /// the part "encoder".
  public mutating func visitParameters(as part: String, _ visit: ParameterVisit<Scalar>) {
    visitParameters(visit.inside(part))
  }
}

extension Optional where Wrapped: Module {
  /// Visits a part, if there is one.
  public mutating func visitParameters(as part: String, _ visit: ParameterVisit<Wrapped.Scalar>) {
    self?.visitParameters(as: part, visit)
  }
}

extension Array where Element: Module {
  /// Visits the modules of an array as parts named `heads.0`, `heads.1` and so on for the name "heads".
  public mutating func visitParameters(as part: String, _ visit: ParameterVisit<Element.Scalar>) {
    let visit = visit.inside(part)
    for index in indices { self[index].visitParameters(as: String(index), visit) }
  }
}

extension Array {
  /// Visits the layers of an array as parts named `blocks.0`, `blocks.1` and so on for the name "blocks".
  public mutating func visitParameters<Scalar>(as part: String, _ visit: ParameterVisit<Scalar>)
  where Element == any Layer<Scalar> {
    let visit = visit.inside(part)
    for index in indices { self[index].visitParameters(as: String(index), visit) }
  }
}

extension Model {
  /// Runs this model as a part of another one, so that messages can say where in the model something went
  /// wrong: "Linear at encoder". The name should be that of its parameters.
  ///
  /// ```swift
  /// let code = encoder.forward(input, as: "encoder", in: &context)
  /// ```
  public mutating func forward(
    _ input: Input, as part: String, in context: inout Context
  ) -> Output {
    // Boxing the model takes longer than running a small one.
    guard context.isObserved else { return context.inside(part) { forward(input, in: &$0) } }
    return observedForward(input, as: part, in: &context)
  }

  @inline(never)
  private mutating func observedForward(
    _ input: Input, as part: String, in context: inout Context
  ) -> Output {
    context.observed(part, self) { forward(input, in: &$0) }
  }
}
