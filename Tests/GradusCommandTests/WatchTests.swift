import Curriculum
import Foundation
import Plotting
import Testing

@testable import GradusCommand

/// Judging at each save, and what is shown of a build that fails.
@Suite("gradus: check --watch")
struct WatchTests {
  static let own = """
    /clone/Lessons/01-linear-regression/Exercises.swift:26:9: error: cannot find 'q' in scope
    25 |   let c = 1
    26 |     d = q
       |         `- error: cannot find 'q' in scope
    """
  static let calls = """
    /clone/Lessons/01-linear-regression/Answers.swift:14:5: error: no member 'matmul'
    14 |     matmul: LinearRegression.matmul,  // keep the stub's name and types
    """

  @Test("of a failed build, the learner's own file comes first, once and without noise")
  func ownFile() {
    let log = """
      [0/1] Planning build
      Building for debugging...
      [1/3] Write sources
      /clone/Lessons/01-linear-regression/Exercises.swift:3:1: warning: never used
      3 | var x = 1
      \(WatchTests.calls)

      error: emit-module command failed with exit code 1 (use -v to see invocation)
      [3/5] Emitting module Lesson01
      \(WatchTests.own)

      [4/5] Compiling Lesson01 Exercises.swift
      \(WatchTests.own)
      """
    #expect(messages(log) == WatchTests.own.dropFirst("/clone/".count))
  }

  @Test("a lost name or type is said to be one") func signature() {
    let text = messages("[1/2] Compiling\n\(WatchTests.calls)\n[2/2] Compiling\n")
    #expect(text.hasPrefix(WatchTests.calls.dropFirst("/clone/".count)))
    #expect(text.contains("by the names and types that their stubs had."))
    #expect(text.hasSuffix("swift run --skip-build gradus reset 1"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.contains("Answers") })
  }

  @Test("of many errors the first three are shown") func many() {
    let log = (1...5).map { "/clone/\(course[0].exerciseFile):\($0):1: error: number \($0)" }
    let text = messages(log.joined(separator: "\n"))
    #expect(text.contains("number 3") && !text.contains("number 4"))
    #expect(text.hasSuffix("\n\nand 2 more."))
  }

  @Test("a build that fails for another reason is shown as it is") func otherReason() {
    #expect(messages("env: swift: No such file\n") == "env: swift: No such file\n")
    let elsewhere = "/clone/Sources/A.swift:1:1: error: no"
    #expect(messages("[1/2] Compiling\n" + elsewhere) == "Sources/A.swift:1:1: error: no")
  }

  private func messages(_ log: String) -> String {
    BuildLog(log, in: URL(filePath: "/clone/", directoryHint: .isDirectory))
      .messages(for: course[0], style: .plain)
  }

  /// A `swift` that fails once with an error in the learner's file, and succeeds from then on.
  static let compiler = """
    #!/bin/sh
    echo "$@" >> "$GRADUS_CLONE/calls"
    test -e "$GRADUS_CLONE/failed" && exit 0
    touch "$GRADUS_CLONE/failed"
    echo "${GRADUS_CLONE}/Lessons/01-linear-regression/Exercises.swift:7:1: error: planted"
    exit 1
    """

  /// Starts the tool, waits as often as it tells of waiting, however long that takes, and ends it as
  /// Control-C does: the minute until it is killed is for one that never ends.
  static func session(_ steps: String...) -> String {
    let rounds = steps.enumerated().map { "await \($0 + 1)\n\($1)" }.joined(separator: "\n")
    return """
      "$TOOL" check 1 --watch > "$GRADUS_CLONE/seen" 2>&1 < /dev/null & tool=$!
      await() {
        until test "$(grep -c "Waiting for the next save" "$GRADUS_CLONE/seen")" -ge $1; do
          kill -0 $tool 2> /dev/null || return
          sleep 0.05
        done
      }
      \(rounds)
      kill -INT $tool
      n=0
      while kill -0 $tool 2> /dev/null && test $n -lt 1200; do sleep 0.05; n=$((n + 1)); done
      kill -KILL $tool 2> /dev/null
      wait $tool; echo "code $?" >> "$GRADUS_CLONE/seen"
      """
  }

