import Curriculum
import Gradus

/// Lesson 3: optimizers, and what belongs to a training loop around them.
public enum OptimizationLesson {
  /// The functions that are judged.
  public typealias Answers = OptimizationAnswers
  typealias Matrix = Tensor<Double>

  /// The lesson's exercises and their solution.
  public static let lesson = Lesson(
    number: 3, title: "Optimizers", folder: "03-optimizers",
    exercises: [
      momentum, nesterov, rmsProp, adam, adamW.after(adam), epoch, learningRate, clip, rangeTest,
    ],
    report: reportOptimizers)

  /// Sizes and sorts of numbers, each with a shape: a parameter may have any.
  static func shapedInputs(seed: UInt64) -> [(input: Input, shape: Shape)] {
    Input.all(seed: seed).enumerated().map { place, input in
      let (rows, columns) = (input.rows, input.columns)
      let shapes: [Shape] = [[rows, columns], [columns], [rows, columns], [rows, 1, columns]]
      return (input, shapes[place % shapes.count])
    }
  }
}
