import Curriculum
import TestSupport
import Testing

/// What an author owes a learner: the solution passes, and every wrong answer fails.
@Suite("Author's gate, lesson 1")
struct AuthorsGateTests {
  static let lesson = LinearRegressionLesson.lesson

  @Test("the solution passes", arguments: lesson.exercises.map(\.name))
  func solutionPasses(name: String) {
    let exercise = AuthorsGateTests.lesson.exercise(name)
    #expect(exercise.judge(AuthorsGateTests.lesson.solution) == .passed)
  }

  @Test("every wrong answer is rejected", arguments: lesson.exercises.map(\.name))
  func wrongAnswersAreRejected(name: String) async throws {
    let exercise = AuthorsGateTests.lesson.exercise(name)
    for index in exercise.wrongAnswers.indices {
      let isolation = try Isolation()
      let status = await #expect(processExitsWith: .failure) {
        [name = name as String, index = index as Int, folder = isolation.folder as String] in
        Isolation.judge(reportingTo: folder) {
          let exercise = AuthorsGateTests.lesson.exercise(name)
          var answers = AuthorsGateTests.lesson.solution
          exercise.wrongAnswers[index].apply(&answers)
          return exercise.judge(answers)
        }
      }?.exitStatus
      let verdict = isolation.collect(after: Isolation.Ending(status)).verdict
      let mistake = exercise.wrongAnswers[index].mistake
      switch verdict {
      case .wrong, .trapped: print("\(name), \(mistake): \(verdict.explanation)")
      default: Issue.record("\(name), \(mistake): not rejected but \(verdict)")
      }
    }
  }
}
