import Files
import Foundation

/// A long study of a lesson: a table whose rows take minutes, each computed from its name alone, such as
/// a seed.
///
/// `gradus lesson N --full` computes all rows and keeps the table in `Lessons/Studies`. The lesson shows
/// that table without computing it; and any row can be computed again, to be compared.
package struct Study: Sendable {
  /// The name of its file.
  package let name: String
  /// What the study is about, as a heading.
  package let title: String
  /// The heading of each column; the first is that of the rows' names.
  package let columns: [String]
  /// The rows' names.
  package let rows: [String]
  /// The figures of a row, as text; the same in each run.
  package let compute: @Sendable (_ row: String, _ run: LessonRun) throws -> [String]
  /// What it needs that is not installed, as a sentence; nil where nothing is missing.
  package let missing: @Sendable () -> String?

  /// Puts a study together; `compute` gives as many figures as there are columns after the first.
  package init(
    _ name: String, title: String, columns: [String], rows: [String],
    missing: @escaping @Sendable () -> String? = { nil },
    compute: @escaping @Sendable (_ row: String, _ run: LessonRun) throws -> [String]
  ) {
    self.name = name
    self.title = title
    self.columns = columns
    self.rows = rows
    self.missing = missing
    self.compute = compute
  }
}

/// Where the tables of a lesson's studies are kept.
package struct StudyFolder: Sendable {
  private let folder: URL
  private let lesson: String

  /// - Parameters:
  ///   - folder: `Lessons/Studies`.
  ///   - lesson: The name of the lesson's folder.
  package init(_ folder: URL, lesson: String) {
    self.folder = folder
    self.lesson = lesson
  }

  /// The rows of a table as it was kept, in the order of the study, each with its name first. A row that
  /// was not computed yet is missing.
  package func rows(of study: Study) throws -> [[String]] {
    let url = file(of: study)
    guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) else { return [] }
    let lines = try String(contentsOf: url, encoding: .utf8)
      .split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
    guard lines.first == study.columns, lines.allSatisfy({ $0.count == study.columns.count }) else {
      throw StudyError(
        "\(name(of: study)): expected the columns \(study.columns.joined(separator: ", ")), found "
          + (lines.first { $0 != study.columns } ?? []).joined(separator: ", "))
    }
    return study.rows.compactMap { row in lines.dropFirst().first { $0[0] == row } }
  }

  /// Keeps a row, in place of the one that was there. The file is there whole at any time, so that what
  /// ends a long study loses nothing but the row in hand.
  package func keep(_ row: [String], of study: Study) throws {
    var rows = try rows(of: study).filter { $0[0] != row[0] }
    rows.append(row)
    let ordered = study.rows.compactMap { name in rows.first { $0[0] == name } }
    let text = ([study.columns] + ordered).map { $0.joined(separator: "\t") + "\n" }.joined()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try writeAtomically(text, to: file(of: study))
  }

  /// The file's path from the top of the repository.
  package func name(of study: Study) -> String { "Lessons/Studies/\(lesson)-\(study.name).tsv" }

  private func file(of study: Study) -> URL {
    folder.appending(path: "\(lesson)-\(study.name).tsv")
  }
}

/// What is wrong with a study's table.
package struct StudyError: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
