import Curriculum
import Curriculum10
import Lesson10
import TestSupport
import Testing

/// Judges your exercises of `Lessons/10-attending/Exercises.swift`.
@Suite("Lesson 10: attending")
struct Lesson10Tests {
  @Test("1. shiftedTargets") func shiftedTargets() async throws {
    try await judge("shiftedTargets")
  }
  @Test("2. causalMask") func causalMask() async throws { try await judge("causalMask") }
  @Test("3. attention") func attention() async throws { try await judge("attention") }
  @Test("4. attentionBackward") func attentionBackward() async throws {
    try await judge("attentionBackward")
  }
  @Test("5. multiHead") func multiHead() async throws { try await judge("multiHead") }
  @Test("6. rotated") func rotated() async throws { try await judge("rotated") }
  @Test("7. block") func block() async throws { try await judge("block") }
  @Test("8. bytePairs") func bytePairs() async throws { try await judge("bytePairs") }
  @Test("9. probability") func probability() async throws { try await judge("probability") }
  @Test("10. nextProbabilities") func nextProbabilities() async throws {
    try await judge("nextProbabilities")
  }
  @Test("11. cachedStep") func cachedStep() async throws { try await judge("cachedStep") }
  @Test("12. trainingStep") func trainingStep() async throws { try await judge("trainingStep") }

  /// Judges one exercise in a child process, which no loop or trap of it can leave.
  private func judge(_ name: String) async throws {
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .failure) {
      [name = name as String, ticket = isolation.ticket as Isolation.Ticket] in
      Isolation.judge(for: ticket) {
        AttendingLesson.lesson.exercise(name).judge(attendingAnswers)
      }
    }?.exitStatus
    let lesson = AttendingLesson.lesson
    try report(lesson.exercise(name), in: lesson.folder, from: isolation, after: status)
  }
}
