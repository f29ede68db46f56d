import Curriculum
import Gradus

extension ExtendingLesson {
  /// What the loss is made of, so that a mistake is one change to it.
  private struct ChangedLoss: Sendable {
    /// The loss of each element from the error and ε.
    var element: @Sendable (Variable<Double>, Double) -> Variable<Double> = { error, epsilon in
      (error * error + epsilon * epsilon).sqrt() - epsilon
    }
    /// The loss of each sample from those of its elements.
    var sample: @Sendable (Variable<Double>) -> Variable<Double> = { $0.mean(along: 1) }
    /// The losses with their weights.
    var weighted: @Sendable (Variable<Double>, Matrix) -> Variable<Double> = { $0 * Variable($1) }
    /// What the mean is divided by.
    var divisor: @Sendable (Matrix) -> Double = { $0.sum() == 0 ? 1 : $0.sum() }
    /// What .none and .sum become of the losses and the weights.
    var none: @Sendable (Variable<Double>, Matrix) -> Variable<Double> = { losses, _ in losses }
    var sum: @Sendable (Variable<Double>, Matrix) -> Variable<Double> = { losses, _ in losses.sum()
    }

    func callAsFunction(
      _ prediction: Variable<Double>, _ target: Matrix, _ weights: Matrix, _ epsilon: Double,
      _ reduction: LossReduction
    ) -> Variable<Double> {
      let losses = weighted(sample(element(prediction - Variable(target), epsilon)), weights)
      return switch reduction {
      case .none: none(losses, weights)
      case .sum: sum(losses, weights)
      case .mean: losses.sum() / divisor(weights)
      }
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedLoss) -> Void
  ) -> Mistake<Answers.RobustLoss> {
    var changed = ChangedLoss()
    change(&changed)
    return Mistake(name, why) { [changed] in changed($0, $1, $2, $3, $4) }
  }

  static let robustLossMistakes: [Mistake<Answers.RobustLoss>] = [
    mistake("ε not subtracted", "Without an error the loss is 0: subtract ε from the root.") {
      $0.element = { error, epsilon in (error * error + epsilon * epsilon).sqrt() }
    },
    mistake("ε not squared", "In the root stands ε².") {
      $0.element = { error, epsilon in (error * error + epsilon).sqrt() - epsilon }
    },
    mistake("no root", "That is the squared error: the root is missing.") {
      $0.element = { error, _ in error * error }
    },
    mistake("the absolute error", "That is |d|, with a kink at 0: √(d² + ε²) − ε has none.") {
      $0.element = { error, _ in error.abs() }
    },
    mistake(
      "the root of the row's sum", "The root is taken of each element, and not of the sum of a row."
    ) {
      $0.element = { error, _ in error * error }
      $0.sample = { ($0.sum(along: 1) + 9).sqrt() - 3 }
    },
    mistake("a row's sum", "The loss of a sample is the mean over its row, not the sum.") {
      $0.sample = { $0.sum(along: 1) }
    },
    mistake("no weights", "Each sample's loss is multiplied by its weight.") {
      $0.weighted = { losses, _ in losses }
    },
    mistake("weights squared", "Each sample's loss is multiplied by its weight once.") {
      $0.weighted = { $0 * Variable($1 * $1) }
    },
    mistake(
      "divided by the number of samples",
      "The mean is divided by the sum of the weights: else samples of weight 0 make the loss smaller."
    ) { $0.divisor = { Double($0.shape[0]) } },
    mistake(
      "divided by how many count",
      "The mean is divided by the sum of the weights, not by their number."
    ) { $0.divisor = { Double(max(1, $0.elements.count { $0 > 0 })) } },
    mistake("not divided", "The mean is the sum, divided by the sum of the weights.") {
      $0.divisor = { _ in 1 }
    },
    mistake("0 / 0 without weights", nanWithoutWeights) { $0.divisor = { $0.sum() } },
    mistake(
      ".none reduced", "With .none the losses stay single, one for each sample."
    ) { $0.none = { losses, _ in losses.sum() } },
    mistake(".none without weights", "With .none, too, each loss is multiplied by its weight.") {
      $0.none = { losses, weights in losses / Variable(weights.map { $0 == 0 ? 0.5 : $0 }) }
    },
    mistake(".sum is the mean", "With .sum nothing is divided.") {
      $0.sum = { losses, weights in losses.sum() / (weights.sum() == 0 ? 1 : weights.sum()) }
    },
    Mistake(
      "a loss without a gradient",
      "The loss has no gradient: compute with the variable `prediction`, and not with its value."
    ) { prediction, target, weights, epsilon, reduction in
      ChangedLoss()(Variable(prediction.value), target, weights, epsilon, reduction)
    },
  ]
}
