import DataLoading
import Files
import Foundation
import Synchronization
import TensorCore
import Testing
import Training

/// A search whose scores are known beforehand. The state is the budget that was spent; seconds are counted by
/// a clock that ticks.
private struct Search {
  var scores: [Double]
  var rungs = TuningRungs.halving(from: 1, to: 9)
  var goal = Goal.maximum
  var seconds = Double.infinity
  /// What was trained: trial, from, to.
  private(set) var trained: [[Int]] = []

  init(_ scores: [Double]) { self.scores = scores }

  var settings: [Setting] { scores.indices.map { Setting(["x": .number(Double($0))]) } }

  mutating func run(_ plan: CheckpointPlan? = nil, name: String = "test") throws -> TuningHistory {
    var time = 0.0
    var trained = self.trained
    defer { self.trained = trained }
    return try tune(
      name, settings, over: rungs, toward: goal, seconds: seconds, plan: plan,
      clock: {
        time += 1
        return time
      }
    ) { (trial, state: inout Int?) in
      #expect(trial.spent == state ?? 0)
      #expect(trial.setting == settings[trial.number - 1])
      trained.append([trial.number, trial.spent, trial.budget])
      state = trial.budget
      return scores[trial.number - 1]
    }
  }
}

@Suite("tune") struct TuneTests {
  @Test(
    "each rung trains what is left, best first, and keeps the best third; nothing is trained twice")
  func halving() throws {
    var search = Search([3, 9, 1, 8, 7, 2, 5, 4, 6, 0])
    let history = try search.run()
    let first = (1...10).map { [$0, 0, 1] }
    #expect(search.trained == first + [[2, 1, 3], [4, 1, 3], [5, 1, 3], [2, 3, 9]])
    #expect(history.totalBudget == 10 + 3 * 2 + 6)
    #expect(history.totalBudget == search.rungs.totalBudget(of: 10))
    #expect(history.best?.trial == 2 && history.best?.budget == 9 && history.best?.score == 9)
    #expect(history.ranking.map(\.trial) == [2, 4, 5, 9, 7, 8, 1, 6, 3, 10])
    #expect(history.isComplete && history.seconds == 14)
  }

  @Test("the budgets of rungs end with the last, each a part of the next")
  func budgets() {
    #expect(TuningRungs.halving(from: 3, to: 30).budgets == [3, 10, 30])
    #expect(TuningRungs.halving(from: 1, to: 27).budgets == [1, 3, 9, 27])
    #expect(TuningRungs.halving(from: 4, to: 30, reduction: 2).budgets == [7, 15, 30])
    #expect(TuningRungs.halving(from: 5, to: 5).budgets == [5])
    #expect(TuningRungs.full(7).budgets == [7])
    #expect(TuningRungs.full(7).totalBudget(of: 5) == 35)
  }

  @Test("of equal scores the earlier trial goes on, and the smaller wins where that is the goal")
  func ties() throws {
    var search = Search([5, 5, 5, 4, 5, 5])
    #expect(try search.run().ranking.map(\.trial) == [1, 2, 3, 5, 6, 4])
    search.goal = .minimum
    #expect(try search.run().ranking.map(\.trial) == [4, 1, 2, 3, 5, 6])
  }

  @Test(
    "what diverges is the worst, whatever the goal, and does not go on",
    arguments: [Double.nan, .infinity, -.infinity])
  func diverging(score: Double) throws {
    for goal in [Goal.minimum, .maximum] {
      var search = Search([score, 2, score, score, score, score])
      search.goal = goal
      let history = try search.run()
      #expect(history.ranking.map(\.trial) == [2, 1, 3, 4, 5, 6])
      #expect(history.ranking.map { $0.score == nil } == [false, true, true, true, true, true])
      #expect(history.results.map(\.trial) == [1, 2, 3, 4, 5, 6, 2, 2])
    }
    var hopeless = Search([score, score])
    let history = try hopeless.run()
    #expect(history.best == nil && history.isComplete && history.results.count == 2)
  }

  @Test("the time ends between two trainings, after the best were tried on a rung that is not done")
  func time() throws {
    var search = Search([3, 9, 1, 8, 7, 2, 5, 4, 6, 0])
    search.seconds = 10.5
    let history = try search.run()
    #expect(search.trained.count == 11 && !history.isComplete)
    #expect(history.best?.trial == 2 && history.best?.budget == 3)
  }

