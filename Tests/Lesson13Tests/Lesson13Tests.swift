import Curriculum
import Curriculum13
import Lesson13
import TestSupport
import Testing

/// Judges your exercises of `Lessons/13-extending/Exercises.swift`.
@Suite("Lesson 13: extending")
struct Lesson13Tests {
  @Test("1. squareplusGradients") func squareplusGradients() async throws {
    try await judge("squareplusGradients")
  }
  @Test("2. squareplus") func squareplus() async throws { try await judge("squareplus") }
  @Test("3. muonStep") func muonStep() async throws { try await judge("muonStep") }
  @Test("4. stableDecay") func stableDecay() async throws { try await judge("stableDecay") }
  @Test("5. robustLoss") func robustLoss() async throws { try await judge("robustLoss") }
  @Test("6. hessianVectorProduct") func hessianVectorProduct() async throws {
    try await judge("hessianVectorProduct")
  }
  @Test("7. accumulatedStep") func accumulatedStep() async throws {
    try await judge("accumulatedStep")
  }
  @Test("8. squareplusKernel") func squareplusKernel() async throws {
    try await judge("squareplusKernel")
  }
  @Test("9. centered") func centered() async throws { try await judge("centered") }
  @Test("10. isRightLayer") func isRightLayer() async throws { try await judge("isRightLayer") }

  /// Judges one exercise in a child process, which no loop or trap of it can leave.
  private func judge(_ name: String) async throws {
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .failure) {
      [name = name as String, ticket = isolation.ticket as Isolation.Ticket] in
      Isolation.judge(for: ticket) {
        ExtendingLesson.lesson.exercise(name).judge(extendingAnswers)
      }
    }?.exitStatus
    let lesson = ExtendingLesson.lesson
    try report(lesson.exercise(name), in: lesson.folder, from: isolation, after: status)
  }
}
