import Curriculum
import Gradus

extension EarlyStoppingLesson {
  /// The epoch with an index, and its test loss.
  private static func chosen(_ index: Int, _ test: [Double]) -> (epoch: Int, testLoss: Double) {
    (index + 1, test[index])
  }

  /// The indices that have a number.
  private static func numbers(_ losses: [Double]) -> [Int] {
    losses.indices.filter { !losses[$0].isNaN }
  }

  private static func best(_ losses: [Double]) -> Int {
    numbers(losses).min { losses[$0] < losses[$1] } ?? 0
  }

  /// A search that begins with a number instead of a loss.
  private static func mistake(beginningAt start: Double) -> Mistake<Answers.ChooseEpoch> {
    Mistake(
      "the best begins at \(start)",
      "No loss is below the value that the search begins with: begin with the first loss, or with infinity."
    ) { validation, test in
      var (smallest, best) = (start, 0)
      for index in validation.indices where validation[index] < smallest {
        (smallest, best) = (validation[index], index)
      }
      return chosen(best, test)
    }
  }

  static let chooseEpochMistakes: [Mistake<Answers.ChooseEpoch>] = [
    Mistake(
      "chosen by the test loss",
      "That epoch is chosen by the test loss: then it measures its own choice."
    ) { _, test in chosen(best(test), test) },
    Mistake("epoch counted from 0", "That is the index: epochs are counted from 1.") {
      validation, test in (best(validation), test[best(validation)])
    },
    Mistake(
      "the test loss of the epoch after",
      "That is the test loss of the epoch after: an array is counted from 0, so test[epoch - 1]."
    ) { validation, test in
      let index = best(validation)
      return (index + 1, test[min(index + 1, test.count - 1)])
    },
    Mistake(
      "the smallest test loss reported",
      "That is the smallest test loss, of another epoch: report the epoch that was chosen."
    ) { validation, test in (best(validation) + 1, test.min()!) },
    Mistake(
      "the validation loss reported",
      "That is the validation loss: it was chosen, so it flatters."
    ) { validation, _ in (best(validation) + 1, validation[best(validation)]) },
    Mistake("the largest validation loss", "That is the largest validation loss.") {
      validation, test in chosen(best(validation.map { -$0 }), test)
    },
    Mistake("the last of equal ones", "Of epochs with the same loss, take the first.") {
      validation, test in chosen(validation.lastIndex(of: validation[best(validation)])!, test)
    },
    Mistake(
      "the better test loss of equal ones",
      "Of epochs with the same loss, the one with the better test loss is chosen. The test has no part in "
        + "the choice: take the first."
    ) { validation, test in
      let smallest = validation[best(validation)]
      let equal = validation.indices.filter { validation[$0] == smallest }
      return chosen(equal.min { test[$0] < test[$1] }!, test)
    },
    Mistake("the last epoch", "That is the last epoch, not the best.") { validation, test in
      chosen(validation.count - 1, test)
    },
    Mistake(
      "the first before a rise",
      "That is the last epoch before the loss rises for the first time: it may fall further later. Go "
        + "through all."
    ) { validation, test in
      let rise = validation.indices.dropLast().first { validation[$0 + 1] > validation[$0] }
      return chosen(rise ?? validation.count - 1, test)
    },
    Mistake(
      "a NaN stays the best",
      "That epoch's loss is NaN: nothing was measured there, so it cannot be the best."
    ) { validation, test in
      var best = 0
      // Nothing is smaller than NaN, so that a first one is never replaced.
      for index in validation.indices where validation[index] < validation[best] { best = index }
      return chosen(best, test)
    },
    Mistake(
      "NaN taken out before counting",
      "The epochs are counted without those whose loss is NaN: they have been run as well."
    ) { validation, test in
      let losses = validation.filter { !$0.isNaN }
      return chosen(best(losses), test)
    },
    mistake(beginningAt: 0),
    mistake(beginningAt: 1),
    mistake(beginningAt: 10),
    mistake(beginningAt: 100),
    mistake(beginningAt: 1000),
    mistake(beginningAt: 1e9),
    Mistake(
      "better than the epoch before",
      "That is the last epoch whose loss is below that of the epoch before: compare with the best so far."
    ) { validation, test in
      let falls = validation.indices.dropFirst().last { validation[$0] < validation[$0 - 1] }
      return chosen(falls ?? 0, test)
    },
    Mistake(
      "not >= for <",
      "A comparison with NaN is false, and its opposite true: write <, not the opposite of >=."
    ) { validation, test in
      var (smallest, best) = (Double.infinity, 0)
      for index in validation.indices where !(validation[index] >= smallest) {
        (smallest, best) = (validation[index], index)
      }
      return chosen(best, test)
    },
    Mistake(
      "only epochs with a finite test loss",
      "An epoch is passed over because of its test loss: only the validation loss chooses."
    ) { validation, test in
      let losses = zip(validation, test).map { $1.isFinite ? $0 : .nan }
      return chosen(best(losses), test)
    },
    Mistake(
      "without the last epoch", "The last epoch is left out: it may be the best as well."
    ) { validation, test in
      chosen(best(validation.count > 1 ? Array(validation.dropLast()) : validation), test)
    },
    Mistake(
      "without the first epoch", "The first epoch is left out: it may be the best as well."
    ) { validation, test in
      guard validation.count > 1, validation.dropFirst().contains(where: { !$0.isNaN }) else {
        return chosen(0, test)
      }
      return chosen(best([.nan] + validation.dropFirst()), test)
    },
    Mistake(
      "the smallest sum of both", "Both losses choose: only the validation loss may."
    ) { validation, test in chosen(best(zip(validation, test).map { $0 + $1 }), test) },
  ]
}
