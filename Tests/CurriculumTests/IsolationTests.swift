import Curriculum
@preconcurrency import Foundation
import TestSupport
import Testing

/// Whatever a learner's function does, the judge survives it and says what happened.
@Suite("Isolation")
struct IsolationTests {
  @Test("each misbehaviour is reported by name", arguments: Misbehaviour.allCases)
  func misbehaviourIsReported(_ misbehaviour: Misbehaviour) async throws {
    let (verdict, output) = try await judge(misbehaviour)
    #expect(verdict == misbehaviour.verdict, "it printed: \(output.suffix(500))")
    let outcome = Outcome(of: exercise(misbehaviour), verdict: verdict, output: "")
    #expect(outcome == .fails("answer: \(misbehaviour.verdict.explanation)"))
  }

  /// Those that end at once, between answers that return.
  static let mixture: [Misbehaviour?] = [
    nil, .readsPastTheEnd, nil, .exitsWithSuccess, nil, .exitsWith3, .throwsError, nil,
    .leavesWithoutCleaningUp, .makesHugeTensor, nil, .printsForEver, nil, .recursesForEver, nil,
  ]

  @Test("one after the other, none changes another's verdict") func inARow() async throws {
    for misbehaviour in IsolationTests.mixture {
      #expect(try await judge(misbehaviour).verdict == misbehaviour?.verdict ?? .passed)
    }
  }

  @Test("side by side, none changes another's verdict") func sideBySide() async throws {
    try await withThrowingTaskGroup { group in
      for misbehaviour in IsolationTests.mixture {
        group.addTask { (misbehaviour, try await judge(misbehaviour).verdict) }
      }
      for try await (misbehaviour, verdict) in group {
        #expect(verdict == misbehaviour?.verdict ?? .passed)
      }
    }
  }

  @Test("what an answer printed is kept, also when it traps", arguments: [true, false])
  func outputIsKept(traps: Bool) async throws {
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .failure) {
      [traps = traps as Bool, folder = isolation.folder as String] in
      // As it is in a process whose output has never been a terminal.
      setvbuf(stdout, nil, _IOFBF, 1 << 16)
      Isolation.judge(reportingTo: folder) {
        print("x is 3")
        if traps { fatalError("no way on") }
        return .wrong("expected 2")
      }
    }?.exitStatus
    let (verdict, output) = isolation.collect(after: Isolation.Ending(status))
    #expect(output == "x is 3\n")
    if !traps {
      #expect(verdict == .wrong("expected 2"))
      #expect(verdict.explanation(withOutput: output) == "expected 2\nIt printed:\nx is 3\n")
    }
  }

  /// `exit(0)` is the one way to end that an exit test itself takes for success.
  @Test("the learner's test fails on exit(0)") func exitWithSuccessFails() async throws {
    let isolation = try Isolation()
    await withKnownIssue {
      await #expect(processExitsWith: .failure) { [folder = isolation.folder as String] in
        Isolation.judge(reportingTo: folder) { exercise(.exitsWithSuccess).judge(()) }
      }
    }
    try withKnownIssue {
      try report(exercise(.exitsWithSuccess), in: "none", from: isolation, after: nil)
    } matching: {
      $0.comments.contains("answer: \(Misbehaviour.exitsWithSuccess.verdict.explanation)")
    }
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
private func exercise(_ misbehaviour: Misbehaviour?) -> Exercise<Void> {
  Exercise(
    "answer", "Misbehaviour", hints: ["return"], learnt: "", landmark: Landmark("", ""),
    solution: { _ in }, check: { try misbehaviour?.perform() }, wrongAnswers: [])
}

/// Judges in a child process, as the tests of the lessons do, but with less patience.
private func judge(_ misbehaviour: Misbehaviour?) async throws -> (verdict: Verdict, output: String)
{
  let isolation = try Isolation()
  let endsWithSuccess = misbehaviour?.verdict == .exited(code: 0)
  let status = await #expect(processExitsWith: endsWithSuccess ? .success : .failure) {
    [misbehaviour = misbehaviour as Misbehaviour?, folder = isolation.folder as String] in
    var limits = Isolation.Limits.standard
    limits.processorSeconds = misbehaviour == .loopsForEver ? 1 : 10
    limits.wallClockSeconds = misbehaviour == .sleeps ? 1 : 20
    limits.memoryBytes = 1 << 30
    Isolation.judge(reportingTo: folder, limits: limits) { exercise(misbehaviour).judge(()) }
  }?.exitStatus
  return isolation.collect(after: Isolation.Ending(status))
}
