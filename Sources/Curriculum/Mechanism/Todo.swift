/// What the stub of an exercise throws until the learner replaces it.
public struct Todo: Error, Sendable {
  /// The exercise's function, as in `predict`.
  public let exercise: String

  /// Names the function in which it is written; call it without an argument.
  public init(_ function: String = #function) {
    exercise = String(function.prefix { $0 != "(" })
  }
}

/// The stub of a function, whatever its arguments and its result: it throws a ``Todo`` of this name.
package func todo<each Argument, Result>(
  _ name: String
) -> @Sendable (repeat each Argument) throws -> Result {
  { (_: repeat each Argument) in throw Todo(name) }
}
