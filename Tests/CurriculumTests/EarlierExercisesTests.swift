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
      predict.judge(answers).explanation.hasSuffix(
        "matmul is wrong as well, and may be the cause: mend it first."))
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
}
