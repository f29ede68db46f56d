import Gradus

/// Lesson 3: optimizers, and what belongs to a training loop around them.
public enum OptimizationLesson {
  /// The functions that are judged.
  public typealias Answers = OptimizationAnswers
  typealias Matrix = Tensor<Double>

  /// The lesson's exercises and their solution.
  public static let lesson = Lesson(
    number: 3, title: "Optimizers", folder: "03-optimizers",
    solution: OptimizationAnswers(
      momentum: Optimization.momentum,
      nesterov: Optimization.nesterov,
      rmsProp: Optimization.rmsProp,
      adam: Optimization.adam,
      adamW: Optimization.adamW,
      clip: Optimization.clip,
      learningRate: Optimization.learningRate,
      epoch: Optimization.epoch,
      rangeTest: Optimization.rangeTest),
    stubs: OptimizationAnswers(
      momentum: todo("momentum"),
      nesterov: todo("nesterov"),
      rmsProp: todo("rmsProp"),
      adam: todo("adam"),
      adamW: todo("adamW"),
      clip: todo("clip"),
      learningRate: todo("learningRate"),
      epoch: { _, _, _, _, _ in throw Todo("epoch") },
      rangeTest: { _, _, _, _ in throw Todo("rangeTest") }),
    exercises: [
      momentum, nesterov, rmsProp, adam, adamW.after(adam), epoch, learningRate, clip, rangeTest,
    ])
}
