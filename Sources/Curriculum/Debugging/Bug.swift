/// A training script with one fault: what is seen of it, hints, and how a repaired one is judged.
///
/// `Program` is the type of the script's function `train`, so that only a program of the right kind can be
/// handed in.
public struct Bug<Program: Sendable>: Sendable {
  /// What `gradus debug` says of it.
  public let about: BugDescription
  /// What a program prints of a training: the curve in which the fault shows.
  let curve: @Sendable (Program) throws -> Curve
  /// Returns when a program behaves as it should; throws a `Disagreement` otherwise, which says what is
  /// seen, and never why.
  let check: @Sendable (Program) throws -> Void

  /// Hands in a program.
  public func handIn(_ program: Program) -> Submission {
    Submission(
      bug: about, curve: { try curve(program) }, check: { try check(program) })
  }
}

/// What can be said of a fault without telling it, and what is told when it is found.
public struct BugDescription: Sendable {
  /// The name of the script's file and type, which does not give the fault away.
  public let name: String
  /// The lesson from which on it can be found.
  public let lesson: Int
  /// What the script does, and what is seen of its fault.
  public let symptom: String
  /// From where to look to what to ask, without the fix.
  public let hints: [String]
  /// The fault, told to whoever has found it.
  public let reason: String
}
