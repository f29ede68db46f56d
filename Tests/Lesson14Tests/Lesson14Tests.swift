import Curriculum
import Curriculum14
import Lesson14
import TestSupport
import Testing

/// Judges your exercises of `Lessons/14-out-into-the-world/Exercises.swift`.
@Suite("Lesson 14: out into the world")
struct Lesson14Tests {
  @Test("1. translated") func translated() async throws { try await judge("translated") }
  @Test("2. varint") func varint() async throws { try await judge("varint") }
  @Test("3. quantizedRow") func quantizedRow() async throws { try await judge("quantizedRow") }
  @Test("4. integerProduct") func integerProduct() async throws {
    try await judge("integerProduct")
  }
  @Test("5. errorBound") func errorBound() async throws { try await judge("errorBound") }
  @Test("6. comparison") func comparison() async throws { try await judge("comparison") }
  @Test("7. roofline") func roofline() async throws { try await judge("roofline") }
  @Test("8. halvingRound") func halvingRound() async throws { try await judge("halvingRound") }
  @Test("9. allReduce") func allReduce() async throws { try await judge("allReduce") }

  /// Judges one exercise in a child process, which no loop or trap of it can leave.
  private func judge(_ name: String) async throws {
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .failure) {
      [name = name as String, ticket = isolation.ticket as Isolation.Ticket] in
      Isolation.judge(for: ticket) {
        LeavingLesson.lesson.exercise(name).judge(leavingAnswers)
      }
    }?.exitStatus
    let lesson = LeavingLesson.lesson
    try report(lesson.exercise(name), in: lesson.folder, from: isolation, after: status)
  }
}
