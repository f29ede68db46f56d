import Curriculum
import Games
import Gradus

extension PlayingLesson {
  static let qUpdate = Exercise<Answers>(
    "qUpdate", "Learning from one step", hints: [], learnt: "",
    landmark: Landmark("Sources/Games/Planning/BellmanEquations.swift", "func actionValues"),
    solution: { $0.qUpdate = Playing.qUpdate },
    check: { _ in }, wrongAnswers: [])
}
