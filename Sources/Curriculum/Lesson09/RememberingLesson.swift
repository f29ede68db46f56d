import Curriculum
import Gradus

/// Lesson 9: recurrent networks, from one step by hand to LSTM and GRU.
public enum RememberingLesson {
  /// The functions that are judged.
  public typealias Answers = RememberingAnswers
  typealias Matrix = Tensor<Double>

  /// The lesson's exercises and their solution.
  public static let lesson = Lesson(
    number: 9, title: "Remembering", folder: "09-remembering", backendOfPage: .simd,
    exercises: [
      step, stepBackward, unroll.after(step), backwardThroughTime.after(stepBackward),
      truncated.after(step, stepBackward, unroll, backwardThroughTime), lstmStep, gruStep, streams,
      sample, windows,
    ],
    studies: [RememberingExperiment.copies, RememberingExperiment.readers],
    tryIt: tryRemembering, triesWithCheckpoint: true, report: reportRemembering)
}
