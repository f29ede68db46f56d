import Curriculum
import Gradus

extension LeavingLesson {
  /// What a comparison is made of, so that a mistake is one change to it.
  private struct ChangedComparison: Sendable {
    /// The class of each row.
    var classes: @Sendable (Matrix) -> [Int] = { $0.argmax(along: 1).elements }
    /// Whether a row counts: the class before, the one after, the label.
    var agrees: @Sendable (Int, Int, Int) -> Bool = { before, after, _ in before == after }
    /// From how many count, and how many rows there are.
    var share: @Sendable (Double, Double) -> Double = { $0 / $1 }
    /// The loss of a row, from the row's logits and its label.
    var loss: @Sendable ([Double], Int) -> Double = { row, label in
      let top = row.max()!
      return top + Double.log(row.reduce(0) { $0 + Double.exp($1 - top) }) - row[label]
    }
    /// From the sum of the losses and how many rows there are.
    var mean: @Sendable (Double, Double) -> Double = { $0 / $1 }
    /// The two losses as they are returned.
    var returned: @Sendable (Double, Double) -> (Double, Double) = { ($0, $1) }

    func callAsFunction(_ before: Matrix, _ after: Matrix, _ labels: [Int]) -> (
      agreement: Double, lossBefore: Double, lossAfter: Double
    ) {
      let (count, columns) = (Double(labels.count), before.shape[1])
      func meanLoss(_ logits: Matrix) -> Double {
        mean(
          labels.enumerated().reduce(0) { sum, row in
            sum
              + loss(
                Array(logits.elements[row.offset * columns..<(row.offset + 1) * columns]),
                row.element)
          }, count)
      }
      let same = zip(zip(classes(before), classes(after)), labels)
        .count { agrees($0.0, $0.1, $1) }
      let losses = returned(meanLoss(before), meanLoss(after))
      return (share(Double(same), count), losses.0, losses.1)
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedComparison) -> Void
  ) -> Mistake<Answers.Comparison> {
    var changed = ChangedComparison()
    change(&changed)
    return Mistake(name, why) { [changed] in changed($0, $1, $2) }
  }

  static let comparisonMistakes: [Mistake<Answers.Comparison>] = [
    mistake(
      "accuracy of the second",
      "That is how often the second model is right: compare it with the first."
    ) { $0.agrees = { _, after, label in after == label } },
    mistake(
      "accuracy of the first",
      "That is how often the first model is right: compare it with the second."
    ) { $0.agrees = { before, _, label in before == label } },
    mistake(
      "both right", "Two models agree also where both predict the same wrong class."
    ) { $0.agrees = { before, after, label in before == after && after == label } },
    mistake("disagreement", "That is the share of rows in which they differ.") {
      $0.agrees = { before, after, _ in before != after }
    },
    mistake("the least logit", "The predicted class has the *largest* logit.") {
      $0.classes = { $0.argmin(along: 1).elements }
    },
    Mistake(
      "the largest of each column",
      "The class that is predicted is the largest logit of each *row*: argmax(along: 1)."
    ) { before, after, labels in
      let (a, b) = (before.argmax(along: 0).elements, after.argmax(along: 0).elements)
      let right = ChangedComparison()(before, after, labels)
      return (
        Double(zip(a, b).count { $0 == $1 }) / Double(labels.count), right.lossBefore,
        right.lossAfter
      )
    },
    mistake("the last of equal logits", "Where logits are equal, the first of them is predicted.") {
      $0.classes = { logits in
        let columns = logits.shape[1]
        return (0..<logits.shape[0]).map { row in
          (0..<columns).reduce(0) { logits[row, $1] >= logits[row, $0] ? $1 : $0 }
        }
      }
    },
    mistake(
      "whole numbers divided",
      "A whole number divided by a larger one is 0: convert both to Double first."
    ) { $0.share = { ($0 / $1).rounded(.down) } },
    mistake("a count", "Agreement is a share: divide by the number of rows.") {
      $0.share = { count, _ in count }
    },
    mistake("percent", "Agreement is a share from 0 to 1, and not in percent.") {
      $0.share = { 100 * $0 / $1 }
    },
    mistake("no largest logit subtracted", overflow) {
      $0.loss = { row, label in
        Double.log(row.reduce(0) { $0 + Double.exp($1) }) - row[label]
      }
    },
    Mistake("the largest of all logits subtracted", underflow) { before, after, labels in
      func loss(_ logits: Matrix) -> Double {
        let (columns, top) = (logits.shape[1], logits.max())
        return labels.enumerated().reduce(0) { sum, row in
          let logits = logits.elements[row.offset * columns..<(row.offset + 1) * columns]
          return sum + top + Double.log(logits.reduce(0) { $0 + Double.exp($1 - top) })
            - logits[logits.startIndex + row.element]
        } / Double(labels.count)
      }
      let agreement = ChangedComparison()(before, after, labels).agreement
      return (agreement, loss(before), loss(after))
    },
    mistake(
      "the largest logit not added again",
      "What was subtracted before exp is added again after the logarithm: top + log Σ exp(logits − top)."
    ) {
      $0.loss = { row, label in
        let top = row.max()!
        return Double.log(row.reduce(0) { $0 + Double.exp($1 - top) }) - row[label]
      }
    },
    mistake("the sum of the losses", "The loss is the mean over the rows, not the sum.") {
      $0.mean = { sum, _ in sum }
    },
    mistake("the mean over all logits", "Divide by the number of rows only.") {
      $0.loss = { row, label in
        let top = row.max()!
        let sum = row.reduce(0) { $0 + Double.exp($1 - top) }
        return (top + Double.log(sum) - row[label]) / Double(row.count)
      }
    },
    mistake("a probability instead of its logarithm", "The loss is −log p, and not 1 − p.") {
      $0.loss = { row, label in
        let top = row.max()!
        return 1 - Double.exp(row[label] - top) / row.reduce(0) { $0 + Double.exp($1 - top) }
      }
    },
    mistake("bits", "That is in bits: use the natural logarithm.") {
      $0.loss = { row, label in
        let top = row.max()!
        let sum = row.reduce(0) { $0 + Double.exp($1 - top) }
        return (top + Double.log(sum) - row[label]) / Double.log(2)
      }
    },
    mistake("no minus", "A loss is above 0: it is −log p.") {
      $0.loss = { row, label in
        let top = row.max()!
        return row[label] - top - Double.log(row.reduce(0) { $0 + Double.exp($1 - top) })
      }
    },
    mistake(
      "the loss of what is predicted", "The loss is that of the label, not of the prediction."
    ) {
      $0.loss = { row, _ in
        let top = row.max()!
        return Double.log(row.reduce(0) { $0 + Double.exp($1 - top) })
      }
    },
    mistake("before and after exchanged", "The loss before comes first.") {
      $0.returned = { ($1, $0) }
    },
    mistake("the loss before twice", "The second loss is that of the model after the change.") {
      $0.returned = { first, _ in (first, first) }
    },
    mistake("the change in place of the second", "Return both losses, and not their difference.") {
      $0.returned = { ($0, $1 - $0) }
    },
  ]
}
