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

  /// Starts the tool, saves twice, and ends it as Control-C does.
  static let session = """
    "$TOOL" check 1 --watch > "$GRADUS_CLONE/seen" 2>&1 < /dev/null & tool=$!
    await() {
      for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
        test "$(grep -c "Waiting for the next save" "$GRADUS_CLONE/seen")" -ge $1 && return
        sleep 0.2
      done
    }
    await 1
    echo "// a mistake" >> "$FILE"
    await 2
    echo "// mended" >> "$FILE"
    await 3
    kill -INT $tool
    sleep 0.5
    kill -KILL $tool 2> /dev/null && echo "Control-C did not end it." >> "$GRADUS_CLONE/seen"
    wait $tool
    """

  @Test("a save is built and judged, a mistake is shown, and the next save is judged again")
  func session() async throws {
    let clone = try TemporaryFolder()
    let file = clone.url.appending(path: course[0].exerciseFile)
    let bin = clone.url.appending(path: "bin")
    for folder in [bin, file.deletingLastPathComponent()] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    let compiler = bin.appending(path: "swift")
    try Data(WatchTests.compiler.utf8).write(to: compiler)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: compiler.path(percentEncoded: false))
    try Data("// stubs\n".utf8).write(to: file)
    // Older than the tool, so that it holds what was saved.
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1e9)],
      ofItemAtPath: file.path(percentEncoded: false))
    let environment = [
      "LC_ALL": "C.UTF-8", "COLUMNS": "80", "GRADUS_CLONE": clone.path,
      "PATH": "\(bin.path(percentEncoded: false)):/usr/bin:/bin",
      "TOOL": try ToolRun.executable().path(percentEncoded: false),
      "FILE": file.path(percentEncoded: false),
    ]
    _ = try await withCheckedThrowingContinuation { ended in
      // On a thread of its own, which may wait.
      DispatchQueue.global().async {
        ended.resume(
          with: Result {
            try ChildProcess.run(
              "/bin/sh", ["-c", WatchTests.session], environment: environment)
          })
      }
    }
    let seen = try String(contentsOf: clone.url.appending(path: "seen"), encoding: .utf8)
    let rounds = seen.components(separatedBy: "Waiting for the next save; Control-C ends.\n")
    try #require(rounds.count == 4, "\(seen)")
    #expect(rounds[0].hasPrefix("Lesson 1: ") && rounds[0].contains("\n\nJudged in "))
    #expect(
      rounds[1] == """
        Lessons/01-linear-regression/Exercises.swift:7:1: error: planted

        It does not compile yet.\u{20}
        """)
    #expect(rounds[2].hasPrefix("Lesson 1: ") && rounds[2].contains("\n\nBuilt and judged in "))
    #expect(rounds[3].isEmpty)
    let calls = try String(contentsOf: clone.url.appending(path: "calls"), encoding: .utf8)
    #expect(calls.hasPrefix("build --product gradus -c "))
    #expect(calls.split(separator: "\n").count == 2)
  }
}
