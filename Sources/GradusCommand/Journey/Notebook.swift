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

  /// Where the notebook of a clone is.
  static func file(in repository: URL) -> URL {
    repository.appending(path: ".gradus/notebook.json")
  }

  init() {}

  /// Reads the notebook of a clone; an empty one where there is none, or where it is damaged.
  init(in repository: URL) {
    let data = try? Data(contentsOf: Notebook.file(in: repository))
    self = data.flatMap { try? JSONDecoder().decode(Notebook.self, from: $0) } ?? Notebook()
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
    }
  }
}
