import Curriculum
import Games
import Gradus

extension PlayingLesson {
  static let advantages = Exercise<Answers>(
    "advantages", "Better than expected", hints: [], learnt: "",
    landmark: Landmark("Sources/Games/Learning/Advantages.swift", "func generalizedAdvantages"),
    solution: { $0.advantages = Playing.advantages },
    check: { _ in }, wrongAnswers: [])
}
