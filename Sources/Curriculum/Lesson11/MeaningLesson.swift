import Curriculum
import Gradus

/// Lesson 11: word vectors, and relations between words.
public enum MeaningLesson {
  /// The functions that are judged.
  public typealias Answers = MeaningAnswers
  typealias Matrix = Tensor<Double>

  /// The lesson's exercises and their solution.
  public static let lesson = Lesson(
    number: 11, title: "Meaning", folder: "11-meaning",
    exercises: [
      vocabulary, pairs, positiveInformation, negatives, pairLoss, update.after(pairLoss),
      neighbors, analogy, relationScore, ranking, splitByWord,
    ],
    studies: [MeaningExperiment.relationStudy, MeaningExperiment.sentimentStudy],
    tryIt: tryMeaning, report: reportMeaning)
}
