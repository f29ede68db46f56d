import Curriculum
import Testing

/// What a verdict on a learner's exercise means for the test that asked for it.
public enum Outcome: Equatable, Sendable {
  /// The test passes.
  case passes
  /// The test is reported as to do, neither passed nor failed, with a hint.
  case isToDo(String)
  /// The test fails, with the explanation and what the exercise printed.
  case fails(String)

  /// Weighs a verdict.
  public init<Answers>(of exercise: Exercise<Answers>, verdict: Verdict, output: String) {
    switch verdict {
    case .passed: self = .passes
    case .todo(exercise.name): self = .isToDo("To do: \(exercise.name). Hint: \(exercise.hints[0])")
    case .todo(let missing):
      self = .isToDo("To do: \(exercise.name) calls \(missing), which is still to do.")
    default:
      self = .fails("\(exercise.name): \(verdict.explanation(withOutput: output))")
    }
  }
}

/// Turns the verdict on a learner's exercise into the outcome of the running test.
///
/// - Parameters:
///   - exercise: Names the function and says where to start.
///   - folder: The lesson's folder, where the answer is to be written.
///   - isolation: What has listened to the child process.
///   - status: How the child ended; nil when it ended with success, which a judge never does.
public func report<Answers>(
  _ exercise: Exercise<Answers>, in folder: String, from isolation: Isolation,
  after status: ExitStatus?
) throws {
  let (verdict, output) = try isolation.collect(after: Isolation.Ending(status))
  switch Outcome(of: exercise, verdict: verdict, output: output) {
  case .passes: break
  case .isToDo(let message):
    try Test.cancel("\(message) Write it in Lessons/\(folder)/Exercises.swift.")
  case .fails(let message): Issue.record("\(message)")
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
