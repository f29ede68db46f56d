import Curriculum
import Gradus

extension Bugs {
  /// A corridor with a goal.
  public static let corridor = Bug<
    @Sendable (_ cells: Int, _ episodes: Int, UInt64) throws -> (
      curve: Curve, values: [[Double]]
    )
  >(
    about: BugDescription(
      name: "Corridor", lesson: 12,
      symptom:
        "An agent learns what steps in a corridor of six cells are worth. There is one reward of 1 in an "
        + "episode, at the goal, so no step can be worth more than 1. The last step is worth 2 and more.",
      hints: [
        "Shrink it: two cells, one step. What is the value of that step after two episodes, by hand?",
        "A value is what can still come within the episode. What comes after the step that arrives?",
        "Which cell do the values after the last step belong to, and whose episode is that?",
      ],
      reason:
        "The step that arrives was credited with what the next episode would bring, because the world had already "
        + "put the agent back to the start. After a terminal step nothing comes: its target is the reward alone."
    ),
    curve: { try $0(6, 300, 1).curve },
    check: { train in
      for (cells, seed) in [(2, UInt64(2)), (4, 3), (6, 4)] {
        let values = try train(cells, 600, seed).values
        try expect(
          values.count >= cells - 1 && values.allSatisfy { $0.count == 2 },
          "The values of \(cells) cells are \(values).")
        for cell in 0..<cells - 1 {
          let steps = Double(cells - 2 - cell)
          try expect(
            values[cell][1], equals: Double.pow(0.9, steps),
            in: "of \(cells) cells, the value of the step from cell \(cell) to the right",
            tolerance: 1e-3)
          let back = cell == 0 ? steps + 1 : steps + 2
          try expect(
            values[cell][0], equals: Double.pow(0.9, back),
            in: "of \(cells) cells, the value of the step from cell \(cell) to the left",
            tolerance: 1e-3)
        }
      }
    })
}
