import Curriculum
import Gradus

extension AttendingReport {
  /// What a model of the exercises' functions does and does not do, whatever it has learned.
  func behaviors() throws {
    for behavior in Behavior.all {
      do {
        try behavior.check(experiment.answers)
        show("    ✓ \(behavior.name)")
      } catch let found as Disagreement {
        show("    ✗ not: \(behavior.name)\n      \(found.difference)")
      }
    }
  }
}
