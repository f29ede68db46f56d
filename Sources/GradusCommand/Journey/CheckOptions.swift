/// What `gradus check` is asked to do.
struct CheckOptions {
  /// Which exercise's next hint is wanted.
  enum Hint {
    /// That of the first exercise that is not solved.
    case ofNext
    case of(CourseExercise)
  }

  let lesson: CourseLesson
  var hint: Hint?
  /// Whether to judge again at each save.
  var isWatching = false

  init(_ arguments: inout Arguments) throws {
    lesson = try arguments.lesson(for: "check")
    while let option = try arguments.next() {
      switch option {
      case "--watch": isWatching = true
      case "--hint":
        guard let name = arguments.nextUnlessOption() else {
          hint = .ofNext
          break
        }
        guard let exercise = lesson.exercises.first(where: { $0.name == name }) else {
          throw UsageError.unknown("exercise", name, known: lesson.exercises.map(\.name))
        }
        hint = .of(exercise)
      default:
        throw UsageError.unexpected(option, after: "check", known: ["--hint", "--watch"])
      }
    }
    if isWatching && hint != nil {
      throw UsageError("--watch shows no hints; ask for one in another window")
    }
  }
}
