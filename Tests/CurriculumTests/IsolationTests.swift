import Curriculum
@preconcurrency import Foundation
import TestSupport
import Testing

/// Whatever a learner's function does, the judge survives it and says what happened.
@Suite("Isolation")
struct IsolationTests {
  @Test("each misbehavior is reported by name", arguments: Misbehavior.allCases)
  func misbehaviorIsReported(_ misbehavior: Misbehavior) async throws {
    let (verdict, output) = try await judge(misbehavior)
    #expect(verdict == misbehavior.verdict, "it printed: \(output.suffix(500))")
    let outcome = Outcome(of: exercise(misbehavior), verdict: verdict, output: "")
    #expect(outcome == .fails("answer: \(misbehavior.verdict.explanation)"))
  }

  /// Those that end at once, between answers that return.
  static let mixture: [Misbehavior?] = [
    nil, .readsPastTheEnd, nil, .exitsWithSuccess, nil, .exitsWith3, .throwsError, nil,
    .leavesWithoutCleaningUp, .makesHugeTensor, nil, .printsForEver, nil, .recursesForEver, nil,
  ]

  @Test("one after the other, none changes another's verdict") func inARow() async throws {
    for misbehavior in IsolationTests.mixture {
      #expect(try await judge(misbehavior).verdict == misbehavior?.verdict ?? .passed)
    }
  }

  @Test("side by side, none changes another's verdict") func sideBySide() async throws {
    try await withThrowingTaskGroup { group in
      for misbehavior in IsolationTests.mixture {
        group.addTask { (misbehavior, try await judge(misbehavior).verdict) }
      }
      for try await (misbehavior, verdict) in group {
        #expect(verdict == misbehavior?.verdict ?? .passed)
      }
    }
  }

  @Test("what an answer printed is kept, also when it traps", arguments: [true, false])
  func outputIsKept(traps: Bool) async throws {
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .failure) {
      [traps = traps as Bool, ticket = isolation.ticket as Isolation.Ticket] in
      // As it is in a process whose output has never been a terminal.
      setvbuf(stdout, nil, _IOFBF, 1 << 16)
      Isolation.judge(for: ticket) {
        print("x is 3")
        if traps { fatalError("no way on") }
        return .wrong("expected 2")
      }
    }?.exitStatus
    let (verdict, output) = try isolation.collect(after: Isolation.Ending(status))
    #expect(output == "x is 3\n")
    if !traps {
      #expect(verdict == .wrong("expected 2"))
      #expect(verdict.explanation(withOutput: output) == "expected 2\nIt printed:\nx is 3\n")
    }
  }

  @Test("a megabyte in one line is read at once, also before a trap", .timeLimit(.minutes(5)))
  func longLine() async throws {
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .failure) {
      [ticket = isolation.ticket as Isolation.Ticket] in
      Isolation.judge(for: ticket) {
        print(String(repeating: "x", count: 1_000_000), terminator: "")
        fflush(stdout)
        fatalError("that is all", file: "Lesson01/Exercises.swift", line: 7)
      }
    }?.exitStatus
    let (verdict, output) = try isolation.collect(after: Isolation.Ending(status))
    #expect(verdict == .trapped("that is all (Lesson01/Exercises.swift, line 7)"))
    #expect(output.utf8.count == 1_000_000)
    #expect(verdict.explanation(withOutput: output).utf8.count < 10_000)
  }

  @Test("what an answer has started ends with it") func processesOfAnswers() async throws {
    let folder = try Folder()
    let pipe = folder.path + "/pipe"
    mkfifo(pipe, 0o600)
    let reader = open(pipe, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .failure) {
      [pipe = pipe as String, ticket = isolation.ticket as Isolation.Ticket] in
      Isolation.judge(for: ticket) {
        // The shell ends at once, and leaves behind what sleeps with an open pipe.
        let ending = try? ChildProcess.run(
          "/bin/sh", ["-c", "exec 3> '\(pipe)'; echo here >&3; sleep 1000 &"], environment: [:])
        if case .exit(0)? = ending { return .passed }
        return .wrong("the shell did not run: \(String(describing: ending))")
      }
    }?.exitStatus
    #expect(try isolation.collect(after: Isolation.Ending(status)).verdict == .passed)
    var bytes = [UInt8](repeating: 0, count: 100)
    #expect(read(reader, &bytes, bytes.count) == 5)
    // The pipe's end comes when nobody has it any more.
    var source = pollfd(fd: reader, events: 0, revents: 0)
    #expect(poll(&source, 1, 60_000) == 1 && source.revents & Int16(POLLHUP) != 0)
  }

  /// `exit(0)` is the one way to end that an exit test itself takes for success.
  @Test("the learner's test fails on exit(0)") func exitWithSuccessFails() async throws {
    let isolation = try Isolation()
    await withKnownIssue {
      await #expect(processExitsWith: .failure) {
        [ticket = isolation.ticket as Isolation.Ticket] in
        Isolation.judge(for: ticket) { exercise(.exitsWithSuccess).judge(()) }
      }
    }
    try withKnownIssue {
      try report(exercise(.exitsWithSuccess), in: "none", from: isolation, after: nil)
    } matching: {
      $0.comments.contains("answer: \(Misbehavior.exitsWithSuccess.verdict.explanation)")
    }
  }

  @Test(
    "an earlier exercise that stops the program is blamed for what is wrong without it",
    arguments: [Misbehavior.readsPastTheEnd, .loopsForEver, .exitsWithSuccess])
  func earlierMisbehavior(_ misbehavior: Misbehavior) async throws {
    var limits = Isolation.Limits.standard
    limits.processorSeconds = 1
    let isolation = try Isolation(limits: limits)
    let status = await #expect(
      processExitsWith: misbehavior == .exitsWithSuccess ? .success : .failure
    ) {
      [misbehavior = misbehavior as Misbehavior, ticket = isolation.ticket as Isolation.Ticket] in
      Isolation.judge(for: ticket) {
        exercise(failing: "expected 2, found 3.").after(exercise(misbehavior)).judge(())
      }
    }?.exitStatus
    #expect(
      try isolation.collect(after: Isolation.Ending(status)).verdict
        == .wrong(
          "expected 2, found 3.",
          why: "answer is wrong, and this may come of it: fix answer first."))
  }

  @Test("after an earlier exercise that is right, the verdict is the later one's")
  func earlierIsRight() async throws {
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .failure) {
      [ticket = isolation.ticket as Isolation.Ticket] in
      Isolation.judge(for: ticket) {
        exercise(failing: "expected 2, found 3.").after(exercise(nil)).judge(())
      }
    }?.exitStatus
    #expect(
      try isolation.collect(after: Isolation.Ending(status)).verdict
        == .wrong("expected 2, found 3."))
  }

  @Test("what is to do neither passes nor fails") func todo() {
    let exercise = exercise(nil)
    #expect(Outcome(of: exercise, verdict: .passed, output: "") == .passes)
    #expect(
      Outcome(of: exercise, verdict: .todo(exercise: "answer"), output: "")
        == .isToDo("To do: answer. Hint: return"))
    #expect(
      Outcome(of: exercise, verdict: .todo(exercise: "other"), output: "")
        == .isToDo("To do: answer calls other, which is still to do."))
  }

  @Test("explanations are sentences that say what to look for") func explanations() {
    #expect(
      Verdict.ranTooLong.explanation == "did not finish within 3 seconds. Does a loop never end?")
    #expect(
      Verdict.waitedTooLong.explanation
        == "was not done after 20 seconds, and computed for less than 3 of them. "
        + "Does it sleep, or wait for something?")
    #expect(
      Verdict.usedTooMuchMemory.explanation
        == "asked for more than 4 GiB of memory. Is a size wrong?")
    #expect(
      Verdict.wroteTooMuch.explanation == "printed more than 1 MiB of text. Does a loop never end?")
    #expect(
      Verdict.trapped("Index out of range").explanation
        == "stopped the program: Index out of range")
    #expect(
      Verdict.exited(code: 3).explanation
        == "ended the program itself with exit(3), so that nothing could be judged")
  }
}

