import Curriculum
import Curriculum11
import Lesson11
import TestSupport
import Testing

/// Judges your exercises of `Lessons/11-meaning/Exercises.swift`.
@Suite("Lesson 11: meaning")
struct Lesson11Tests {
  @Test("1. vocabulary") func vocabulary() async throws { try await judge("vocabulary") }
  @Test("5. pairLoss") func pairLoss() async throws { try await judge("pairLoss") }
  @Test("6. update") func update() async throws { try await judge("update") }
  @Test("7. neighbors") func neighbors() async throws { try await judge("neighbors") }
  @Test("8. analogy") func analogy() async throws { try await judge("analogy") }

  /// Judges one exercise in a child process, which no loop or trap of it can leave.
  private func judge(_ name: String) async throws {
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .failure) {
      [name = name as String, ticket = isolation.ticket as Isolation.Ticket] in
      Isolation.judge(for: ticket) {
        MeaningLesson.lesson.exercise(name).judge(meaningAnswers)
      }
    }?.exitStatus
    let lesson = MeaningLesson.lesson
    try report(lesson.exercise(name), in: lesson.folder, from: isolation, after: status)
  }
}
