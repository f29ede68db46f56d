import Curriculum
import Foundation
import Gradus
import Synchronization
import Testing

@testable import GradusCommand

/// The parts of each lesson's experiment, and what becomes of them under `--mine`.
@Suite("gradus: parts of a lesson")
struct PartsTests {
  @Test(
    "with the learner's functions, each part runs or is said to be left out",
    arguments: course.map(\.number))
  func leftOut(number: Int) throws {
    let lesson = try #require(course.first { $0.number == number })
    let ours = try listed(lesson, isMine: false)
    let mine = try listed(lesson, isMine: true)
    #expect(leftOut(ours).isEmpty)
    // A letter may stand for several parts.
    #expect(Set(letters(mine)).union(leftOut(mine)) == Set(letters(ours)))
    #expect(Set(letters(mine)).isDisjoint(with: leftOut(mine)))
    #expect(letters(ours) == letters(ours).sorted())
    if Backend.simd.obstacle == nil { #expect(!letters(ours).isEmpty) }
  }

  @Test("one part can be run alone, and one that there is not is named") func alone() async throws {
    let folder = try TemporaryFolder()
    func run(_ parts: String, _ more: String...) async throws -> ToolRun {
      try await ToolRun(["lesson", "1", "--part", parts, "--plots", folder.path] + more)
    }
    let one = try await run("d")
    #expect(one.code == 0 && one.errors.isEmpty)
    #expect(
      one.output.hasPrefix("Lesson 1: Linear regression and MSE\n\n(d) Anscombe: four data sets"))
    #expect(!one.output.contains(/\n\([abce]\)/))
    let two = try await run("da")
    #expect(two.lines.filter { $0.hasPrefix("(") }.map { $0.prefix(3) } == ["(a)", "(d)"])
    let wrong = try await run("dx", "--mine")
    #expect(wrong.code == 64)
    #expect(
      wrong.errors.hasPrefix(
        "gradus: lesson 1 has no part \"x\" to run; its parts: a, b, c, d, e\n"))
  }

  private func letters(_ listed: [LessonRun.Listed]) -> [String] {
    listed.compactMap {
      guard case .part(let heading) = $0 else { return nil }
      return LessonRun.letter(of: heading).map(String.init)
    }
  }

  private func leftOut(_ listed: [LessonRun.Listed]) -> [String] {
    listed.compactMap { if case .leftOut(let letter) = $0 { letter } else { nil } }
  }

  private func listed(_ lesson: CourseLesson, isMine: Bool) throws -> [LessonRun.Listed] {
    let folder = try TemporaryFolder()
    let plots = PlotFolder(name: "plots", url: folder.url)
    var run = LessonRun(
      style: .plain, seed: 1, isQuick: true, isMine: isMine, plots: plots,
      plotsOfMeasurements: plots, studies: StudyFolder(folder.url, lesson: ""),
      checkpointPlan: { nil }, notPassed: [:])
    let found = Found()
    run.listing = { part in found.parts.withLock { $0.append(part) } }
    try lesson.run(run, usesLearnersAnswers: isMine)
    return found.parts.withLock { $0 }
  }

  private final class Found: Sendable {
    let parts = Mutex<[LessonRun.Listed]>([])
  }
}
