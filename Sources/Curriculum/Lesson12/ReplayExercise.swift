import Curriculum
import Games
import Gradus

extension PlayingLesson {
  static let replay = Exercise<Answers>(
    "replay", "To learn from the past", hints: [], learnt: "",
    landmark: Landmark("Sources/Games/Learning/ReplayBuffer.swift", "func append"),
    solution: { $0.replay = Playing.replay },
    check: { _ in }, wrongAnswers: [])
}
