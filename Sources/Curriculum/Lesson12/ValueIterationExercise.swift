import Curriculum
import Games
import Gradus

extension PlayingLesson {
  static let valueIteration = Exercise<Answers>(
    "valueIteration", "The best there is", hints: [], learnt: "",
    landmark: Landmark("Sources/Games/Planning/ValueIteration.swift", "func optimalValues"),
    solution: { $0.valueIteration = Playing.valueIteration },
    check: { _ in }, wrongAnswers: [])
}
