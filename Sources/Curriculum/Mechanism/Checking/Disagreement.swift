/// How a check says that an answer is wrong: what was computed, what was expected, and why that
/// usually happens.
public struct Disagreement: Error {
  /// What was called, what was expected and what was found.
  public let difference: String
  /// The mistake that gives this very result, if one is known.
  public let why: String?

  /// Makes one from its sentences.
  public init(_ difference: String, why: String? = nil) {
    self.difference = difference
    self.why = why
  }
}

/// A result that a known mistake leads to, and the mistake in words.
public struct Suspect<Result> {
  package let result: Result
  package let mistake: String

  /// Names a mistake and what it gives.
  public init(_ result: Result, _ mistake: String) {
    self.result = result
    self.mistake = mistake
  }
}

/// Throws a ``Disagreement`` when a condition does not hold.
///
/// - Parameters:
///   - condition: What must be true.
///   - difference: What was called, what was expected and what was found.
///   - why: What usually leads to this.
public func expect(
  _ condition: Bool, _ difference: @autoclosure () -> String,
  why: @autoclosure () -> String? = nil
) throws {
  if !condition { throw Disagreement(difference(), why: why()) }
}
