import Curriculum
import Debugging
import Foundation
import Gradus
import HandedOut
import Plotting

/// Does what `gradus debug` was asked for; returns the tool's exit code.
func debug(_ options: DebugOptions) throws -> Int32 {
  let style = TerminalStyle.standardOutput
  switch options {
  case .list: listBugs(style)
  case .next(let lesson, let seed): try handOut(lesson: lesson, seed: seed, style)
  case .check: return try checkRepair(of: bugAtHand(), style)
  case .hint: try showHint(for: bugAtHand().bug, style)
  }
  return 0
}

/// The program in the learner's file; throws where none is handed out.
private func bugAtHand() throws -> Submission {
  guard let handedIn else {
    throw UsageError("no program is handed out yet; for one, type: swift run -q gradus debug next")
  }
  return handedIn
}

/// Shows which bugs there are, and which were found.
private func listBugs(_ style: TerminalStyle) {
  let found = Notebook(in: repository).foundBugs ?? []
  let rows = Bugs.all.map(\.bug).map { bug in
    let verdict: Verdict = found.contains(bug.name) ? .passed : .todo(exercise: bug.name)
    return
      "  \(mark(for: verdict, style: style)) lesson \("\(bug.lesson)".rightAligned(to: 2))  \(bug.name)"
      + (handedIn?.bug.name == bug.name ? "   <- in \(BugDesk.file)" : "")
  }
  let count = Bugs.all.count { found.contains($0.bug.name) }
  show(
    """
    \(style.paint("Programs with a fault each", .bold))

    \(rows.joined(separator: "\n"))

    \(count) of \(rows.count) found.
    The next one: swift run -q gradus debug next
    """)
}

/// Writes a program that has not been found yet into the learner's file, and shows what is seen of it.
private func handOut(lesson: Int?, seed: UInt64, _ style: TerminalStyle) throws {
  let found = Notebook(in: repository).foundBugs ?? []
  guard
    let next = nextBug(
      of: lesson, seed: seed, found: found, atHand: handedIn?.bug.name)
  else {
    show(
      lesson.map { "All bugs of lesson \($0) are found." }
        ?? "All \(Bugs.all.count) bugs are found. What is left are your own.")
    return
  }
  let kept = try BugDesk(in: repository).handOut(next.bug)
  if let kept { show("What you had written is kept: \(kept)\n") }
  show(
    """
    \(style.paint("\(next.bug.name), lesson \(next.bug.lesson)", .bold))

    \(indented(next.bug.symptom, by: 0, style: style))

    \(try next.curve().text)

      read and fix  \(BugDesk.file)
      judge         swift run -q gradus debug check
      a hint        swift run -q gradus debug hint
    """)
}

/// The bug to hand out: one that was not found yet, and, if there is a choice, another one than that at hand;
/// nil where all are found.
func nextBug(
  of lesson: Int?, seed: UInt64, found: Set<String>, atHand: String?
) -> Submission? {
  var generator = RandomGenerator(seed: seed)
  let rest = Bugs.all.filter { lesson == nil || $0.bug.lesson == lesson }
    .shuffled(using: &generator).filter { !found.contains($0.bug.name) }
  return rest.first { $0.bug.name != atHand } ?? rest.first
}

/// Judges the learner's program; returns 1 where the fault is still there.
private func checkRepair(of submission: Submission, _ style: TerminalStyle) throws -> Int32 {
  let bug = submission.bug
  let (verdict, output) = try judgeInChild([Invocation.judgeBugWord])
  show(style.paint(bug.name, .bold) + "\n" + output.trimmingCharacters(in: .newlines))
  guard verdict == .passed else {
    show(
      "\n" + mark(for: verdict, style: style) + " "
        + indented(verdict.explanation, by: 2, style: style).dropFirst(2))
    show("A hint: swift run -q gradus debug hint")
    return 1
  }
  var notebook = Notebook(in: repository)
  notebook.foundBugs = (notebook.foundBugs ?? []).union([bug.name])
  notebook.save(in: repository)
  show(
    """

    \(mark(for: .passed, style: style)) Found and fixed.
    \(indented(bug.reason, by: 2, style: style))
    The next one: swift run -q gradus debug next
    """)
  return 0
}

/// Shows the next hint, as those of the exercises.
private func showHint(for bug: BugDescription, _ style: TerminalStyle) throws {
  var notebook = Notebook(in: repository)
  let hints = notebook.takeHints(bug.hints.count, of: "bug.\(bug.name)", in: repository)
  show(text(of: hints, among: bug.hints, for: bug.name, style))
}

/// What the child process runs that judges the learner's program.
func judgeHandedInBug() throws -> Never {
  let submission = try bugAtHand()
  try judgeForParent(asked: Invocation.judgeBugWord) {
    do {
      try submission.printCurve()
      return submission.judge()
    } catch {
      return .wrong("The program threw an error: \(error)")
    }
  }
}
