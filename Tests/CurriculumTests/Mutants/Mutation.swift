import Gradus

/// A way to make a wrong answer of any right one: it stands between the check and the solution.
struct Mutation: @unchecked Sendable {
  /// What kinds of mistakes the generator makes.
  enum Kind: String, CaseIterable {
    /// The solution is called with something else.
    case argument
    /// The solution's result is changed.
    case result
    /// The solution's result is changed, but only for some arguments.
    case condition
    /// An earlier call leaves something behind.
    case state
    /// A function or a generator that was handed over is used in another way.
    case use
  }

  /// Called instead of the solution: with the arguments, and with the solution.
  typealias Call = (Value, (Value) throws -> Value) throws -> Value

  let kind: Kind
  let name: String
  /// Makes one that has not been called yet.
  let make: () -> Call

  init(_ kind: Kind, _ name: String, make: @escaping () -> Call) {
    self.kind = kind
    self.name = name
    self.make = make
  }

  /// One that remembers nothing.
  init(_ kind: Kind, _ name: String, call: @escaping Call) {
    self.init(kind, name) { call }
  }
}

/// A call of a right answer that a check has made.
struct RecordedCall {
  let arguments: Value
  let result: Value
}

extension Mutation {
  /// All that can be made of calls like these.
  static func all(for calls: [RecordedCall]) -> [Mutation] {
    guard let first = calls.first else { return [] }
    return arguments(calls) + exchanges(calls) + results(calls) + resultsFromArguments(calls)
      + conditions(calls) + states + uses(first.arguments)
  }
}
