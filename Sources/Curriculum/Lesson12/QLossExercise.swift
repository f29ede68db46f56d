import Curriculum
import Games
import Gradus

extension PlayingLesson {
  static let qLoss = Exercise<Answers>(
    "qLoss", "A network in the place of the table", hints: [], learnt: "",
    landmark: Landmark("Sources/Games/Learning/TransitionBatch.swift", "struct TransitionBatch"),
    solution: { $0.qLoss = Playing.qLoss },
    check: { _ in }, wrongAnswers: [])
}