  @Test(
    "interrupted after each training and resumed, it ends as if it had never stopped, file and all")
  func interrupted() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "gradus-tune-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (whole, parts) = (folder.appending(path: "whole"), folder.appending(path: "parts"))
    var search = Search([3, 9, .nan, 8, 7, 2, 5])
    let expected = try search.run(CheckpointPlan(url: whole))
    for done in 1..<expected.results.count {
      // Asked before each training, the plan lets one pass.
      let counter = Counter()
      let stopped = #expect(throws: TuningInterrupted.self) {
        var part = Search(search.scores)
        _ = try part.run(
          CheckpointPlan(url: parts, resumes: done > 1, isInterrupted: { counter.next() > 1 }))
      }
      #expect(stopped?.trainings == done)
    }
    var last = Search(search.scores)
    let found = try last.run(CheckpointPlan(url: parts, resumes: true))
    #expect(found == expected)
    #expect(try Data(contentsOf: whole) == Data(contentsOf: parts))
    #expect(try TuningHistory(contentsOf: parts) == expected)
    // Only the last training was left, and it began again, since its state was not saved.
    #expect(last.trained == [[2, 0, 9]])

    var again = Search(search.scores)
    #expect(try again.run(CheckpointPlan(url: parts, resumes: true)) == expected)
    #expect(again.trained.isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
    try refusals(of: parts, search)
  }

  /// What a resumed search says of the history of another one, and of none.
  private func refusals(of url: URL, _ search: Search) throws {
    func refusal(
      _ url: URL, resumes: Bool = true, name: String = "test",
      _ change: (inout Search) -> Void = { _ in }
    ) -> String {
      var other = Search(search.scores)
      change(&other)
      do {
        _ = try other.run(CheckpointPlan(url: url, resumes: resumes), name: name)
        return "nothing"
      } catch {
        return "\(error)"
      }
    }
    #expect(
      refusal(url, resumes: false).contains(
        "no file, since the search is to begin again, found one"))
    #expect(refusal(url, name: "other").contains("\"other\", found \"test\""))
    #expect(refusal(url) { $0.rungs = .full(3) }.contains("budgets [3], found [1, 3, 9]"))
    #expect(refusal(url) { $0.goal = .minimum }.contains("for a minimum, found one for a maximum"))
    #expect(refusal(url) { $0.scores += [1] }.contains("the settings of this search, found others"))
    #expect(
      withBackend(.naive == Backend.current ? .simd : .naive) { refusal(url) }.contains(
        "found one on"))
    let text = try String(contentsOf: url, encoding: .utf8)
    for (part, other, words) in [
      (
        "\"trial\" : 1", "\"trial\" : 2",
        "expected trial 1 with a budget of 1, found trial 2 with 1"
      ),
      ("\"trial\" : 1", "\"trial\" : 99", "found trial 99 with a budget of 1"),
      ("\"reduction\" : 3", "\"reduction\" : 0", "found budgets [1, 3, 9] by 0"),
      ("\"trial\"", "\"trail\"", "the history of a search in JSON, found something else"),
    ] {
      let broken = url.appendingPathExtension("broken")
      try text.replacing(part, with: other).write(to: broken, atomically: true, encoding: .utf8)
      #expect(refusal(broken).contains(words), "\(refusal(broken))")
      try FileManager.default.removeItem(at: broken)
    }
    #expect(refusal(url.appendingPathExtension("none")).contains("found no such file"))
  }
}

/// Counts how often it was asked.
private final class Counter: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock {
      $0 += 1
      return $0
    }
  }
}

@Suite("wrong searches") struct TuningTrapTests {
  @Test func noSetting() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try tune("none", [], over: .full(1)) { (_, _: inout Int?) in 0 }
    }
    expect(
      "tune: expected from 1 to 1000000 settings, found 0", in: result, at: "TuneTests.swift:")
  }

  @Test("no time is no search", arguments: ["0.0", "-1.0", "nan"])
  func noTime(_ seconds: String) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [seconds = seconds as String] in
      try tune(
        "none", [Setting(["a": 1])], over: .full(1), seconds: Double(seconds) ?? 1
      ) { (_, _: inout Int?) in 0 }
    }
    expect("tune: expected a time above 0 seconds, found \(seconds)", in: result)
  }

  @Test func noBudget() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TuningRungs.full(0)
    }
    expect(
      "full: expected a budget from 1 to 1000000000, found 0", in: result, at: "TuneTests.swift:")
  }

  @Test func fallingBudgets() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TuningRungs.halving(from: 9, to: 3)
    }
    expect("halving: expected rising budgets, found 9 to 3", in: result)
  }

  @Test func reductionOfOne() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TuningRungs.halving(from: 1, to: 9, reduction: 1)
    }
    expect("halving: expected a reduction η of at least 2, found 1", in: result)
  }
}
