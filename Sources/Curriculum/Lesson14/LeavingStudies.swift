import Curriculum

/// Lesson 14's long studies.
enum LeavingStudies {
  static let factors = Study(
    "factors", title: "What matters most", columns: ["data, seed"], rows: []
  ) { _, _ in [] }
  static let search = Study(
    "search", title: "Random search against a grid", columns: ["seed"], rows: []
  ) { _, _ in [] }
}
