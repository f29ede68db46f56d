import Curriculum
import Curriculum08
import Lesson08
import TestSupport
import Testing

/// Judges your exercises of `Lessons/08-seeing/Exercises.swift`.
@Suite("Lesson 8: seeing")
struct Lesson08Tests {
  @Test("1. outputSize") func outputSize() async throws { try await judge("outputSize") }
  @Test("2. convolve") func convolve() async throws { try await judge("convolve") }
  @Test("3. imageColumns") func imageColumns() async throws { try await judge("imageColumns") }
  @Test("4. convolveByColumns") func convolveByColumns() async throws {
    try await judge("convolveByColumns")
  }
  @Test("5. filterGradient") func filterGradient() async throws {
    try await judge("filterGradient")
  }
  @Test("6. inputGradient") func inputGradient() async throws { try await judge("inputGradient") }
  @Test("7. maxPool") func maxPool() async throws { try await judge("maxPool") }
  @Test("8. batchNorm") func batchNorm() async throws { try await judge("batchNorm") }
  @Test("9. residualBlock") func residualBlock() async throws { try await judge("residualBlock") }
  @Test("10. saliency") func saliency() async throws { try await judge("saliency") }
  @Test("11. intersectionOverUnion") func intersectionOverUnion() async throws {
    try await judge("intersectionOverUnion")
  }
  @Test("12. nonMaximumSuppression") func nonMaximumSuppression() async throws {
    try await judge("nonMaximumSuppression")
  }

  /// Judges one exercise in a child process, which no loop or trap of it can leave.
  private func judge(_ name: String) async throws {
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .failure) {
      [name = name as String, ticket = isolation.ticket as Isolation.Ticket] in
      Isolation.judge(for: ticket) { SeeingLesson.lesson.exercise(name).judge(seeingAnswers) }
    }?.exitStatus
    let lesson = SeeingLesson.lesson
    try report(lesson.exercise(name), in: lesson.folder, from: isolation, after: status)
  }
}
