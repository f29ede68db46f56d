import TensorCore

/// The values that `detached()` has made constants of in one run of a function, and gives back in the next
/// ones, so that a check of gradients can move the inputs and leave them where they were.
///
/// A class, because the operations of a run write to it. `@unchecked Sendable`, because a task-local value
/// must be sendable, while only the task that runs the check writes to it.
package final class DetachedValues: @unchecked Sendable {
  @TaskLocal package static var current: DetachedValues?

  private var values: [Tensor<Double>] = []
  private var isReplaying = false
  /// How many have been given back in this run.
  private var position = 0
  /// Whether a run has detached more values than the first one, or of other shapes.
  package private(set) var differs = false

  /// Nothing has been detached so far.
  package init() {}

  /// How many values the first run has detached.
  package var count: Int { values.count }

  /// Runs a function: for the first time it takes down what is detached, later on it gives that back.
  package func run<Result>(_ body: () throws -> Result) rethrows -> Result {
    position = 0
    defer { isReplaying = true }
    return try Self.$current.withValue(self, operation: body)
  }

  /// What stands for a value that is detached.
  func replaced<Scalar: TensorScalar>(_ value: Tensor<Scalar>) -> Tensor<Scalar> {
    guard isReplaying else {
      values.append(value.map { $0.doubleValue })
      return value
    }
    guard position < values.count, values[position].shape == value.shape else {
      differs = true
      return value
    }
    position += 1
    return values[position - 1].map { Scalar($0) }
  }
}
