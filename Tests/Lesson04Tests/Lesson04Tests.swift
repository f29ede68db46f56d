import Curriculum
import Curriculum04
import Lesson04
import TestSupport
import Testing

/// Judges your exercises of `Lessons/04-regularization/Exercises.swift`.
@Suite("Lesson 4: regularization")
struct Lesson04Tests {
  @Test("1. standardize") func standardize() async throws { try await judge("standardize") }
  @Test("2. polynomialFeatures") func polynomialFeatures() async throws {
    try await judge("polynomialFeatures")
  }
  @Test("3. l2Penalty") func l2Penalty() async throws { try await judge("l2Penalty") }
  @Test("4. ridge") func ridge() async throws { try await judge("ridge") }
  @Test("5. l1Step") func l1Step() async throws { try await judge("l1Step") }
  @Test("6. dropout") func dropout() async throws { try await judge("dropout") }
  @Test("7. dropoutBackward") func dropoutBackward() async throws {
    try await judge("dropoutBackward")
  }
  @Test("8. smoothedTargets") func smoothedTargets() async throws {
    try await judge("smoothedTargets")
  }

  /// Judges one exercise in a child process, which no loop or trap of it can leave.
  private func judge(_ name: String) async throws {
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .failure) {
      [name = name as String, ticket = isolation.ticket as Isolation.Ticket] in
      Isolation.judge(for: ticket) {
        RegularizationLesson.lesson.exercise(name).judge(regularizationAnswers)
      }
    }?.exitStatus
    let lesson = RegularizationLesson.lesson
    try report(lesson.exercise(name), in: lesson.folder, from: isolation, after: status)
  }
}
