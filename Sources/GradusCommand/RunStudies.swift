import Curriculum
import Plotting

/// What `gradus lesson N --full` computes.
enum StudyOption: Equatable {
  /// All rows of all studies, which are then kept.
  case all
  /// The rows of this name, which are compared with those kept.
  case row(String)
}

/// Computes all rows of a lesson's studies and keeps each as soon as it is there.
func computeStudies(of lesson: CourseLesson, _ run: LessonRun) throws {
  for study in lesson.studies {
    show(run.style.paint(study.title, .bold))
    if let missing = study.missing() {
      show("    left out: \(missing)\n")
      continue
    }
    for row in study.rows {
      try run.studies.keep([row] + study.compute(row, run), of: study)
      show("    \(study.columns[0]) \(row) is computed")
    }
    run.showTable([study.columns] + (try run.studies.rows(of: study)))
    show("    table: \(run.studies.name(of: study))\n")
  }
}

/// Computes one row of each study that has it, and throws where it is not the one that was kept.
func compareRow(_ name: String, ofStudiesOf lesson: CourseLesson, _ run: LessonRun) throws {
  for study in lesson.studies where study.rows.contains(name) {
    if let missing = study.missing() { throw StudyError("\(study.title): \(missing)") }
    let kept = try run.studies.rows(of: study).first { $0[0] == name }
    let computed = [name] + (try study.compute(name, run))
    run.showTable([study.columns, computed])
    guard kept == computed else {
      throw StudyError(
        "\(run.studies.name(of: study)): expected the row that --full \(name) computes, "
          + "\(computed.joined(separator: ", ")), found "
          + (kept?.joined(separator: ", ") ?? "no such row"))
    }
    show("    as in \(run.studies.name(of: study))\n")
  }
}
