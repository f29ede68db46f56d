import Curriculum

/// A program for one of the bugs, whatever its type: the faulty one, the learner's, or the committed fix.
public struct Submission: Sendable {
  /// Which fault it had, or still has.
  public let bug: BugDescription
  package let curve: @Sendable () throws -> Curve
  let check: @Sendable () throws -> Void

  /// Prints the curve of a training.
  package func printCurve() throws { print(try curve().text) }

  /// Judges the program in this process.
  package func judge() -> Verdict {
    do {
      try check()
      return .passed
    } catch let disagreement as Disagreement {
      return .wrong(disagreement.difference)
    } catch {
      return .wrong("The program threw an error: \(error)")
    }
  }
}
