import Curriculum
import Gradus

extension EarlyStoppingLesson {
  /// The choice of a model, and what it seems to be better by.
  private static func result(
    _ chosen: Int, _ first: [Double], _ second: [Double]
  ) -> (chosen: Int, optimism: Double) { (chosen, first[chosen] - second[chosen]) }

  private static func largest(_ values: [Double]) -> Int { values.firstIndex(of: values.max()!)! }

  private static let turnedSign =
    "The sign is turned: it is first − second, and negative where the model does better on the second set."

  private static let notChosen =
    "The second accuracy is that of another model: it is second[chosen]."

  static let optimismMistakes: [Mistake<Answers.Optimism>] = [
    Mistake(
      "chosen on the second set",
      "That model is the best on the second set, which must have no part in the choice."
    ) { first, second in result(largest(second), first, second) },
    Mistake(
      "chosen by both sets",
      "That model is the best on both sets together: the second must have no part in the choice."
    ) { first, second in result(largest(zip(first, second).map { $0 + $1 }), first, second) },
    Mistake("sign turned", turnedSign) { first, second in
      (largest(first), -result(largest(first), first, second).optimism)
    },
    Mistake(
      "the largest of each set",
      "The largest of the second set belongs to another model: use the chosen one's."
    ) { first, second in (largest(first), first.max()! - second.max()!) },
    Mistake(
      "the means of all models",
      "That compares the means of all models: only the chosen one is reported."
    ) { first, second in
      let sums = (first.reduce(0, +), second.reduce(0, +))
      return (largest(first), (sums.0 - sums.1) / Double(first.count))
    },
    Mistake(
      "compared with the mean of the first set",
      "That compares with the other models: compare with the second set."
    ) { first, _ in (largest(first), first.max()! - first.reduce(0, +) / Double(first.count)) },
    Mistake(
      "compared with the mean of the second set",
      "That compares with all models on the second set: use the chosen one's accuracy there."
    ) { first, second in
      (largest(first), first.max()! - second.reduce(0, +) / Double(second.count))
    },
    Mistake(
      "the smallest accuracy",
      "That is the smallest accuracy: of an accuracy, large values are good."
    ) { first, second in result(largest(first.map { -$0 }), first, second) },
    Mistake(
      "the largest optimism",
      "That model's optimism is the largest: choose by its accuracy on the first set alone."
    ) { first, second in
      result(largest(zip(first, second).map { $0 - $1 }), first, second)
    },
    Mistake(
      "the better second of equal ones",
      "Of equal ones, the better on the second set is chosen. That set has no part in the choice: take "
        + "the first."
    ) { first, second in
      let equal = first.indices.filter { first[$0] == first.max()! }
      return result(equal.min { second[$0] > second[$1] }!, first, second)
    },
    Mistake(
      "the largest difference, of another model",
      "That is the largest optimism of any model: it is asked for that of the chosen one."
    ) { first, second in (largest(first), zip(first, second).map { $0 - $1 }.max()!) },
    Mistake(
      "the second accuracy of the first model", notChosen
    ) { first, second in (largest(first), first.max()! - second[0]) },
    Mistake(
      "the second accuracy of the last model", notChosen
    ) { first, second in (largest(first), first.max()! - second[second.count - 1]) },
    Mistake(
      "the best begins at 1",
      "No accuracy is above the value that the search begins with: begin with the first one."
    ) { first, second in result(0, first, second) },
    Mistake(
      "in percent", "That is 100 times too large: a difference of two shares, not of percents."
    ) {
      first, second in (largest(first), 100 * result(largest(first), first, second).optimism)
    },
    Mistake(
      "as a quotient", "That is first / second: the difference first − second is asked for."
    ) { first, second in (largest(first), first.max()! / second[largest(first)]) },
    Mistake("the last of equal ones", "Of equal ones, take the first.") { first, second in
      result(first.lastIndex(of: first.max()!)!, first, second)
    },
    Mistake("never negative", turnedSign) { first, second in
      (largest(first), abs(result(largest(first), first, second).optimism))
    },
    Mistake("cut off at 0", "It can be negative: do not replace it by 0.") { first, second in
      (largest(first), max(0, result(largest(first), first, second).optimism))
    },
    Mistake("counted from 1", "Models are counted from 0.") { first, second in
      (largest(first) + 1, result(largest(first), first, second).optimism)
    },
    Mistake(
      "the accuracy itself", "That is the accuracy itself: subtract the second set's."
    ) { first, _ in (largest(first), first.max()!) },
    Mistake(
      "in relation to the second set",
      "That is divided by the second accuracy: the difference alone is asked for."
    ) { first, second in
      let right = result(largest(first), first, second)
      return (right.chosen, right.optimism / second[right.chosen])
    },
  ]
}
