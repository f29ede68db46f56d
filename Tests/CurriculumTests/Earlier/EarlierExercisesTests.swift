import Curriculum
import Curriculum01
import Gradus
import Testing

@Suite("Exercises that call earlier ones")
struct EarlierExercisesTests {
  private typealias Lesson1 = LinearRegressionLesson
  private let predict = Lesson1.lesson.exercise("predict")

  @Test("a wrong answer names the earlier one that is wrong") func cause() {
    var answers = Lesson1.lesson.solution
    answers.matmul = { Gradus.matmul($0, $1) + 1 }
    answers.predict = { x, model in Gradus.matmul(x, model.weights) + 1 + model.bias }
    #expect(
      predict.judge(answers).explanation.contains(
        "matmul is wrong, and this may come of it: fix matmul first."))
  }

  @Test("one that is wrong by itself says only that") func ownMistake() {
    var answers = Lesson1.lesson.solution
    answers.predict = { x, model in Gradus.matmul(x, model.weights) }
    #expect(predict.judge(answers).explanation.hasSuffix("The bias is missing."))
    answers.matmul = Lesson1.lesson.stubs.matmul
    #expect(predict.judge(answers).explanation.hasSuffix("The bias is missing."))
  }

  @Test("what is right, and what calls a stub, stay as they are") func others() {
    var answers = Lesson1.lesson.solution
    answers.matmul = { Gradus.matmul($0, $1) + 1 }
    #expect(predict.judge(answers) == .passed)
    answers.predict = { _, _ in throw Todo("matmul(_:_:)") }
    #expect(predict.judge(answers) == .todo(exercise: "matmul"))
  }

  @Test("a right caller passes, and with a wrong earlier one that is blamed", arguments: Caller.all)
  func blame(_ caller: Caller) async throws {
    #expect(caller.judge(nil) == .passed)
    let verdicts = try await Batch.verdicts(caller.mistakes.count) { batch in
      await #expect(processExitsWith: .failure) {
        [lesson = caller.lesson as Int, name = caller.name as String, batch = batch as Batch] in
        let caller = Caller.all.first { $0.lesson == lesson && $0.name == name }!
        batch.judge(caller.mistakes.count) { caller.judge($0) }
      }
    }
    for ((earlier, mistake), verdict) in zip(caller.mistakes, verdicts) {
      let isBlamed =
        switch verdict {
        case .wrong(_, let why): why?.hasPrefix("\(earlier) is wrong, and this may come") == true
        // The trap names its place.
        case nil: true
        default: false
        }
      let entry = "\(caller) over \(earlier): \(mistake)"
      #expect(
        isBlamed != (Exempt.unblamed[entry] != nil), "\(entry): \(String(describing: verdict))")
    }
    let entries = caller.mistakes.map { "\(caller) over \($0.earlier): \($0.mistake)" }
    let stale = Exempt.unblamed.keys.filter { $0.hasPrefix("\(caller) ") && !entries.contains($0) }
    #expect(stale.isEmpty)
  }
}
