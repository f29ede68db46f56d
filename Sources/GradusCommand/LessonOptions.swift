import Gradus

/// What `gradus lesson` is asked to do.
struct LessonOptions {
  let lesson: CourseLesson
  var usesLearnersAnswers = false
  var isQuick = false
  /// The letters of the parts that run; nil for all.
  var parts: Set<Character>?
  var seed: UInt64 = 1
  /// Where the plots go, if not into the lesson's folder.
  var plots: String?
  var checkpoint = CheckpointOptions()
  /// What is computed of the lesson's studies, instead of its experiment.
  var study: StudyOption?

  /// Whether the run is the one whose plots the lesson's page shows.
  var drawsPlotsOfPage: Bool {
    !usesLearnersAnswers && !isQuick && Backend.current == lesson.backendOfPage && seed == 1
  }

  init(_ arguments: inout Arguments) throws {
    lesson = try arguments.lesson(for: "lesson")
    while let option = try arguments.next() {
      switch option {
      case "--mine": usesLearnersAnswers = true
      case "--quick": isQuick = true
      case "--part": parts = Set(try arguments.value(of: option))
      case "--full": study = arguments.nextUnlessOption().map { .row($0) } ?? .all
      case "--seed":
        seed = try arguments.wholeNumber(of: option)
      case "--plots": plots = try arguments.value(of: option)
      default:
        guard try checkpoint.take(option, &arguments) else {
          throw UsageError.unexpected(
            option, after: "lesson",
            known: ["--mine", "--backend", "--seed", "--plots", "--quick", "--part", "--full"]
              + CheckpointOptions.names
          )
        }
      }
    }
    try checkpoint.check()
    if checkpoint.file != nil && !lesson.keepsCheckpoints {
      throw UsageError("lesson \(lesson.number) has no training that is long enough to be resumed")
    }
    try checkStudy()
  }
}

extension LessonOptions {
  /// Throws where the lesson has no such study, or where other options would change its figures.
  private func checkStudy() throws {
    guard let study else { return }
    let rows = lesson.studies.flatMap(\.rows)
    if rows.isEmpty {
      throw UsageError("lesson \(lesson.number) has no study that --full computes")
    }
    if case .row(let name) = study, !rows.contains(name) {
      throw UsageError.unknown("row", name, known: rows)
    }
    if usesLearnersAnswers || isQuick || seed != 1 || parts != nil {
      throw UsageError(
        "--full takes neither --mine nor --quick, --seed or --part: its rows are what they are")
    }
  }
}

/// What `gradus try` is asked to do.
struct TryOptions {
  let lesson: CourseLesson
  var usesLearnersAnswers = false
  var seed: UInt64 = 1
  /// The file of a trained model, which is written where it is not there yet.
  var checkpoint: String?

  init(_ arguments: inout Arguments) throws {
    lesson = try arguments.lesson(for: "try")
    guard lesson.canBeTried else {
      let numbers = course.filter(\.canBeTried).map { String($0.number) }
      throw UsageError(
        "lesson \(lesson.number) has nothing to play with; those that have: "
          + (numbers.isEmpty ? "none yet" : numbers.joined(separator: ", ")))
    }
    while let option = try arguments.next() {
      switch option {
      case "--mine": usesLearnersAnswers = true
      case "--seed": seed = try arguments.wholeNumber(of: option)
      case "--checkpoint" where lesson.triesWithCheckpoint:
        checkpoint = try arguments.value(of: option)
      default:
        throw UsageError.unexpected(
          option, after: "try", known: ["--mine", "--backend", "--threads", "--seed"])
      }
    }
  }
}
