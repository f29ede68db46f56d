import Curriculum
import Gradus

/// Lesson 10: attention, a transformer, and text that writes itself.
public enum AttendingLesson {
  /// The functions that are judged.
  public typealias Answers = AttendingAnswers
  typealias Matrix = Tensor<Double>

  /// The lesson's exercises and their solution.
  public static let lesson: Lesson<Answers> = Lesson(
    number: 10, title: "Attending", folder: "10-attending", backendOfPage: .simd,
    exercises: [
      shiftedTargets, causalMask, attention, attentionBackward, multiHead, rotated,
      block.after(multiHead), bytePairs, probability, nextProbabilities,
      cachedStep.after(causalMask, attention, rotated),
      trainingStep.after(
        shiftedTargets, causalMask, attention, attentionBackward, multiHead, rotated, block,
        cachedStep),
    ],
    studies: [
      AttendingExperiment.ladderStudy, AttendingExperiment.ablationStudy,
      AttendingExperiment.tokensStudy,
    ],
    tryIt: tryAttending, triesWithCheckpoint: true, report: reportAttending)
}
