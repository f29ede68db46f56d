import Curriculum
import Games
import Gradus

extension PlayingLesson {
  static let epsilonGreedy = Exercise<Answers>(
    "epsilonGreedy", "To try, or to take the best", hints: [], learnt: "",
    landmark: Landmark("Sources/Games/Learning/ActionChoice.swift", "func epsilonGreedy"),
    solution: { $0.epsilonGreedy = Playing.epsilonGreedy },
    check: { _ in }, wrongAnswers: [])
}
