/// One exercise: how its answer is judged, and the wrong answers that must not pass.
///
/// `Answers` is the lesson's struct of closures, one a function that the learner writes. The same check
/// so judges the learner's functions, the solution, the stubs, and each wrong answer.
public struct Exercise<Answers: Sendable>: Sendable {
  /// The name of the function to write.
  public let name: String
  /// What it is about, in a few words.
  public let title: String
  /// Hints, from a nudge to the formula.
  public let hints: [String]
  /// What whoever has solved it knows now, in one sentence.
  public let learned: String
  /// Where the framework does the same.
  public let landmark: Landmark
  /// Puts the right function at its place among the answers.
  let solve: @Sendable (inout Answers) -> Void
  /// Returns when the answer is right; throws a ``Disagreement`` when it is wrong.
  public internal(set) var check: @Sendable (Answers) throws -> Void
  /// Answers that a learner would really write, and that the check must reject.
  public let wrongAnswers: [WrongAnswer<Answers>]
  /// Other right answers that a good learner would write, and that the check must accept.
  public let rightAnswers: [RightAnswer<Answers>]

  /// The names of the exercises whose functions an answer calls, see ``after(_:)``.
  package var earlier: [String] = []

  /// Puts an exercise together.
  public init(
    _ name: String, _ title: String, hints: [String], learned: String, landmark: Landmark,
    solution: @escaping @Sendable (inout Answers) -> Void,
    check: @escaping @Sendable (Answers) throws -> Void, wrongAnswers: [WrongAnswer<Answers>],
    rightAnswers: [RightAnswer<Answers>] = []
  ) {
    self.name = name
    self.title = title
    self.hints = hints
    self.learned = learned
    self.landmark = landmark
    solve = solution
    self.check = check
    self.wrongAnswers = wrongAnswers
    self.rightAnswers = rightAnswers
  }

  /// Judges answers in this process: an answer that traps takes the process with it.
  public func judge(_ answers: Answers) -> Verdict {
    do {
      try check(answers)
      return .passed
    } catch let todo as Todo {
      return .todo(exercise: todo.exercise)
    } catch let disagreement as Disagreement {
      return .wrong(disagreement.difference, why: disagreement.why)
    } catch {
      return .wrong("threw an error:", why: "\(error)".visible(atMost: 2000))
    }
  }
}

/// A wrong answer to one exercise: the solution with one function replaced.
public struct WrongAnswer<Answers: Sendable>: Sendable {
  /// The mistake, in a few words.
  public let mistake: String
  /// What the check has to say of it; empty where any reason will do.
  public let why: String
  /// Replaces the right function by a wrong one.
  public let apply: @Sendable (inout Answers) -> Void

  /// Describes a mistake and makes it.
  public init(
    _ mistake: String, why: String = "", apply: @escaping @Sendable (inout Answers) -> Void
  ) {
    self.mistake = mistake
    self.why = why
    self.apply = apply
  }
}

/// Another right answer to one exercise: the solution with one function written in another way.
public struct RightAnswer<Answers: Sendable>: Sendable {
  /// What is done otherwise, in a few words.
  public let way: String
  /// Replaces the solution's function.
  public let apply: @Sendable (inout Answers) -> Void

  /// Describes another way and takes it.
  public init(_ way: String, apply: @escaping @Sendable (inout Answers) -> Void) {
    self.way = way
    self.apply = apply
  }
}
