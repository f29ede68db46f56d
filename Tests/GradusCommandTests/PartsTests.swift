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

  private func letters(_ listed: [LessonRun.Listed]) -> [String] {
    listed.compactMap {
      guard case .part(let heading) = $0 else { return nil }
      return heading.firstMatch(of: /^\((\w)\)\s/).map { String($0.1) }
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
