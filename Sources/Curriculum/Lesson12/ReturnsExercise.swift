import Curriculum
import Games
import Gradus

extension PlayingLesson {
  static let returns = Exercise<Answers>(
    "returns", "What a step is worth", hints: [], learnt: "",
    landmark: Landmark("Sources/Games/Learning/Returns.swift", "func discountedReturns"),
    solution: { $0.returns = Playing.returns },
    check: { _ in }, wrongAnswers: [])
}
