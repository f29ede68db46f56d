import Curriculum
import Gradus

/// Lesson 2: backpropagation, on numbers and on tensors.
public enum BackpropagationLesson {
  /// The functions that are judged.
  public typealias Answers = BackpropagationAnswers
  typealias Matrix = Tensor<Double>

  /// The lesson's exercises and their solution.
  public static let lesson = Lesson(
    number: 2, title: "Backpropagation", folder: "02-backpropagation",
    exercises: [
      localDerivatives, backward, centralDifference, reluBackward, matmulBackward, unbroadcast,
      logSumExp, softmaxCrossEntropy.after(logSumExp), isGradient.after(centralDifference), forward,
      trainingStep.after(
        reluBackward, matmulBackward, unbroadcast, logSumExp, softmaxCrossEntropy, forward),
    ],
    report: reportBackpropagation)
}
