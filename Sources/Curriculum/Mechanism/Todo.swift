/// What the stub of an exercise throws until the learner replaces it.
public struct Todo: Error, Sendable {
  /// The exercise's function, as in `predict`.
  public let exercise: String

  /// Names the function in which it is written; call it without an argument.
  public init(_ function: String = #function) {
    exercise = String(function.prefix { $0 != "(" })
  }
}
