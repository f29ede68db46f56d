import Curriculum
import Curriculum03
import Lesson03
import TestSupport
import Testing

/// Judges your exercises of `Lessons/03-optimizers/Exercises.swift`.
@Suite("Lesson 3: optimizers")
struct Lesson03Tests {
  @Test("1. momentum") func momentum() async throws { try await judge("momentum") }
  @Test("2. nesterov") func nesterov() async throws { try await judge("nesterov") }
  @Test("3. rmsProp") func rmsProp() async throws { try await judge("rmsProp") }
  @Test("4. adam") func adam() async throws { try await judge("adam") }
  @Test("5. adamW") func adamW() async throws { try await judge("adamW") }
  @Test("6. epoch") func epoch() async throws { try await judge("epoch") }
  @Test("7. learningRate") func learningRate() async throws { try await judge("learningRate") }
  @Test("8. clip") func clip() async throws { try await judge("clip") }
  @Test("9. rangeTest") func rangeTest() async throws { try await judge("rangeTest") }

  /// Judges one exercise in a child process, which no loop or trap of it can leave.
  private func judge(_ name: String) async throws {
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .failure) {
      [name = name as String, ticket = isolation.ticket as Isolation.Ticket] in
      Isolation.judge(for: ticket) {
        OptimizationLesson.lesson.exercise(name).judge(optimizationAnswers)
      }
    }?.exitStatus
    let lesson = OptimizationLesson.lesson
    try report(lesson.exercise(name), in: lesson.folder, from: isolation, after: status)
  }
}
