import Foundation
import Testing

@testable import GradusCommand

/// What the tool says about the learner's progress, wherever the learner stands.
@Suite("gradus: ladder and check")
struct ProgressTests {
  /// Narrow, so that what is too wide shows.
  static let narrow = ["COLUMNS": "60"]
  static let exercises = course[0].exercises

  @Test("the ladder shows each lesson and the next step") func ladder() async throws {
    let run = try await ToolRun(environment: ProgressTests.narrow)
    #expect(run.code == 0)
    for lesson in course {
      let row = try #require(
        run.lines.first {
          $0.contains(try! Regex("^[ ▸] +\(lesson.number)  "))
        })
      let match = try #require(try /([✓✗·]+) +(\d+) of (\d+)$/.firstMatch(in: row))
      #expect(match.1.count == lesson.exercises.count)
      #expect(Int(match.2) == match.1.count { $0 == "✓" })
      #expect(Int(match.3) == lesson.exercises.count)
    }
    #expect(run.output.contains("Next step: ") != run.output.contains("All exercises are solved."))
    #expect(run.lines.allSatisfy { $0.count <= 60 })
  }

  @Test("check has a verdict for each exercise", arguments: [false, true])
  func check(showsHints: Bool) async throws {
    let run = try await ToolRun(
      ["check", "1"] + (showsHints ? ["--hint"] : []), environment: ProgressTests.narrow)
    // What is wrong stands last.
    let rows = run.output.matches(of: /(?m)^  ([✓✗·])  (\d) (\w+)/).sorted { $0.2 < $1.2 }
    #expect(rows.map { String($0.3) } == ProgressTests.exercises.map(\.name))
    #expect(rows.map { Int($0.2) } == Array(1...8))

    let counts = try #require(run.output.firstMatch(of: /(\d) passed, (\d) wrong, (\d) to do\./))
    #expect(Int(counts.1) == rows.count { $0.1 == "✓" })
    #expect(Int(counts.2) == rows.count { $0.1 == "✗" })
    #expect(Int(counts.3) == rows.count { $0.1 == "·" })
    #expect(run.code == (counts.2 == "0" ? 0 : 1))
    #expect(run.lines.allSatisfy { $0.count <= 60 })

    // The next one is the first that is not solved.
    let next = ProgressTests.exercises.first { exercise in
      rows.contains { $0.3 == exercise.name && $0.1 != "✓" }
    }
    guard let next else { return }
    if showsHints {
      let hint = try #require(
        run.output.components(separatedBy: "Hint 1 of \(next.hints.count) for \(next.name):\n").last
      )
      #expect(hint.words.starts(with: next.hints[0].words))
    } else {
      #expect(
        run.output.hasSuffix("Next: \(next.name)\nA hint: swift run -q gradus check 1 --hint\n"))
    }
  }

  @Test(
    "40 columns, no color, no UTF-8 and a closed input: nothing but paths and commands is wider")
  func smallTerminal() async throws {
    for arguments in [[], ["check", "1"], ["check", "10", "--hint"]] {
      let run = try await ToolRun(
        arguments, environment: ["COLUMNS": "40", "LC_ALL": "C", "NO_COLOR": "1"],
        script: #""$0" "$@" <&-"#)
      #expect(run.code != 64 && run.errors.isEmpty)
      #expect(run.output.utf8.allSatisfy { $0 < 127 && $0 != 27 })
      for line in run.lines where !line.contains("/") && !line.contains("swift run") {
        // A rung of the ladder and the rows of verdicts, too.
        #expect(line.count <= 40, "\(line)")
      }
    }
  }

  @Test("lines of progress stand in no table: what goes into files or pipes has none")
  func piped() async throws {
    let folder = try TemporaryFolder()
    let run = try await ToolRun(
      ["lesson", "2", "--part", "d", "--quick", "--plots", folder.path],
      script: #""$0" "$@" 2>&1 | cat"#)
    #expect(run.code == 0 && run.errors.isEmpty)
    #expect(run.output.contains("(d) Spirals") && !run.output.contains("training"))
  }

  @Test("a stubborn terminal gets ASCII, and files get no escape codes")
  func plain() async throws {
    for arguments in [[], ["check", "1", "--hint"], ["help"], ["datasets"], ["chekc"]] {
      let run = try await ToolRun(arguments, environment: ["LC_ALL": "C", "TERM": "xterm"])
      // A path is printed as it is, whatever letters the user's folders have.
      let printed = (run.output + run.errors)
        .replacing(repository.path(percentEncoded: false), with: "")
      #expect(printed.utf8.allSatisfy { $0 < 127 && $0 != 27 }, "\(arguments)")
    }
  }
}

extension String {
  fileprivate var words: [Substring] { split(whereSeparator: \.isWhitespace) }
}
