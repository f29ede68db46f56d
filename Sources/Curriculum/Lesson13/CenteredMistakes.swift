import Curriculum
import Gradus

extension ExtendingLesson {
  /// What the layer is made of, so that a mistake is one change to it.
  private struct ChangedCentering: Sendable {
    /// The mean of the batch.
    var mean: @Sendable (Variable<Double>) -> Variable<Double> = { $0.mean(along: 0) }
    /// The running mean from the old one, the batch's and the momentum.
    var followed: @Sendable (Matrix, Matrix, Double) -> Matrix = { (1 - $2) * $0 + $2 * $1 }
    var followsInTraining = true
    var followsAtInference = false
    /// What is subtracted, from the batch's mean and the running one after the call.
    var inTraining: @Sendable (Variable<Double>, Matrix) -> Variable<Double> = { mean, _ in mean }
    var atInference: @Sendable (Variable<Double>, Matrix) -> Variable<Double> = { Variable($1) }

    func callAsFunction(
      _ x: Variable<Double>, _ running: inout Matrix, _ momentum: Double, _ isTraining: Bool
    ) -> Variable<Double> {
      let mean = mean(x)
      if isTraining ? followsInTraining : followsAtInference {
        running = followed(running, mean.value, momentum)
      }
      return x - (isTraining ? inTraining(mean, running) : atInference(mean, running))
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedCentering) -> Void
  ) -> Mistake<Answers.Centered> {
    var changed = ChangedCentering()
    change(&changed)
    return Mistake(name, why) { [changed] in changed($0, &$1, $2, $3) }
  }

  static let centeredMistakes: [Mistake<Answers.Centered>] = [
    mistake(
      "the mean as a constant",
      "The mean depends on x, and the gradient has to flow through it: subtract the variable, not its value."
    ) { $0.inTraining = { mean, _ in Variable(mean.value) } },
    mistake("the running mean in training", "In training the mean of the batch is subtracted.") {
      $0.inTraining = { Variable($1) }
    },
    mistake(
      "the mean of the batch at inference",
      "At inference the running mean is subtracted: a sample must not depend on its batch."
    ) { $0.atInference = { mean, _ in mean } },
    mistake(
      "the running mean moves at inference",
      "At inference the running mean stays as it is: what is only looked at must not change the model."
    ) { $0.followsAtInference = true },
    mistake(
      "the running mean never moves", "In training the running mean moves toward the batch's."
    ) {
      $0.followsInTraining = false
    },
    mistake(
      "the momentum exchanged",
      "The momentum is the share of the new batch, not that of the old mean."
    ) { $0.followed = { $2 * $0 + (1 - $2) * $1 } },
    mistake("the batch's mean added", "The old running mean counts 1 − momentum times.") {
      $0.followed = { $0 + $2 * $1 }
    },
    mistake(
      "only the last batch", "The running mean is a mean of many batches, not the last one alone."
    ) {
      $0.followed = { _, batch, _ in batch }
    },
    mistake("the batch's mean without its share", "The mean of the batch counts momentum times.") {
      $0.followed = { (1 - $2) * $0 + $1 }
    },
    Mistake(
      "training and inference exchanged",
      "`isTraining` is true in training: there the mean of the batch is subtracted, and the running one moves."
    ) { x, running, momentum, isTraining in
      ChangedCentering()(x, &running, momentum, !isTraining)
    },
    Mistake(
      "a value at inference",
      "Compute with the variable x, and not with its value: otherwise no gradient reaches it."
    ) { x, running, momentum, isTraining in
      isTraining
        ? ChangedCentering()(x, &running, momentum, true) : Variable(x.value - running)
    },
    mistake("the mean of each row", "The mean is that of each column: mean(along: 0).") {
      x in x.mean = { $0.mean(along: 1, keepingDimensions: true) + 0 * $0.mean(along: 0) }
    },
    mistake("one mean for all", "Each column has a mean of its own: mean(along: 0).") {
      $0.mean = { x in x.mean() + 0 * x.mean(along: 0) }
    },
    mistake("a sum", "That is the sum of a column: divide it by the number of rows.") {
      $0.mean = { $0.sum(along: 0) }
    },
    mistake("divided by one less", "Divide by the number of rows, and not by one less.") {
      $0.mean = { $0.sum(along: 0) / Double(max(1, $0.shape[0] - 1)) }
    },
    Mistake("added", "The mean is subtracted.") { x, running, momentum, isTraining in
      x + x - ChangedCentering()(x, &running, momentum, isTraining)
    },
  ]
}
