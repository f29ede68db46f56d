import Curriculum
import Foundation
import Testing

@testable import GradusCommand

/// `gradus train`: interrupted, resumed, refused.
@Suite("gradus train")
struct TrainTests {
  @Test("four epochs at once leave the same file, bit for bit, as two and two")
  func resume() async throws {
    let folder = try TemporaryFolder()
    let (whole, parts) = ("\(folder.path)/whole", "\(folder.path)/parts")
    let run = try await ToolRun("train", "digits", "--epochs", "4", "--checkpoint", whole)
    #expect(run.code == 0, "it said: \(run.errors)")
    #expect(run.lines.count { $0.hasPrefix("epoch ") } == 4)
    _ = try await ToolRun("train", "digits", "--epochs", "2", "--checkpoint", parts)
    let rest = try await ToolRun(
      "train", "digits", "--epochs", "4", "--checkpoint", parts, "--resume")
    #expect(rest.lines.first?.hasPrefix("epoch 3 of 4: ") == true, "it said: \(rest.errors)")
    #expect(try Data(contentsOf: URL(filePath: whole)) == Data(contentsOf: URL(filePath: parts)))
    #expect(
      run.lines.filter { $0.hasPrefix("epoch 4") } == rest.lines.filter { $0.hasPrefix("epoch 4") })

    let again = try await ToolRun("train", "digits", "--checkpoint", parts)
    #expect(again.code == 1)
    #expect(
      again.errors.contains("expected no file, since the training is to begin again, found one"))
    let other = try await ToolRun(
      "train", "digits", "--seed", "2", "--checkpoint", parts, "--resume")
    #expect(other.code == 1)
    #expect(
      other.errors.contains(
        "expected a checkpoint of \"digits, seed 2\", found one of \"digits, seed 1\""))
    let onSIMD = try await ToolRun(
      "train", "digits", "--checkpoint", parts, "--resume", "--backend", "simd")
    #expect(onSIMD.code == 1 && onSIMD.errors.contains("resume it on naive"))
    let fewer = try await ToolRun(
      "train", "digits", "--checkpoint", parts, "--resume", "--epochs", "3")
    #expect(fewer.code == 1 && fewer.errors.contains("found 4 that are done"))
    let same = try await ToolRun(
      "train", "digits", "--checkpoint", parts, "--resume", "--epochs", "4")
    #expect(same.output == "Nothing to do: \(parts) has all 4 epochs. To go on: more --epochs.\n")
    #expect(try Data(contentsOf: URL(filePath: whole)) == Data(contentsOf: URL(filePath: parts)))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
  }

  @Test("of two trainings at the same time into one file, one is refused")
  func sideBySide() async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/c"
    let script = """
      "$0" train digits --epochs 100000 --checkpoint "$1" > "$1.output" & job=$!
      until grep -q 'epoch 1 ' "$1.output" 2>/dev/null || ! kill -0 $job; do sleep 0.02; done
      "$0" train digits --epochs 1 --checkpoint "$1"; echo "code $?"
      "$0" train digits --epochs 1 --checkpoint "$1" --resume; echo "code $?"
      kill -INT $job; wait $job
      """
    let run = try await ToolRun([file], script: script)
    #expect(run.output == "code 1\ncode 1\n")
    #expect(run.errors.matches(of: /found one that is being written to now/).count == 2)
    #expect(run.errors.contains("stopped after epoch"))
  }

  @Test("Control-C saves and says how to go on; what goes on ends as if nothing had happened")
  func interrupted() async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/c"
    let run = try await interruptedRun(file)
    #expect(run.code == 130)
    #expect(run.errors.contains("this epoch is finished and saved"))
    #expect(
      run.errors.contains(
        "To go on: gradus train digits --epochs 100000 --checkpoint \(quotedForShell(file)) --resume"
      ))
    let match = try #require(run.errors.firstMatch(of: /stopped after epoch (\d+) of 100000/))
    let next = try #require(Int(match.1)) + 1
    _ = try await ToolRun(
      "train", "digits", "--epochs", "\(next)", "--checkpoint", file, "--resume")
    let whole = "\(folder.path)/whole"
    _ = try await ToolRun("train", "digits", "--epochs", "\(next)", "--checkpoint", whole)
    #expect(try Data(contentsOf: URL(filePath: whole)) == Data(contentsOf: URL(filePath: file)))
  }

  @Test("a shell takes the command to go on word by word") func quoting() {
    #expect(quotedForShell("--checkpoint") == "--checkpoint")
    #expect(quotedForShell("a/b-1_é.x") == "a/b-1_é.x")
    #expect(quotedForShell("my file") == "'my file'")
    #expect(quotedForShell("$HOME & it's") == "'$HOME & it'\\''s'")
    #expect(quotedForShell("") == "''")
  }

  @Test("the first Control-C is noted, a second one stops at once")
  func interruptedTwice() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      Interruption.heed()
      raise(SIGINT)
      guard Interruption.isAskedFor else { exit(1) }
      raise(SIGINT)
      exit(2)
    }
  }

  @Test func badCheckpoints() async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/none/c"
    let missing = try await ToolRun("train", "digits", "--checkpoint", file, "--epochs", "1")
    #expect(missing.code == 1)
    #expect(missing.errors.contains("cannot write \(file): no such folder."))
    let nothing = try await ToolRun(
      "train", "digits", "--checkpoint", "\(folder.path)/c", "--resume")
    #expect(nothing.errors.contains("expected a file that can be read, found no such file"))
    let pipe = "\(folder.path)/pipe"
    try #require(mkfifo(pipe, 0o600) == 0)
    for (place, answer) in [(pipe, "it is a device or a pipe"), (folder.path, "it is a folder")] {
      for resumes in [false, true] {
        let run = try await ToolRun(
          ["train", "digits", "--checkpoint", place] + (resumes ? ["--resume"] : []))
        #expect(run.code == 1)
        #expect(run.errors.contains("cannot write \(place): \(answer)"), "\(run.errors)")
      }
    }
    let lesson = try await ToolRun("lesson", "1", "--checkpoint", "c")
    #expect(lesson.code == 64)
    #expect(lesson.errors.contains("lesson 1 has no training that is long enough to be resumed"))
    let alone = try await ToolRun("train", "digits", "--resume")
    #expect(alone.errors.contains("--resume needs --checkpoint FILE"))
  }

  /// Runs the training under a shell, which sends it SIGINT once the first epoch is told.
  private func interruptedRun(_ file: String) async throws -> (code: Int32, errors: String) {
    let folder = try TemporaryFolder()
    let tool = try ToolRun.executable().path(percentEncoded: false)
    let (output, errors) = ("\(folder.path)/output", "\(folder.path)/errors")
    let script = """
      "$0" train digits --epochs 100000 --checkpoint "$1" > "$2" & job=$!
      until grep -q 'epoch 1 ' "$2" 2>/dev/null || ! kill -0 $job; do sleep 0.02; done
      kill -INT $job
      wait $job
      """
    let ending = try await withCheckedThrowingContinuation { ended in
      DispatchQueue.global().async {
        ended.resume(
          with: Result {
            try ChildProcess.run(
              "/bin/sh", ["-c", script, tool, file, output],
              environment: ["LC_ALL": "C.UTF-8"].merging(ToolRun.places) { $1 }, errors: errors)
          })
      }
    }
    guard case .exit(let code) = ending else { return (-1, "the shell ended with \(ending)") }
    return (code, try String(contentsOfFile: errors, encoding: .utf8))
  }
}
