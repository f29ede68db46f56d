import Curriculum
import Curriculum12
import Lesson12
import TestSupport
import Testing

/// Judges your exercises of `Lessons/12-playing/Exercises.swift`.
@Suite("Lesson 12: playing")
struct Lesson12Tests {
  @Test("1. returns") func returns() async throws { try await judge("returns") }
  @Test("2. policyValues") func policyValues() async throws { try await judge("policyValues") }
  @Test("3. valueIteration") func valueIteration() async throws {
    try await judge("valueIteration")
  }
  @Test("4. epsilonGreedy") func epsilonGreedy() async throws { try await judge("epsilonGreedy") }
  @Test("5. qUpdate") func qUpdate() async throws { try await judge("qUpdate") }
  @Test("6. replay") func replay() async throws { try await judge("replay") }
  @Test("7. qLoss") func qLoss() async throws { try await judge("qLoss") }
  @Test("8. minimax") func minimax() async throws { try await judge("minimax") }
  @Test("9. policyGradient") func policyGradient() async throws {
    try await judge("policyGradient")
  }
  @Test("10. advantages") func advantages() async throws { try await judge("advantages") }

  /// Judges one exercise in a child process, which no loop or trap of it can leave.
  private func judge(_ name: String) async throws {
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .failure) {
      [name = name as String, ticket = isolation.ticket as Isolation.Ticket] in
      Isolation.judge(for: ticket) {
        PlayingLesson.lesson.exercise(name).judge(playingAnswers)
      }
    }?.exitStatus
    let lesson = PlayingLesson.lesson
    try report(lesson.exercise(name), in: lesson.folder, from: isolation, after: status)
  }
}