/// An exercise whose answer misbehaves; one that returns for nil.
private func exercise(_ misbehavior: Misbehavior?) -> Exercise<Void> {
  Exercise(
    "answer", "Misbehavior", hints: ["return"], learned: "", landmark: Landmark("", ""),
    solution: { _ in }, check: { try misbehavior?.perform() }, wrongAnswers: [])
}

/// An exercise whose answer is wrong.
private func exercise(failing difference: String) -> Exercise<Void> {
  Exercise(
    "later", "Wrong", hints: ["return"], learned: "", landmark: Landmark("", ""),
    solution: { _ in }, check: { throw Disagreement(difference) }, wrongAnswers: [])
}

/// Judges in a child process, as the tests of the lessons do, but with less patience for answers that do
/// nothing, and more for those that do too much.
private func judge(_ misbehavior: Misbehavior?) async throws -> (verdict: Verdict, output: String) {
  var limits = Isolation.Limits.standard
  limits.processorSeconds = misbehavior?.usesUpItsTime == true ? 1 : 10
  limits.wallClockSeconds = misbehavior?.verdict == .waitedTooLong ? 1 : 600
  limits.memoryBytes = 1 << 30
  let isolation = try Isolation(limits: limits)
  let endsWithSuccess = misbehavior?.verdict == .exited(code: 0)
  let status = await #expect(processExitsWith: endsWithSuccess ? .success : .failure) {
    [
      misbehavior = misbehavior as Misbehavior?,
      ticket = isolation.ticket as Isolation.Ticket
    ] in
    Isolation.judge(for: ticket) { exercise(misbehavior).judge(()) }
  }?.exitStatus
  return try isolation.collect(after: Isolation.Ending(status))
}

/// A folder that goes away with the last reference to it, hence a class.
final class Folder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path(percentEncoded: false)
  }

  /// The names of what is in it.
  var content: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
