import Curriculum
import Gradus

extension AttendingLesson {
  static let shiftedTargets = Exercise<Answers>(
    "shiftedTargets", "Each token's target is the next",
    hints: ["The inputs are all tokens of a row but the last; the targets are all but the first."],
    learned: "T + 1 tokens give T questions with their answers.",
    landmark: Landmark("Sources/DataLoading/Sequences/TextStreams.swift", "struct TextStreams"),
    solution: { $0.shiftedTargets = Attending.shiftedTargets },
    check: { answers in
      for var input in Input.all(seed: 1001) {
        let tokens = input.labels([input.rows, input.columns + 1], below: 30)
        try expect(
          answers.shiftedTargets(tokens), equals: Attending.shiftedTargets(tokens),
          in: "shiftedTargets of \(tokens.elements)",
          parts: [.tensor("inputs", { Tensor<Double>($0.inputs) }), .tensor("targets", { Tensor<Double>($0.targets) })])
      }
    },
    wrongAnswers: [], rightAnswers: [])
}
