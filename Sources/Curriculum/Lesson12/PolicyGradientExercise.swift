import Curriculum
import Games
import Gradus

extension PlayingLesson {
  static let policyGradient = Exercise<Answers>(
    "policyGradient", "A policy that learns", hints: [], learnt: "",
    landmark: Landmark("Sources/Games/Learning/Returns.swift", "func discountedReturns"),
    solution: { $0.policyGradient = Playing.policyGradient },
    check: { _ in }, wrongAnswers: [])
}
