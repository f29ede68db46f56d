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
