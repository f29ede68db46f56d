@testable import Curriculum
import Testing

/// What Swift prints at a trap becomes a sentence with its place.
@Suite("Messages of traps")
struct TrapTests {
  @Test(
    "each form of message is understood",
    arguments: [
      (
        "Lesson03/Exercises.swift:29: Fatal error: no way on",
        "no way on (Lesson03/Exercises.swift, line 29)"
      ),
      (
        "Lesson03/Exercises.swift:29: Fatal error: It ends.",
        "It ends (Lesson03/Exercises.swift, line 29)"
      ),
      (
        "Lesson03/Exercises.swift:29: Fatal error",
        "Fatal error (Lesson03/Exercises.swift, line 29)"
      ),
      (
        "Swift/Array.swift:430: Fatal error: Array index is out of range",
        "Array index is out of range. An array of n elements has the positions from 0 to n - 1: for which "
          + "arguments is yours beyond them?"
      ),
      (
        "Swift/ContiguousArrayBuffer.swift:692: Fatal error: Index out of range",
        "Index out of range. An array of n elements has the positions from 0 to n - 1: for which "
          + "arguments is yours beyond them?"
      ),
      (
        "Swift/Array.swift:416: Fatal error: Negative Array index is out of range",
        "Negative Array index is out of range. Positions begin at 0: for which arguments is too much "
          + "subtracted?"
      ),
      ("Fatal error: Duplicate keys", "Duplicate keys"),
      (
        "Swift/Range.swift:408: Fatal error: Range requires lowerBound <= upperBound",
        "Range requires lowerBound <= upperBound. A range a..<b or a...b only runs upward: for which "
          + "arguments does yours end before it begins?"
      ),
      (
        "Lesson08/Exercises.swift:38: Fatal error: Division by zero",
        "Division by zero (Lesson08/Exercises.swift, line 38). For which arguments is the divisor 0? The "
          + "task may say what to do with them."
      ),
      (
        "Lesson03/Exercises.swift:11: Precondition failed: sizes",
        "Precondition failed: sizes (Lesson03/Exercises.swift, line 11)"
      ),
      (
        "Lesson03/Exercises.swift:11: Precondition failed",
        "Precondition failed (Lesson03/Exercises.swift, line 11)"
      ),
      (
        "Lesson03/Exercises.swift:13: Assertion failed: small",
        "Assertion failed: small (Lesson03/Exercises.swift, line 13)"
      ),
      (
        "Lesson03/Exercises.swift:5: Fatal error: 'try!' expression unexpectedly raised an error: E()",
        "'try!' expression unexpectedly raised an error: E() (Lesson03/Exercises.swift, line 5)"
      ),
      (
        "Lesson03/Exercises.swift:5: Fatal error: Fatal error: x",
        "Fatal error: x (Lesson03/Exercises.swift, line 5)"
      ),
      (
        "Could not cast value of type 'Swift.String' (0x7f94) to 'Swift.Int' (0x7f95).",
        "Could not cast value of type 'Swift.String' to 'Swift.Int'."
      ),
      (
        "Simultaneous accesses to 0x5597, but modification requires exclusive access.",
        "Simultaneous accesses to 0x5597, but modification requires exclusive access."
      ),
    ])
  func forms(message: String, sentence: String) throws {
    // What the answer printed comes before it, and what the runtime reports after it.
    let own = "Fatal error: my own words\nx is 3\n"
    let trap = try #require(
      Trap(in: Array("\(own)\(message)\nCurrent stack trace:\n0 main\n".utf8)))
    #expect(trap.sentence(at: nil) == sentence)
    #expect(trap.start == own.utf8.count)
  }

  @Test("a message is found after text without a line break, with its place")
  func messageInALine() throws {
    let output = "\u{301}xyzLesson03/Exercises.swift:29: Fatal error: no way on\n"
    let trap = try #require(Trap(in: Array(output.utf8)))
    #expect(trap.sentence(at: nil) == "no way on (Lesson03/Exercises.swift, line 29)")
    #expect(trap.isInExercise)
    #expect(trap.start == "\u{301}xyz".utf8.count)
  }

  /// Code that looks at the output once for each of its bytes would take hours for any of these.
  @Test(
    "a megabyte of anything is read at once", .timeLimit(.minutes(5)),
    arguments: [
      "x", " ", "\n", "a:1: ", "F", "Fatal error", "Fatal error: \n", "Lesson", "\u{301}",
    ])
  func megabyte(piece: String) throws {
    let output = Array(String(repeating: piece, count: (1 << 20) / piece.utf8.count).utf8)
    #expect((Trap(in: output) != nil) == piece.hasPrefix("Fatal"))
    let message = "\nLesson03/Exercises.swift:29: Fatal error: no way on\n"
    let rest = piece.hasPrefix("Fatal") ? [] : output
    let trap = try #require(Trap(in: output + Array(message.utf8) + rest))
    #expect(trap.sentence(at: nil) == "no way on (Lesson03/Exercises.swift, line 29)")
    #expect(trap.start == output.count + 1)
  }

  @Test("the line of the exercise replaces a place that helps nobody") func betterPlace() throws {
    let trap = try #require(Trap(in: Array("Swift/Array.swift:43: Fatal error: Out of range".utf8)))
    #expect(!trap.isInExercise)
    #expect(
      trap.sentence(at: "Lesson03/Exercises.swift, line 29")
        == "Out of range (Lesson03/Exercises.swift, line 29)")
  }

  @Test(
    "what an answer printed without a trap is none",
    arguments: ["", "\n\n", "no fatal error", "Fatal erro"])
  func noTrap(output: String) {
    #expect(Trap(in: Array(output.utf8)) == nil)
  }

  @Test("control characters become visible, in what was printed and in sentences")
  func controlCharacters() {
    let escape = "\u{1B}[2J\u{9B}31m\u{7}\r\0\ttab\nline ŷ"
    let visible = #"\u{1B}[2J\u{009B}31m\u{07}\r\0"# + "\ttab\nline ŷ"
    for verdict: Verdict in [.trapped(escape), .wrong(escape), .wrong("", why: escape)] {
      #expect(verdict.explanation.hasSuffix(visible))
    }
    #expect(Verdict.exited(code: 1).explanation(withOutput: escape).hasSuffix(visible))
  }

  @Test("of a long text the beginning is shown, whatever it consists of")
  func longText() {
    let accents = "e" + String(repeating: "\u{301}", count: 1 << 20)
    let explanation = Verdict.wrong(accents).explanation(withOutput: accents)
    #expect(explanation.utf8.count < 20_000)
    #expect(explanation.hasSuffix(" …"))
  }
}
