import Testing

/// What stands in the way of judging is said once, and not of the learner's functions.
@Suite("Where nothing can be judged")
struct JudgingProblemTests {
  @Test("a temporary folder that takes nothing is named", arguments: [["check", "1"], []])
  func temporaryFolder(arguments: [String]) async throws {
    let run = try await ToolRun(arguments, environment: ["TMPDIR": "/dev/null"])
    #expect(
      run.errors == "gradus: cannot judge: no pipe can be made in /dev/null: Not a directory. "
        + "Make room there, or let TMPDIR name another folder.\n")
    #expect(run.output == "")
    #expect(run.code == 1)
  }

  @Test("a child without a ticket says so") func noTicket() async throws {
    let run = try await ToolRun("judge-in-child", "1", "matmul")
    #expect(run.errors.hasPrefix("gradus: judge-in-child needs a ticket on its standard input"))
    #expect(run.code == 64)
  }
}
