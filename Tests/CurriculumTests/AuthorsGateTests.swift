import Curriculum
import TestSupport
import Testing

@testable import GradusCommand

/// What an author owes a learner: the solution passes, a stub is to do, and every wrong answer is
/// rejected with a reason.
@Suite("Author's gate")
struct AuthorsGateTests {
  static let exercises = course.flatMap { $0.gated.gatedExercises }

  @Test("the solution passes", arguments: exercises)
  func solutionPasses(_ exercise: GatedExercise) {
    #expect(exercise.judge(.solution) == .passed)
  }

  @Test("other right answers pass", arguments: exercises)
  func rightAnswersPass(_ exercise: GatedExercise) {
    for (index, way) in exercise.ways.enumerated() {
      #expect(exercise.judge(.rightAnswer(index)) == .passed, "\(way)")
    }
    #expect(Set(exercise.ways).count == exercise.ways.count)
    #expect(
      (exercise.ways.count < 3) == Exempt.fewRightAnswers.contains(exercise.description),
      "three right answers are asked for; an entry of the list of exemptions may be stale")
  }

  @Test("what is compared tells the known mistakes apart", arguments: exercises)
  func suspectsDiffer(_ exercise: GatedExercise) {
    let audit = SuspectAudit()
    SuspectAudit.$current.withValue(audit) {
      _ = exercise.judge(.solution)
      for index in exercise.ways.indices { _ = exercise.judge(.rightAnswer(index)) }
    }
    let confusions = audit.confusions
    if Exempt.confusedMistakes.contains(exercise.description) {
      #expect(!confusions.isEmpty, "the list of exemptions has a stale entry")
    } else {
      #expect(confusions.isEmpty, "\(confusions.joined(separator: "\n"))")
    }
  }

  @Test("a stub is to do", arguments: exercises)
  func stubIsToDo(_ exercise: GatedExercise) {
    #expect(exercise.judge(.stubs) == .todo(exercise: exercise.name))
  }

  @Test("every wrong answer is rejected with a reason", arguments: exercises)
  func wrongAnswersAreRejected(_ exercise: GatedExercise) async throws {
    let verdicts = try await Batch.verdicts(exercise.mistakes.count) { batch in
      await #expect(processExitsWith: .failure) {
        [lesson = exercise.lesson as Int, place = exercise.place as Int, batch = batch as Batch] in
        let exercise = AuthorsGateTests.exercise(lesson, place)
        batch.judge(exercise.mistakes.count) { exercise.judge(.wrongAnswer($0)) }
      }
    }
    var strangeReasons: [String] = []
    for (index, mistake) in exercise.mistakes.enumerated() {
      // One that has ended its process is judged as a learner's is, to hear what is said of it.
      var verdict = verdicts[index]
      if verdict == nil { verdict = try await isolatedVerdict(on: index, of: exercise) }
      switch verdict {
      case .wrong(_, why: let why?) where !why.isEmpty:
        if !mistake.why.isEmpty && !why.contains(mistake.why) {
          strangeReasons.append("\(mistake.name): has a sentence of its own, but is told \(why)")
        }
      case .ranTooLong, .usedTooMuchMemory: break
      case .trapped(let message) where !message.contains("signal"): break
      case .wrong, .trapped:
        Issue.record(
          "\(exercise), \(mistake.name): rejected without a reason: \(verdict!.explanation)")
      default: Issue.record("\(exercise), \(mistake.name): not rejected but \(verdict!)")
      }
    }
    if Exempt.strangeReasons.contains(exercise.description) {
      #expect(!strangeReasons.isEmpty, "the list of exemptions has a stale entry")
    } else {
      #expect(strangeReasons.isEmpty, "\(strangeReasons.joined(separator: "\n"))")
    }
  }

  private func isolatedVerdict(on index: Int, of exercise: GatedExercise) async throws -> Verdict {
    let isolation = try Isolation()
    let status = await #expect(processExitsWith: .failure) {
      [
        lesson = exercise.lesson as Int, place = exercise.place as Int, index = index as Int,
        ticket = isolation.ticket as Isolation.Ticket
      ] in
      Isolation.judge(for: ticket) {
        AuthorsGateTests.exercise(lesson, place).judge(.wrongAnswer(index))
      }
    }?.exitStatus
    return try isolation.collect(after: Isolation.Ending(status)).verdict
  }

  private static func exercise(_ lesson: Int, _ place: Int) -> GatedExercise {
    exercises.first { $0.lesson == lesson && $0.place == place }!
  }

  @Test("there are enough hints and wrong answers, each of its own", arguments: exercises)
  func hintsAndMistakes(_ exercise: GatedExercise) {
    #expect(exercise.hints.count >= 2)
    #expect(Set(exercise.hints).count == exercise.hints.count)
    #expect(exercise.hints.allSatisfy { $0.count >= 20 }, "a hint of fewer letters gives nothing")
    let mistakes = exercise.mistakes.map(\.name)
    #expect(mistakes.count >= 6)
    #expect(Set(mistakes).count == mistakes.count)
    #expect(mistakes.allSatisfy { !$0.isEmpty })
  }

  @Test("each exercise of a lesson has a name of its own", arguments: Set(exercises.map(\.lesson)))
  func names(lesson: Int) {
    let names = AuthorsGateTests.exercises.filter { $0.lesson == lesson }.map(\.name)
    #expect(Set(names).count == names.count)
  }

  // A number may be left out for a lesson that is still being written.
  @Test("lessons are numbered from 1, in order") func numbers() {
    let numbers = course.map(\.number)
    #expect(numbers.first == 1)
    #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
  }
}
