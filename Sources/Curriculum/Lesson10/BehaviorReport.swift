import Curriculum
import Gradus

extension AttendingReport {
  /// What a model of the exercises' functions does and does not do, whatever it has learned.
  func behaviors() throws {
    let (yes, no) = run.style.unicode ? ("✓", "✗") : ("ok", "x")
    for behavior in Behavior.all {
      do {
        try behavior.check(experiment.answers)
        show("    \(yes) \(behavior.name)")
      } catch let found as Disagreement {
        show("    \(no) not: \(behavior.name)\n      \(found.difference)")
      }
    }
  }
}
