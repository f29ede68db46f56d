import Curriculum
import Foundation
import Gradus
import Plotting
import Testing

@testable import GradusCommand

/// `gradus tune`: interrupted, resumed, drawn, refused.
@Suite("gradus tune")
struct TuneTests {
  private static let search = ["tune", "digits", "--trials", "6", "--epochs", "3"]

  /// The results of a history without their times, which no two runs share.
  private func outcomes(_ path: String) throws -> [String] {
    let history = try TuningHistory(contentsOf: URL(filePath: path))
    return history.results.map { "\($0.trial) \($0.budget) \($0.score ?? .nan)" }
  }

  @Test("a search is told, kept and drawn, and the test is touched once, in the end")
  func search() async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/h.json"
    let run = try await ToolRun(
      TuneTests.search + ["--history", file, "--plots", "\(folder.path)/plots"])
    #expect(run.code == 0, "it said: \(run.errors)")
    #expect(
      run.lines[0] == "6 settings; epochs: 1, 3; 1200 digits to train on, 300 to choose with")
    #expect(run.lines.count { $0.contains(#/^trial \d of 6, epoch 1: /#) } == 6)
    #expect(run.lines.count { $0.contains(#/^trial \d of 6, epoch 3: /#) } == 2)
    #expect(run.output.matches(of: /tested once: \d+ of 297 right/).count == 1)
    #expect(run.lines.allSatisfy { !$0.contains("/297") })
    let table = run.lines.drop { !$0.contains("right %") }.dropFirst().prefix { !$0.isEmpty }
    #expect(table.prefix(6).count { $0.contains(#/^    \d +[13] +[\d.]+ /#) } == 6)
    let history = try TuningHistory(contentsOf: URL(filePath: file))
    #expect(history.isComplete && history.results.count == 8 && history.settings.count == 6)
    #expect(table.first?.hasPrefix("    \(history.best?.trial ?? 0) ") == true)
    for name in ["settings", "effects"] {
      let svg = try String(contentsOfFile: "\(folder.path)/plots/\(name).svg", encoding: .utf8)
      #expect(svg.hasPrefix("<svg") && svg.contains("optimizer"))
    }
    #expect(run.output.hasSuffix("Kept in \(file).\n"))

    let again = try await ToolRun(TuneTests.search + ["--history", file])
    #expect(again.code == 1 && again.errors.contains("since the search is to begin again"))
    let other = try await ToolRun(
      TuneTests.search + ["--history", file, "--resume", "--seed", "2"])
    #expect(other.code == 1 && other.errors.contains("\"digits, halving, seed 2\""))
  }

  @Test("Control-C keeps the history and says how to go on, which ends as if nothing had happened")
  func interrupted() async throws {
    let folder = try TemporaryFolder()
    let (file, whole) = ("\(folder.path)/parts", "\(folder.path)/whole")
    // The first line of a training is followed by many others: 6 settings of 60 epochs.
    let search = ["tune", "digits", "--trials", "6", "--epochs", "60", "--strategy", "random"]
    let script = """
      "$0" "$@" > '\(file).output' & job=$!
      until grep -q 'trial 1 ' '\(file).output' 2>/dev/null || ! kill -0 $job; do sleep 0.02; done
      kill -INT $job; wait $job
      """
    let run = try await ToolRun(search + ["--history", file], script: script)
    #expect(run.code == 130)
    #expect(run.errors.contains("this training is finished and saved"))
    #expect(
      run.errors.contains(
        "To go on: gradus \(search.joined(separator: " ")) --history \(quotedForShell(file)) --resume"
      ))
    let done = try outcomes(file).count
    #expect(done < 6 && run.errors.contains("stopped after \(done) training"))
    let rest = try await ToolRun(search + ["--history", file, "--resume"])
    #expect(rest.code == 0 && rest.lines.count { $0.hasPrefix("trial ") } == 6 - done)
    _ = try await ToolRun(search + ["--history", whole])
    #expect(try outcomes(file) == outcomes(whole))
  }

  @Test("a time that is over ends the search between two trainings, and says so")
  func time() async throws {
    let run = try await ToolRun(TuneTests.search + ["--seconds", "1e-9"])
    #expect(run.code == 0 && run.lines.count { $0.hasPrefix("trial ") } == 1)
    #expect(run.output.contains("The time is over before all are trained."))
  }

  @Test("the digits to choose with are neither trained on nor tested with")
  func parts() throws {
    let digits = try TuningDigits()
    #expect(digits.training.count == 1200 && digits.validation.count == 300)
    #expect(
      Tensor.concatenate([digits.training.inputs, digits.validation.inputs]) == digits.all.inputs)
    #expect(digits.test.count == 297)
  }

  @Test("a rate at which the loss is no longer finite is told as diverged, and ranks last")
  func diverging() throws {
    let digits = try TuningDigits()
    var training = DigitsTraining(
      Setting(["rate": 1e30, "optimizer": "SGD", "width": 32, "dropout": 0.0, "batch": 64]), seed: 1
    )
    #expect(
      !(training.trainForAnEpoch(on: digits.training)
        && training.trainForAnEpoch(on: digits.training)))
  }

  @Test("a median of each name, and sixths where there are many values")
  func effects() throws {
    let space = SettingSpace(["x": .uniform(from: 0, to: 1), "name": .choice(["a", "b"])])
    var generator = RandomGenerator(seed: 1)
    let history = try tune("test", space.random(60, using: &generator), over: .full(1)) {
      (trial, _: inout Int?) in
      trial.setting.text("name") == "a" ? 1 : trial.setting.number("x") < 0.5 ? 2 : .nan
    }
    let charts = marginalEffects(of: history, space).charts
    #expect(charts.map(\.xLabel) == ["x", "name"] && charts[1].xNames == ["a", "b"])
    #expect(charts[0].series[1].x.count == 6 && charts[1].series[1].y == [1, 2])
    #expect(charts[0].series[0].y.count == history.results.count { $0.score != nil })
    #expect(parallelCoordinates(of: history, space).columns.count == 4)
  }
}
