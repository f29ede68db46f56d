import Curriculum
import Foundation
import OwnFramework
import Plotting
import Testing

@testable import GradusCommand

/// `gradus train … --mine`, `try` with what it has kept, and its line on the ladder.
@Suite("gradus train --mine")
struct TrainMineTests {
  @Test("trains whatever is solved, keeps it, and lets one draw for it")
  func digits() async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/mine.safetensors"
    let run = try await ToolRun("train", "digits", "--mine", "--epochs", "1", "--checkpoint", file)
    #expect(run.code == 0, "it said: \(run.errors)")
    #expect(run.output.contains(/\n    \d+ of 20 parts are yours\.\n/))
    #expect(run.output.contains(/right of 297 +\d+ +\d+\n/))
    #expect(run.lines.contains("swift run -q gradus try 8 --checkpoint \(file)"))

    let again = try await ToolRun("train", "digits", "--mine", "--checkpoint", file)
    #expect(again.code == 1)
    #expect(again.errors.contains("expected no file, since the training begins again, found one"))
    let played = try await ToolRun(
      ["try", "8", "--checkpoint", file], script: #"printf ' \033[B\033[Bq' | "$0" "$@""#)
    #expect(played.code == 0 && played.output.contains("The pen is down."), "\(played.errors)")
    let closed = try await ToolRun(
      ["try", "8", "--checkpoint", file], script: #""$0" "$@" < /dev/null"#)
    #expect(closed.code == 0 && closed.output.contains("The pen is up."))
    let other = try await ToolRun(
      ["try", "12", "--checkpoint", file], script: #""$0" "$@" < /dev/null"#)
    #expect(other.code == 1 && other.errors.contains("expected one tensor of the shape [5478, 9]"))
  }

  @Test("tic-tac-toe is learned, kept and played against")
  func ticTacToe() async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/table"
    let run = try await ToolRun(
      "train", "tictactoe", "--mine", "--epochs", "1", "--checkpoint", file)
    #expect(run.code == 0, "it said: \(run.errors)")
    #expect(run.output.contains(/\n    \d of 3 parts are yours\.\n/))
    let played = try await ToolRun(
      ["try", "12", "--checkpoint", file], script: #"printf '1q' | "$0" "$@""#)
    #expect(played.output.contains("X 2 3") || played.output.contains("X O 3"), "\(played)")
    let other = try await ToolRun(
      ["try", "8", "--checkpoint", file], script: #""$0" "$@" < /dev/null"#)
    #expect(other.code == 1 && other.errors.contains("what gradus train digits --mine keeps"))
  }

  @Test("names are learned, kept, and written with beginnings") func names() async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/names"
    let run = try await ToolRun("train", "names", "--mine", "--epochs", "1", "--checkpoint", file)
    #expect(run.code == 0, "it said: \(run.errors)")
    #expect(run.output.contains(/\n    \d+ of 10 parts are yours\.\n/))
    let played = try await ToolRun(
      ["try", "9", "--checkpoint", file], script: #"printf 'Ma3x\177\r' | "$0" "$@""#)
    #expect(played.code == 0, "it said: \(played.errors)")
    #expect(played.lines.count { $0.hasPrefix("  Ma") } == 11, "\(played.output)")
    let other = try await ToolRun(
      ["try", "10", "--mine", "--checkpoint", file], script: #""$0" "$@" < /dev/null"#)
    #expect(other.code == 1 && !other.errors.isEmpty)
  }

  @Test("what cannot be asked for is refused in a sentence") func refusals() async throws {
    for (words, sentence) in [
      (["train", "names"], "train names trains your own functions: gradus train names --mine"),
      (["train", "digit", "--mine"], "unknown training \"digit\"; did you mean \"digits\"?"),
      (["train", "digits", "--mine", "--checkpoint", "c", "--resume"], "--mine takes no --resume"),
      (["train", "digits", "--mine", "--epochs", "0"], "--mine needs at least one epoch"),
      (["train", "digits", "--min"], "did you mean \"--mine\"?"),
    ] {
      let run = try await ToolRun(words)
      #expect(run.code == 64 && run.errors.contains(sentence), "\(words): \(run.errors)")
    }
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/none/c"
    let nowhere = try await ToolRun("train", "digits", "--mine", "--checkpoint", file)
    #expect(nowhere.code == 1 && nowhere.errors.contains("to write it to, found none"))
    #expect(nowhere.output.isEmpty)
    for lesson in ["8", "9", "12"] {
      let run = try await ToolRun(
        ["try", lesson, "--checkpoint", file], script: #""$0" "$@" < /dev/null"#)
      #expect(run.code == 1 && run.errors.contains("found no such file"), "\(run.errors)")
    }
  }

  @Test("the ladder says how much of the network is the learner's, once something is")
  func ladder() throws {
    let style = LadderTests.styles[0]
    func text(_ solved: Int) -> String {
      Ladder(lessons: course, verdicts: LadderTests.verdicts(solved: solved), style: style).text
    }
    #expect(!text(0).contains("own framework"))
    #expect(
      text(1).contains(
        "Your own framework: 1 of 20 parts of the digits network\n  are yours"), "\(text(1))")
    #expect(text(LadderTests.count).contains("Your own framework: 20 of 20 parts"))
  }
}
