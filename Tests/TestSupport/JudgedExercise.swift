import Curriculum
import Testing

/// Turns the verdict on a learner's exercise into the outcome of the running test.
///
/// Passed is passed; a stub is reported as to do, neither passed nor failed; all else fails, with the
/// explanation and what the exercise printed.
///
/// - Parameters:
///   - exercise: Names the function and says where to start.
///   - isolation: Where the child process left its verdict.
///   - status: How the child ended; nil when it ended with success, which a judge never does.
public func report<Answers>(
  _ exercise: Exercise<Answers>, from isolation: Isolation, after status: ExitStatus?
) throws {
  let (verdict, output) = isolation.collect(after: Isolation.Ending(status))
  switch verdict {
  case .passed: break
  case .todo(let missing):
    try Test.cancel(
      missing == exercise.name
        ? "To do: \(exercise.name). Hint: \(exercise.hints[0])"
        : "To do: \(exercise.name) calls \(missing), which is still to do.")
  default:
    let printed = verdict.isWrongAnswer && !output.isEmpty ? "\nIt printed:\n\(output)" : ""
    Issue.record("\(exercise.name): \(verdict.explanation)\(printed)")
  }
}

extension Isolation.Ending {
  /// The end of an exit test's child; nil stands for success, which such a test does not report.
  public init(_ status: ExitStatus?) {
    switch status {
    case .exitCode(let code): self = .exit(code)
    case .signal(let number): self = .signal(number)
    default: self = .exit(0)
    }
  }
}
