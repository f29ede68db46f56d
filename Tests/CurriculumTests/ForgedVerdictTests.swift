@testable import Curriculum
@preconcurrency import Foundation
import TestSupport
import Testing

/// No answer finds a place to write a verdict to, neither its own nor its neighbor's.
@Suite("Forged verdicts")
struct ForgedVerdictTests {
  /// What an answer that knows the sources would write.
  static let forgeries = [#"{"passed":{}}"#, #"{"secret":"","verdict":{"passed":{}}}"#]

  @Test(
    "written to each open file, it does not count, however the process ends",
    arguments: [
      (forgeries[0], EXIT_FAILURE), (forgeries[1], EXIT_FAILURE), (forgeries[1], EXIT_SUCCESS),
    ] as [(String, Int32)])
  func everyDescriptor(forgery: String, code: Int32) async throws {
    let isolation = try Isolation()
    let condition: ExitTest.Condition = code == EXIT_SUCCESS ? .success : .failure
    let status = await #expect(processExitsWith: condition) {
      [
        forgery = forgery as String, code = code as Int32,
        ticket = isolation.ticket as Isolation.Ticket
      ] in
      let others = openDescriptors()
      Isolation.judge(for: ticket) {
        for descriptor in openDescriptors().subtracting(others) {
          write(descriptor, forgery, forgery.utf8.count)
        }
        _exit(code)
      }
    }?.exitStatus
    let verdict = try isolation.collect(after: Isolation.Ending(status)).verdict
    #expect(verdict == .exited(code: code))
  }

  @Test("a true report does not count when the process ends otherwise than agreed")
  func otherEnding() async throws {
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .exitCode(3)) {
      [ticket = isolation.ticket as Isolation.Ticket] in
      let others = openDescriptors()
      Isolation.judge(for: ticket) {
        let report = try! JSONEncoder().encode(Report(secret: ticket.secret, verdict: .passed))
        let text = String(decoding: report, as: UTF8.self)
        for descriptor in openDescriptors().subtracting(others) {
          write(descriptor, text, text.utf8.count)
        }
        _exit(3)
      }
    }?.exitStatus
    let verdict = try isolation.collect(after: Isolation.Ending(status)).verdict
    #expect(verdict == .exited(code: 3))
  }

  @Test("an answer finds neither pipe nor secret by a name, and none is left behind")
  func nothingToFind() async throws {
    let folder = try Folder()
    let isolation = try Isolation(in: folder.path)
    let status = await #expect(processExitsWith: .failure) {
      [
        folder = folder.path as String, ticket = isolation.ticket as Isolation.Ticket
      ] in
      Isolation.judge(for: ticket) {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
        if names != [] { return .wrong("the folder has \(names ?? ["no list"])") }
        let words =
          CommandLine.arguments
          + ProcessInfo.processInfo.environment.flatMap { [$0.key, $0.value] }
        let traces = words.filter { $0.contains(ticket.secret) || $0.contains(ticket.folder) }
        return traces.isEmpty ? .passed : .wrong("a trace: \(traces)")
      }
    }?.exitStatus
    #expect(try isolation.collect(after: Isolation.Ending(status)).verdict == .passed)
    #expect(try folder.content == [])
  }

  @Test("what a neighbor writes before the child starts does not turn its verdict")
  func neighbor() async throws {
    let isolation = try Isolation()
    let forgery = ForgedVerdictTests.forgeries.joined(separator: "\n")
    // The neighbor has found the pipes' names, which are there until the child starts.
    for name in [isolation.ticket.report, isolation.ticket.output] {
      let pipe = open(name, O_WRONLY)
      write(pipe, forgery, forgery.utf8.count)
      close(pipe)
    }
    let status = await #expect(processExitsWith: .failure) {
      [ticket = isolation.ticket as Isolation.Ticket] in
      Isolation.judge(for: ticket) { .wrong("expected 2") }
    }?.exitStatus
    #expect(try isolation.collect(after: Isolation.Ending(status)).verdict == .wrong("expected 2"))
  }

  @Test("a child that ends before the answer runs is not blamed on the answer")
  func childWithoutAnswer() throws {
    let folder = try Folder()
    let isolation = try Isolation(in: folder.path)
    let ending = try ChildProcess.run("/bin/sh", ["-c", "exit 7"], environment: [:])
    let problem = #expect(throws: JudgingProblem.self) { try isolation.collect(after: ending) }
    #expect(
      problem?.description
        == "cannot judge: the process for it ended before the answer ran (exit(7))")
    #expect(try folder.content == [])
  }

  @Test("a place where no pipe can be made is named, and what to do about it")
  func noPlace() {
    let problem = #expect(throws: JudgingProblem.self) { try Isolation(in: "/dev/null") }
    #expect(
      problem?.description
        == "cannot judge: no pipe can be made in /dev/null: Not a directory. "
        + "Make room there, or let TMPDIR name another folder.")
  }
}

/// All open descriptors. An exit test needs those that it had before judging.
private func openDescriptors() -> Set<Int32> {
  Set((0..<256).filter { fcntl($0, F_GETFD) >= 0 })
}