  @Test("a save is built and judged, a mistake is shown, and the next save is judged again")
  func session() async throws {
    let clone = try TemporaryFolder()
    let file = clone.url.appending(path: course[0].exerciseFile)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("// stubs\n".utf8).write(to: file)
    // Older than the tool, so that it holds what was saved.
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1e9)],
      ofItemAtPath: file.path(percentEncoded: false))
    let script = WatchTests.session(
      "echo '// a mistake' >> \"$FILE\"", "echo '// fixed' >> \"$FILE\"", "")
    let seen = try await watch(script, in: clone)
    let rounds = seen.components(separatedBy: "Waiting for the next save; Control-C ends.\n")
    try #require(rounds.count == 4, "\(seen)")
    #expect(rounds[0].hasPrefix("Lesson 1: ") && rounds[0].contains("\n\nJudged in "))
    #expect(
      rounds[1] == """
        Lessons/01-linear-regression/Exercises.swift:7:1: error: planted

        It does not compile yet.\u{20}
        """)
    #expect(rounds[2].hasPrefix("Lesson 1: ") && rounds[2].contains("\n\nBuilt and judged in "))
    #expect(rounds[3] == "code 130\n", "as Control-C ends a program")
    let calls = try String(contentsOf: clone.url.appending(path: "calls"), encoding: .utf8)
    #expect(calls.hasPrefix("build --product gradus -c "))
    #expect(calls.split(separator: "\n").count == 2)
  }

  @Test("a file that is not there is missed aloud, and judged when it comes")
  func absent() async throws {
    let clone = try TemporaryFolder()
    let script = WatchTests.session(
      "mkdir -p \"${FILE%/*}\" && echo '// there' > \"$FILE\"", "")
    let seen = try await watch(script, in: clone)
    #expect(
      seen.hasPrefix("\nThere is no \(course[0].exerciseFile) in \(clone.path)/. Waiting for the"))
    #expect(seen.contains("error: planted\n\nIt does not compile yet."), "\(seen)")
  }

  @Test("where nothing can be kept for a moment, that is a sentence")
  func noTemporaryFolder() async throws {
    let clone = try TemporaryFolder()
    let file = clone.url.appending(path: course[0].exerciseFile)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data().write(to: file)
    let run = try await ToolRun(
      ["check", "1", "--watch"],
      environment: [
        "GRADUS_CLONE": clone.path, "TMPDIR": file.path(percentEncoded: false),
      ])
    #expect(run.code == 1)
    #expect(
      run.errors.contains(/^gradus: cannot read or write .*: Not a directory\n$/), "\(run.errors)")
  }

  /// What the tool has shown, in a clone that holds a compiler of its own.
  private func watch(_ script: String, in clone: TemporaryFolder) async throws -> String {
    var variables = ToolRun.places.merging([
      "LC_ALL": "C.UTF-8", "COLUMNS": "80", "GRADUS_CLONE": clone.path,
      "TOOL": try ToolRun.executable().path(percentEncoded: false),
      "FILE": "\(clone.path)/\(course[0].exerciseFile)", "COMPILER": WatchTests.compiler,
    ]) { $1 }
    variables["PATH"] = "\(clone.path)/bin:\(ToolRun.places["PATH"] ?? "/usr/bin:/bin")"
    let environment = variables
    // Not written by this process: a child that another test starts meanwhile would have the file open
    // for writing, too, and such a file cannot be run.
    let writer = """
      mkdir "$GRADUS_CLONE/bin"
      printf '%s\\n' "$COMPILER" > "$GRADUS_CLONE/bin/swift"
      chmod +x "$GRADUS_CLONE/bin/swift"

      """
    _ = try await withCheckedThrowingContinuation { ended in
      // On a thread of its own, which may wait.
      DispatchQueue.global().async {
        ended.resume(
          with: Result {
            try ChildProcess.run("/bin/sh", ["-c", writer + script], environment: environment)
          })
      }
    }
    return try String(contentsOf: clone.url.appending(path: "seen"), encoding: .utf8)
  }
}
