import Curriculum
import Games
import Gradus

extension PlayingLesson {
  static let policyValues = Exercise<Answers>(
    "policyValues", "What a policy is worth", hints: [], learnt: "",
    landmark: Landmark("Sources/Games/Planning/PolicyEvaluation.swift", "func policyValues"),
    solution: { $0.policyValues = Playing.policyValues },
    check: { _ in }, wrongAnswers: [])
}
