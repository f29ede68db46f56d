import Curriculum
import Dispatch

/// An exercise, whatever its lesson's functions are.
struct CourseExercise: Sendable {
  let name: String
  let title: String
  let hints: [String]
  let learned: String
  let landmark: Landmark

  init<Answers>(_ exercise: Exercise<Answers>) {
    name = exercise.name
    title = exercise.title
    hints = exercise.hints
    learned = exercise.learned
    landmark = exercise.landmark
  }
}

/// The verdicts on all exercises of several lessons, on all cores at the same time.
func judgeEach(of lessons: [CourseLesson]) throws -> [[(verdict: Verdict, output: String)]] {
  let exercises = lessons.flatMap { lesson in lesson.exercises.map { (lesson, $0.name) } }
  let results = Results(count: exercises.count)
  DispatchQueue.concurrentPerform(iterations: exercises.count) { index in
    let (lesson, exercise) = exercises[index]
    results.set(index, Result { try lesson.judgeInChild(exercise) })
  }
  var rest = try results.all[...]
  return lessons.map { lesson in
    defer { rest = rest.dropFirst(lesson.exercises.count) }
    return Array(rest.prefix(lesson.exercises.count))
  }
}
