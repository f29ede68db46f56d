import Curriculum
import Curriculum01
import Lesson01
import TestSupport
import Testing

/// Judges your exercises of `Lessons/01-linear-regression/Exercises.swift`.
@Suite("Lesson 1: linear regression")
struct Lesson01Tests {
  @Test("1. matmul") func matmul() async throws { try await judge("matmul") }
  @Test("2. predict") func predict() async throws { try await judge("predict") }
  @Test("3. meanSquaredError") func meanSquaredError() async throws {
    try await judge("meanSquaredError")
  }
  @Test("4. gradient") func gradient() async throws { try await judge("gradient") }
  @Test("5. step") func step() async throws { try await judge("step") }
  @Test("6. train") func train() async throws { try await judge("train") }
  @Test("7. standardize") func standardize() async throws { try await judge("standardize") }
  @Test("8. normalEquation") func normalEquation() async throws {
    try await judge("normalEquation")
  }

  /// Judges one exercise in a child process, which no loop or trap of it can leave.
  private func judge(_ name: String) async throws {
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .failure) {
      [name = name as String, ticket = isolation.ticket as Isolation.Ticket] in
      Isolation.judge(for: ticket) {
        LinearRegressionLesson.lesson.exercise(name).judge(linearRegressionAnswers)
      }
    }?.exitStatus
    let lesson = LinearRegressionLesson.lesson
    try report(lesson.exercise(name), in: lesson.folder, from: isolation, after: status)
  }
}
