import Foundation
import Testing

@testable import GradusCommand

/// What the tool does where what it prints cannot go.
@Suite("gradus: standard streams")
struct StandardStreamTests {
  static let commands = [
    "help", "check 1", "datasets", "check 1 --watch", "lesson 1 --quick --plots plots",
    "train digits --epochs 1", "benchmark small_add_16x16 --seconds 0.01 --json",
    "verify-docs 1 --quick",
  ]

  private func run(_ command: String, redirecting: String) async throws -> ToolRun {
    let folder = try TemporaryFolder()
    return try await ToolRun(
      command.split(separator: " ").map(String.init),
      environment: ToolRun.here.merging(["PLACE": folder.path]) { $1 },
      script: "cd \"$PLACE\" && exec \"$0\" \"$@\" \(redirecting)")
  }

  // The device exists on Linux alone.
  #if os(Linux)
    @Test("a full disk is one sentence and a failure", arguments: commands)
    func full(command: String) async throws {
      let run = try await run(command, redirecting: "> /dev/full")
      #expect(run.code == 1)
      #expect(
        run.errors.hasSuffix(
          "gradus: cannot write to standard output: No space left on device\n"), "\(run.errors)")
    }

    @Test("where errors cannot go, the code still tells") func fullError() async throws {
      #expect(try await run("chekc", redirecting: "2> /dev/full").code == 64)
      #expect(try await run("help", redirecting: "2> /dev/full").code == 0)
    }
  #endif

  @Test("a closed output is one sentence, before anything is done", arguments: commands)
  func closed(command: String) async throws {
    let run = try await run(command, redirecting: ">&-")
    #expect(run.code == 1)
    #expect(run.errors == "gradus: cannot write to standard output: it is closed\n")
  }

  @Test("a reader that has gone is one, too, if its signal is ignored") func brokenPipe()
    async throws
  {
    let script = #"trap "" PIPE; { "$0" "$@"; echo "code $?" >&2; } | true"#
    let run = try await ToolRun(["check", "1"], script: script)
    #expect(run.errors == "gradus: cannot write to standard output: Broken pipe\ncode 1\n")
  }

  @Test("closed input and errors do no harm, and no file takes their numbers")
  func reserved() async throws {
    #expect(try await run("help", redirecting: "<&- 2>&-").code == 0)
    await #expect(processExitsWith: .success) {
      for descriptor in 0...2 as ClosedRange<Int32> { close(descriptor) }
      #expect(throws: (any Error).self) { try requireStandardStreams() }
      guard open("/dev/null", O_RDONLY) > 2 else { exit(1) }
    }
  }

  @Test("what Foundation and the system throw becomes a sentence") func sentences() throws {
    #expect(
      sentence(about: POSIXError(.EROFS)) == "the system refused: Read-only file system")
    let folder = try TemporaryFolder()
    try Data().write(to: folder.url.appending(path: "file"))
    let attempts: [(URL) throws -> Void] = [
      { _ = try Data(contentsOf: $0) }, { _ = try String(contentsOf: $0, encoding: .utf8) },
      { try Data().write(to: $0, options: .atomic) }, { try Data().write(to: $0) },
      { try FileManager.default.createDirectory(at: $0, withIntermediateDirectories: true) },
      { _ = try FileManager.default.contentsOfDirectory(atPath: $0.path(percentEncoded: false)) },
    ]
    for attempt in attempts {
      let error = #expect(throws: (any Error).self) {
        try attempt(folder.url.appending(path: "file/x"))
      }
      let sentence = sentence(about: try #require(error))
      #expect(sentence.hasPrefix("cannot read or write \(folder.path)/file"))
      #expect(
        [": Not a directory", ": File exists", ": No such file or directory"].contains {
          sentence.hasSuffix($0)
        })
    }
    #expect(sentence(about: UsageError("no")) == "no\nTry: gradus help")
  }
}
