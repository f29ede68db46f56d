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
  var rest = try judge(lessons.flatMap { lesson in lesson.exercises.map { (lesson, $0.name) } })[
    ...]
  return lessons.map { lesson in
    defer { rest = rest.dropFirst(lesson.exercises.count) }
    return Array(rest.prefix(lesson.exercises.count))
  }
}

/// The verdicts on some exercises, each found in a child process, on all cores at the same time.
func judge(
  _ exercises: [(lesson: CourseLesson, name: String)]
) throws -> [(verdict: Verdict, output: String)] {
  let results = Results(count: exercises.count)
  DispatchQueue.concurrentPerform(iterations: exercises.count) { index in
    let (lesson, name) = exercises[index]
    results.set(index, Result { try lesson.judgeInChild(name) })
  }
  return try results.all
}
