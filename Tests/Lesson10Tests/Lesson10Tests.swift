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
