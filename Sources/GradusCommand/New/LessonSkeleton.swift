import Foundation

extension Skeleton {
  /// A lesson after the last: its module, what the learner sees, its tests, and a line in each list that
  /// names all lessons. It has one exercise, the mean absolute error, which a lesson's own replace.
  static func lesson(_ name: String, _ type: String, clone: URL) throws -> Skeleton {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: clone.appending(path: "Lessons").path(percentEncoded: false))
    let lessons = folders.compactMap { folder -> (number: Int, name: Substring)? in
      let parts = folder.split(separator: "-", maxSplits: 1)
      return Int(parts[0]).map { ($0, parts.count > 1 ? parts[1] : "") }
    }
    if let taken = lessons.first(where: { $0.name == name }) {
      throw SkeletonProblem("lesson \(taken.number) is \(name) already; nothing was written")
    }
    guard let last = lessons.map(\.number).max() else {
      throw SkeletonProblem("there is no lesson in \(clone.path)/Lessons; nothing was written")
    }
    let place = LessonPlace(number: last + 1, name: name, type: type)
    var skeleton = Skeleton(
      files: place.authorsFiles + place.learnersFiles,
      next: [
        "swift test --filter 'AuthorsGate|LessonFiles|\(place.module)Tests'     what the course asks of a lesson",
        "swift run -q gradus check \(place.number)     judges the stub: still to do",
        "Sources/Curriculum/\(place.module): your exercises; Lessons/\(place.folder): what the learner sees",
        "Lessons/TEACHING.md: how an exercise is added, and Tests/CurriculumTests/Mutants/Subjects.swift",
      ])
    skeleton.edits = try place.edits(in: clone)
    return skeleton
  }
}

/// Where a new lesson goes, and what it is called.
struct LessonPlace {
  let number: Int
  let name: String
  /// The name as one of a type.
  let type: String

  var digits: String { number < 10 ? "0\(number)" : "\(number)" }
  var module: String { "Lesson\(digits)" }
  var folder: String { "\(digits)-\(name)" }

  /// The lists of all lessons, with this one at their ends.
  func edits(in clone: URL) throws -> [(path: String, text: String)] {
    func edit(
      _ path: String, _ insertions: [(text: String, after: Regex<Substring>)]
    ) throws -> (path: String, text: String) {
      var text = try String(contentsOf: clone.appending(path: path), encoding: .utf8)
      for insertion in insertions {
        guard let last = text.matches(of: insertion.after).last else {
          throw SkeletonProblem("\(path) has no list of lessons as it used to; nothing was written")
        }
        text.insert(contentsOf: insertion.text, at: last.range.upperBound)
      }
      return (path, text)
    }
    return [
      try edit(
        "Package.swift",
        [("  Lesson(\(number), \"\(name)\"),\n", #/let lessons = \[\n(?:  .*\n)+/#)]),
      try edit(
        "Sources/GradusCommand/Course.swift",
        [
          ("import Curriculum\(digits)\n", #/import Curriculum\d\d\n/#),
          ("import Lesson\(digits)\n", #/import Lesson\d\d\n/#),
          (
            "  CourseLesson(\(type)Lesson.lesson, learner: \(name)Answers),\n",
            #/  CourseLesson\(\w+\.lesson, learner: \w+\),\n/#
          ),
        ]),
      try edit(
        "Sources/GradusCommand/Journey/Outcomes.swift",
        [("  \(number): \"what one can do after this lesson.\",\n", #/  """,\n/#)]),
      try edit(
        "Sources/GradusCommand/Report/FrameworkParts.swift",
        [
          (
            "  FrameworkPart(\"\(type)\", \(number), \"meanAbsoluteError\"),\n",
            #/"\),\n/#
          )
        ]),
      try edit(
        "README.md",
        [
          (
            "| [\(number) \(type)](Lessons/\(folder)/README.md) | the mean absolute error | numbers |\n",
            #/\| \[\d+ [^\n]*\]\(Lessons/\d\d-[^\n]*\|\n/#
          )
        ]),
    ]
  }
}
