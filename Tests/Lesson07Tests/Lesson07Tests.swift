import Curriculum
import Curriculum07
import Lesson07
import TestSupport
import Testing

/// Judges your exercises of `Lessons/07-from-naive-to-simd/Exercises.swift`.
@Suite("Lesson 7: from naive to SIMD")
struct Lesson07Tests {
  @Test("1. rowByRow") func rowByRow() async throws { try await judge("rowByRow") }
  @Test("2. blocked") func blocked() async throws { try await judge("blocked") }
  @Test("3. dot") func dot() async throws { try await judge("dot") }
  @Test("4. tiled") func tiled() async throws { try await judge("tiled") }
  @Test("5. pack") func pack() async throws { try await judge("pack") }
  @Test("6. packed") func packed() async throws { try await judge("packed") }
  @Test("7. isProduct") func isProduct() async throws { try await judge("isProduct") }
  @Test("8. split") func split() async throws { try await judge("split") }

  /// Judges one exercise in a child process, which no loop or trap of it can leave.
  private func judge(_ name: String) async throws {
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .failure) {
      [name = name as String, ticket = isolation.ticket as Isolation.Ticket] in
      Isolation.judge(for: ticket) {
        SpeedLesson.lesson.exercise(name).judge(speedAnswers)
      }
    }?.exitStatus
    let lesson = SpeedLesson.lesson
    try report(lesson.exercise(name), in: lesson.folder, from: isolation, after: status)
  }
}
