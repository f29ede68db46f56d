import Foundation

// What a child reports to its parent: when the answer begins, and the verdict; or after a trap, which
// functions were running, see ``Start/lineOfTrap(_:)``.

/// The first line of a report, written before the answer runs.
struct Start: Codable, Sendable {
  let secret: String
  /// The child, which leads a process group of its own.
  let process: pid_t
  /// The address at which the program's code begins in the child's memory, the learner's among it.
  let base: UInt

  /// The child that calls this.
  init(_ secret: String) {
    self.secret = secret
    process = getpid()
    // Lessons and curriculum are linked into one program, or on macOS into one bundle of tests.
    let here: @convention(c) () -> Void = {}
    base = codeFile(of: unsafeBitCast(here, to: UnsafeRawPointer.self))?.base ?? 0
  }

  /// Ends the child and all processes that it has started.
  func endProcesses() {
    kill(-process, SIGKILL)
  }
}

/// What follows the first line when there is a verdict.
struct Report: Codable {
  let secret: String
  let verdict: Verdict

  /// The last of the lines that ``Verdict/reportEarly`` has written, and what follows them.
  ///
  /// Only that an answer is wrong is said early.
  static func early(
    in report: [UInt8], secret: String
  ) -> (verdict: Verdict?, rest: [UInt8]) {
    var (verdict, rest) = (Verdict?.none, report[...])
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")),
      let line = try? JSONDecoder().decode(Report.self, from: Data(rest[..<end])),
      line.secret == secret, case .wrong = line.verdict
    {
      verdict = line.verdict
      rest = rest[(end + 1)...]
    }
    return (verdict, Array(rest))
  }
}

extension Verdict {
  /// Reports a verdict that counts if the process ends before there is another one.
  @TaskLocal static var reportEarly: @Sendable (Verdict) -> Void = { _ in }
}

extension Start {
  /// The first line with this secret, and what follows it; nil as long as there is none.
  ///
  /// Who has known the pipe's name may have written something before it.
  static func find(
    in report: [UInt8], secret: String
  ) -> (start: Start, rest: ArraySlice<UInt8>)? {
    var rest = report[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let line = rest[..<end]
      rest = rest[(end + 1)...]
      if let start = try? JSONDecoder().decode(Start.self, from: Data(line)), start.secret == secret
      {
        return (start, rest)
      }
    }
    return nil
  }
}
