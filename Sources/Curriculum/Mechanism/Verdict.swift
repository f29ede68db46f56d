/// What came of judging an exercise.
public enum Verdict: Codable, Equatable, Sendable {
  /// The stub is still there, in this exercise or in one that it calls; names that one.
  case todo(exercise: String)
  /// All checks hold.
  case passed
  /// A check does not hold; says what differs and, if the mistake is a known one, why.
  case wrong(String, why: String? = nil)
  /// The program stopped with an error; says which.
  case trapped(String)
  /// It computed for too long.
  case ranTooLong
  /// It took too long without computing.
  case waitedTooLong
  /// It asked for too much memory.
  case usedTooMuchMemory
  /// It wrote too much text.
  case wroteTooMuch
  /// It ended the process itself, so that nothing could be judged.
  case exited(code: Int32)
}

extension Verdict {
  /// A sentence for the learner, without the name of the exercise.
  public var explanation: String { sentence.visible(atMost: 4000) }

  private var sentence: String {
    switch self {
    case .todo(let exercise): "\(exercise) is still to do"
    case .passed: "passed"
    case .wrong(let difference, let why): why.map { "\(difference) \($0)" } ?? difference
    case .trapped(let message): "stopped the program: \(message)"
    case .ranTooLong:
      "did not finish within \(Isolation.Limits.standard.processorSeconds) seconds. Does a loop never end?"
    case .waitedTooLong:
      "was not done after \(Isolation.Limits.standard.wallClockSeconds) seconds, and computed for less "
        + "than \(Isolation.Limits.standard.processorSeconds) of them. "
        + "Does it sleep, or wait for something?"
    case .usedTooMuchMemory:
      "asked for more than \(Isolation.Limits.standard.memoryBytes >> 30) GiB of memory. Is a size wrong?"
    case .wroteTooMuch:
      "printed more than \(Isolation.Limits.standard.outputBytes >> 20) MiB of text. Does a loop never end?"
    case .exited(let code):
      "ended the program itself with exit(\(code)), so that nothing could be judged"
    }
  }
}

extension Verdict {
  /// The explanation, and the beginning of what the answer printed, which often tells more.
  public func explanation(withOutput output: String) -> String {
    output.isEmpty || self == .wroteTooMuch
      ? explanation : "\(explanation)\nIt printed:\n\(output.visible(atMost: 500))"
  }
}
