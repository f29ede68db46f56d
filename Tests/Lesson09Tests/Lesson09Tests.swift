import Curriculum
import Curriculum09
import Lesson09
import TestSupport
import Testing

/// Judges your exercises of `Lessons/09-remembering/Exercises.swift`.
@Suite("Lesson 9: remembering")
struct Lesson09Tests {
  @Test("1. step") func step() async throws { try await judge("step") }
  @Test("2. stepBackward") func stepBackward() async throws { try await judge("stepBackward") }
  @Test("3. unroll") func unroll() async throws { try await judge("unroll") }
  @Test("4. backwardThroughTime") func backwardThroughTime() async throws {
    try await judge("backwardThroughTime")
  }
  @Test("5. truncated") func truncated() async throws { try await judge("truncated") }
  @Test("6. lstmStep") func lstmStep() async throws { try await judge("lstmStep") }
  @Test("7. gruStep") func gruStep() async throws { try await judge("gruStep") }
  @Test("8. streams") func streams() async throws { try await judge("streams") }
  @Test("9. sample") func sample() async throws { try await judge("sample") }
  @Test("10. windows") func windows() async throws { try await judge("windows") }

  /// Judges one exercise in a child process, which no loop or trap of it can leave.
  private func judge(_ name: String) async throws {
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .failure) {
      [name = name as String, ticket = isolation.ticket as Isolation.Ticket] in
      Isolation.judge(for: ticket) {
        RememberingLesson.lesson.exercise(name).judge(rememberingAnswers)
      }
    }?.exitStatus
    let lesson = RememberingLesson.lesson
    try report(lesson.exercise(name), in: lesson.folder, from: isolation, after: status)
  }
}
