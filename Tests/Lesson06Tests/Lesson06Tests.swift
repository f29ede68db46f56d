import Curriculum
import Curriculum06
import Lesson06
import TestSupport
import Testing

/// Judges your exercises of `Lessons/06-early-stopping/Exercises.swift`.
@Suite("Lesson 6: early stopping")
struct Lesson06Tests {
  @Test("1. split") func split() async throws { try await judge("split") }
  @Test("2. folds") func folds() async throws { try await judge("folds") }
  @Test("3. movingAverage") func movingAverage() async throws { try await judge("movingAverage") }
  @Test("4. chooseEpoch") func chooseEpoch() async throws { try await judge("chooseEpoch") }
  @Test("5. consider") func consider() async throws { try await judge("consider") }
  @Test("6. train") func train() async throws { try await judge("train") }
  @Test("7. lowerOnPlateau") func lowerOnPlateau() async throws {
    try await judge("lowerOnPlateau")
  }
  @Test("8. optimism") func optimism() async throws { try await judge("optimism") }

  /// Judges one exercise in a child process, which no loop or trap of it can leave.
  private func judge(_ name: String) async throws {
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .failure) {
      [name = name as String, ticket = isolation.ticket as Isolation.Ticket] in
      Isolation.judge(for: ticket) {
        EarlyStoppingLesson.lesson.exercise(name).judge(earlyStoppingAnswers)
      }
    }?.exitStatus
    let lesson = EarlyStoppingLesson.lesson
    try report(lesson.exercise(name), in: lesson.folder, from: isolation, after: status)
  }
}
