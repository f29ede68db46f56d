import Curriculum
import Games
import Gradus

extension PlayingLesson {
  static let minimax = Exercise<Answers>(
    "minimax", "Perfect play", hints: [], learnt: "",
    landmark: Landmark("Sources/Games/Boards/SolvedGame.swift", "func solve"),
    solution: { $0.minimax = Playing.minimax },
    check: { _ in }, wrongAnswers: [])
}
