import Curriculum
import Foundation
import Testing

/// The tables of long studies, as files.
@Suite("studies")
struct StudyTests {
  private let study = Study(
    "pairs", title: "Pairs", columns: ["seed", "loss", "accuracy"], rows: ["1", "2", "10"]
  ) { row, _ in [row + "a", row + "b"] }

  /// Runs the body with an empty folder, which goes away after it.
  private func withFolder(_ body: (StudyFolder, URL) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appending(
      path: "gradus-studies-\(UUID().uuidString)", directoryHint: .isDirectory)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(StudyFolder(url, lesson: "08-seeing"), url)
  }

  @Test("rows are kept one by one, and read in the order of the study") func kept() throws {
    try withFolder { folder, url in
      #expect(try folder.rows(of: study) == [])
      try folder.keep(["10", "0.3", "99 %"], of: study)
      try folder.keep(["1", "0.5", "97 %"], of: study)
      #expect(try folder.rows(of: study) == [["1", "0.5", "97 %"], ["10", "0.3", "99 %"]])
      try folder.keep(["1", "0.4", "98 %"], of: study)
      let file = url.appending(path: "08-seeing-pairs.tsv")
      #expect(
        try String(contentsOf: file, encoding: .utf8)
          == "seed\tloss\taccuracy\n1\t0.4\t98 %\n10\t0.3\t99 %\n")
    }
  }

  @Test("a table with other columns is not taken for this one's") func otherColumns() throws {
    try withFolder { folder, _ in
      let other = Study("pairs", title: "Pairs", columns: ["seed", "error"], rows: ["1"]) { _, _ in
        [""]
      }
      try folder.keep(["1", "0.5"], of: other)
      let error = #expect(throws: StudyError.self) { try folder.rows(of: study) }
      #expect(
        error?.description
          == "Lessons/Studies/08-seeing-pairs.tsv: expected the columns seed, loss, "
          + "accuracy, found seed, error")
    }
  }
}
