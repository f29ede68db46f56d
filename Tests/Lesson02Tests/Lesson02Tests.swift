import Curriculum
import Curriculum02
import Lesson02
import TestSupport
import Testing

/// Judges your exercises of `Lessons/02-backpropagation/Exercises.swift`.
@Suite("Lesson 2: backpropagation")
struct Lesson02Tests {
  @Test("1. localDerivatives") func localDerivatives() async throws {
    try await judge("localDerivatives")
  }
  @Test("2. backward") func backward() async throws { try await judge("backward") }
  @Test("3. centralDifference") func centralDifference() async throws {
    try await judge("centralDifference")
  }
  @Test("4. reluBackward") func reluBackward() async throws { try await judge("reluBackward") }
  @Test("5. matmulBackward") func matmulBackward() async throws {
    try await judge("matmulBackward")
  }
  @Test("6. unbroadcast") func unbroadcast() async throws { try await judge("unbroadcast") }
  @Test("7. logSumExp") func logSumExp() async throws { try await judge("logSumExp") }
  @Test("8. softmaxCrossEntropy") func softmaxCrossEntropy() async throws {
    try await judge("softmaxCrossEntropy")
  }
  @Test("9. isGradient") func isGradient() async throws { try await judge("isGradient") }
  @Test("10. forward") func forward() async throws { try await judge("forward") }
  @Test("11. trainingStep") func trainingStep() async throws { try await judge("trainingStep") }

  /// Judges one exercise in a child process, which no loop or trap of it can leave.
  private func judge(_ name: String) async throws {
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .failure) {
      [name = name as String, ticket = isolation.ticket as Isolation.Ticket] in
      Isolation.judge(for: ticket) {
        BackpropagationLesson.lesson.exercise(name).judge(backpropagationAnswers)
      }
    }?.exitStatus
    let lesson = BackpropagationLesson.lesson
    try report(lesson.exercise(name), in: lesson.folder, from: isolation, after: status)
  }
}
