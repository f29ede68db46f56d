import Curriculum
import Gradus

/// Lesson 6: early stopping, and all remedies together.
public enum EarlyStoppingLesson {
  /// The functions that are judged.
  public typealias Answers = EarlyStoppingAnswers

  /// The lesson's exercises and their solution.
  public static let lesson = Lesson(
    number: 6, title: "Early stopping", folder: "06-early-stopping",
    exercises: [
      split, folds, movingAverage, chooseEpoch, consider, train.after(consider), lowerOnPlateau,
      optimism,
    ],
    studies: [EarlyStoppingExperiment.ablationStudy],
    report: reportEarlyStopping)
}
