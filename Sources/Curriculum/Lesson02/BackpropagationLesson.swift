import Gradus

/// Lesson 2: backpropagation, on numbers and on tensors.
public enum BackpropagationLesson {
  /// The functions that are judged.
  public typealias Answers = BackpropagationAnswers
  typealias Matrix = Tensor<Double>

  /// The lesson's exercises and their solution.
  public static let lesson = Lesson(
    number: 2, title: "Backpropagation", folder: "02-backpropagation",
    solution: BackpropagationAnswers(
      localDerivatives: Backpropagation.localDerivatives,
      backward: Backpropagation.backward,
      centralDifference: Backpropagation.centralDifference,
      reluBackward: Backpropagation.reluBackward,
      matmulBackward: Backpropagation.matmulBackward,
      unbroadcast: Backpropagation.unbroadcast,
      logSumExp: Backpropagation.logSumExp,
      softmaxCrossEntropy: Backpropagation.softmaxCrossEntropy,
      isGradient: Backpropagation.isGradient,
      forward: Backpropagation.forward,
      trainingStep: Backpropagation.trainingStep),
    stubs: BackpropagationAnswers(
      localDerivatives: todo("localDerivatives"),
      backward: todo("backward"),
      centralDifference: { _, _, _ in throw Todo("centralDifference") },
      reluBackward: todo("reluBackward"),
      matmulBackward: todo("matmulBackward"),
      unbroadcast: todo("unbroadcast"),
      logSumExp: todo("logSumExp"),
      softmaxCrossEntropy: todo("softmaxCrossEntropy"),
      isGradient: { _, _, _ in throw Todo("isGradient") },
      forward: todo("forward"),
      trainingStep: todo("trainingStep")),
    exercises: [
      localDerivatives, backward, centralDifference, reluBackward, matmulBackward, unbroadcast,
      logSumExp, softmaxCrossEntropy.after(logSumExp), isGradient.after(centralDifference), forward,
      trainingStep.after(
        reluBackward, matmulBackward, unbroadcast, logSumExp, softmaxCrossEntropy, forward),
    ])
}
