import Gradus

/// Lesson 6: early stopping, and all remedies together.
public enum EarlyStoppingLesson {
  /// The functions that are judged.
  public typealias Answers = EarlyStoppingAnswers

  /// The lesson's exercises and their solution.
  public static let lesson = Lesson(
    number: 6, title: "Early stopping", folder: "06-early-stopping",
    solution: EarlyStoppingAnswers(
      split: StoppingEarly.split,
      folds: StoppingEarly.folds,
      movingAverage: StoppingEarly.movingAverage,
      chooseEpoch: StoppingEarly.chooseEpoch,
      consider: StoppingEarly.consider,
      train: StoppingEarly.train,
      lowerOnPlateau: StoppingEarly.lowerOnPlateau,
      optimism: StoppingEarly.optimism),
    stubs: EarlyStoppingAnswers(
      split: todo("split"),
      folds: todo("folds"),
      movingAverage: todo("movingAverage"),
      chooseEpoch: todo("chooseEpoch"),
      consider: todo("consider"),
      train: { _, _, _, _, _ in throw Todo("train") },
      lowerOnPlateau: todo("lowerOnPlateau"),
      optimism: todo("optimism")),
    exercises: [
      split, folds, movingAverage, chooseEpoch, consider, train, lowerOnPlateau, optimism,
    ])
}

/// Throws a ``Disagreement`` when a list differs from the expected one.
///
/// - Parameters:
///   - found: What the answer computed.
///   - expected: What is right.
///   - what: The call that was made.
///   - suspects: Results of known mistakes. The first that was found explains the difference.
///   - why: What usually leads to another result, where no suspect was found.
func expect<Element: Equatable>(
  _ found: [Element], equals expected: [Element], in what: String,
  suspects: [Suspect<[Element]>] = [], why: String? = nil
) throws {
  guard found != expected else { return }
  let suspect = suspects.first { $0.result == found }
  throw Disagreement(
    "\(what): expected \(expected), found \(found).", why: suspect?.mistake ?? why)
}
