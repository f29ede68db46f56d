import Curriculum
import Curriculum11
import Lesson11
import TestSupport
import Testing

/// Judges your exercises of `Lessons/11-meaning/Exercises.swift`.
@Suite("Lesson 11: meaning")
struct Lesson11Tests {
  @Test("1. vocabulary") func vocabulary() async throws { try await judge("vocabulary") }
  @Test("2. pairs") func pairs() async throws { try await judge("pairs") }
  @Test("3. positiveInformation") func positiveInformation() async throws {
    try await judge("positiveInformation")
  }
  @Test("4. negatives") func negatives() async throws { try await judge("negatives") }
  @Test("5. pairLoss") func pairLoss() async throws { try await judge("pairLoss") }
  @Test("6. update") func update() async throws { try await judge("update") }
  @Test("7. neighbors") func neighbors() async throws { try await judge("neighbors") }
  @Test("8. analogy") func analogy() async throws { try await judge("analogy") }
  @Test("9. relationScore") func relationScore() async throws { try await judge("relationScore") }
  @Test("10. ranking") func ranking() async throws { try await judge("ranking") }
  @Test("11. splitByWord") func splitByWord() async throws { try await judge("splitByWord") }

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
