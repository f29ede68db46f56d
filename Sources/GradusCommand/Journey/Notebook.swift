import Curriculum
import Files
import Foundation

/// What the tool remembers of a learner from one run to the next.
///
/// It is kept in one small file of the clone, which git ignores. Without it nothing is lost but the
/// place in the hints: verdicts always come from judging.
struct Notebook: Codable, Equatable {
  /// How many hints were shown for an exercise, by its ``CourseLesson/key(of:)``.
  var shownHints: [String: Int] = [:]
  /// The exercises of which the tool has said what was learned.
  var learned: Set<String> = []
  /// The names of the bugs that were found; nil in a notebook that was begun before there were any.
  var foundBugs: Set<String>?
  /// How the exercises stood when `check` last judged them; nil in a notebook that is older than this.
  private(set) var lastStates: [String: ExerciseState]?
  /// When each exercise was first seen to pass; nil in a notebook that is older than this.
  private(set) var solvedAt: [String: Date]?

  /// Where the notebook of a clone is.
  static func file(in repository: URL) -> URL {
    repository.appending(path: ".gradus/notebook.json")
  }

  init() {}

  /// Reads the notebook of a clone; an empty one where there is none, or where it is damaged.
  init(in repository: URL) {
    let data = try? Data(contentsOf: Notebook.file(in: repository))
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    self = data.flatMap { try? decoder.decode(Notebook.self, from: $0) } ?? Notebook()
  }

  /// Writes it, beside the old one first, which is then replaced as a whole.
  ///
  /// Returns whether that worked: a clone may be on a disk that cannot be written to.
  @discardableResult
  func save(in repository: URL) -> Bool {
    let file = Notebook.file(in: repository)
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      encoder.dateEncodingStrategy = .iso8601
      let bytes = [UInt8](try encoder.encode(self))
      try writeAtomically(to: file) { try $0.write(bytes) }
      return true
    } catch {
      return false
    }
  }

  /// Forgets a lesson, whose exercises begin again.
  mutating func forget(_ lesson: CourseLesson) {
    for exercise in lesson.exercises {
      shownHints[lesson.key(of: exercise)] = nil
      learned.remove(lesson.key(of: exercise))
      lastStates?[lesson.key(of: exercise)] = nil
      solvedAt?[lesson.key(of: exercise)] = nil
    }
  }
}

// What becomes of the exercises from one run to the next.
extension Notebook {
  /// How each exercise of a lesson stood the last time. Where that was not noted, one of which was said what
  /// was learned had passed.
  func lastStates(of lesson: CourseLesson) -> [ExerciseState] {
    lesson.exercises.map { exercise in
      let key = lesson.key(of: exercise)
      return lastStates?[key] ?? (learned.contains(key) ? .passed : .todo)
    }
  }

  /// Notes how the exercises of a lesson stand.
  mutating func note(_ verdicts: [Verdict], of lesson: CourseLesson) {
    for (exercise, verdict) in zip(lesson.exercises, verdicts) {
      lastStates = lastStates ?? [:]
      lastStates?[lesson.key(of: exercise)] = ExerciseState(verdict)
    }
  }

  /// Notes the time for those that are seen to pass for the first time. One that had passed before times
  /// were noted has none.
  mutating func noteTimes(_ verdicts: [Verdict], of lesson: CourseLesson, now: Date = .now) {
    for (exercise, verdict) in zip(lesson.exercises, verdicts) where verdict == .passed {
      let key = lesson.key(of: exercise)
      guard solvedAt?[key] == nil, !learned.contains(key) else { continue }
      solvedAt = solvedAt ?? [:]
      solvedAt?[key] = now
    }
  }

  /// From when to when the exercises of a lesson were solved; nil where the time of one is not known.
  func timesOfSolving(_ lesson: CourseLesson) -> ClosedRange<Date>? {
    let times = lesson.exercises.compactMap { solvedAt?[lesson.key(of: $0)] }
    guard times.count == lesson.exercises.count, let first = times.min(), let last = times.max()
    else { return nil }
    return first...last
  }
}
