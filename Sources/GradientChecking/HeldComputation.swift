import Autograd
import TensorCore

/// A computation at its samples, as a function of those arguments alone that are differentiated.
///
/// Its constants stand, and so do the values that it detaches, if it says that it stops gradients: the first
/// evaluation, at the samples themselves, takes them down, and all others get them back.
struct HeldComputation<Base: SampledComputation>: CheckedComputation {
  let base: Base
  private let all: [SampledArgument]
  private let detached: DetachedValues?

  init(_ base: Base, at samples: [SampledArgument]) {
    self.base = base
    all = samples
    detached = base.stopsGradients ? DetachedValues() : nil
  }

  var name: String { base.name }
  var samplesLieOnKinks: Bool { base.samplesLieOnKinks }

  /// The arguments that are differentiated.
  var arguments: [SampledArgument] { all.filter { !$0.isConstant } }

  /// Why nothing can be proved at the samples; nil if they are fine.
  var sampleProblem: (argument: String?, finding: String)? {
    guard arguments.contains(where: { $0.value.elementCount > 0 }) else {
      return (
        nil,
        "there is nothing to differentiate: expected a parameter, or an input that is no constant, with at "
          + "least one element."
      )
    }
    for argument in arguments {
      guard let place = argument.value.elements.firstIndex(where: { !$0.isFinite }) else {
        continue
      }
      return (
        argument.name,
        "the value at \(argument.value.shape.position(ofElement: place)) is "
          + "\(text(argument.value.elements[place])): differences need a finite number."
      )
    }
    return nil
  }

  func evaluate<S: TensorScalar>(_ arguments: [Variable<S>]) -> Variable<S> {
    let arguments = withConstants(arguments)
    return detached?.run { base.evaluate(arguments) } ?? base.evaluate(arguments)
  }

  func surrogate<S: TensorScalar>(_ arguments: [Variable<S>]) -> Variable<S>? {
    base.surrogate(withConstants(arguments))
  }

  /// What is wrong with what was detached, after the check.
  var detachmentProblem: String? {
    guard let detached else { return nil }
    if detached.count == 0 {
      return "it says that it stopsGradients, but calls detached() nowhere."
    }
    return detached.differs
      ? "it detaches more values, or values of other shapes, when its arguments move." : nil
  }

  private func withConstants<S: TensorScalar>(_ arguments: [Variable<S>]) -> [Variable<S>] {
    var rest = arguments[...]
    return all.map { $0.isConstant ? Variable($0.value.map { S($0) }) : rest.removeFirst() }
  }
}
