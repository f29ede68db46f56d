import Gradus

/// Lesson 6: when to stop, and which number to believe.
///
/// Replace each `throw Todo()` by your own code, from the top to the bottom, and after each one run
/// `swift test --filter Lesson06` or `swift run -q gradus check 6`.
///
/// Samples are named by their positions, counted from 0. Epochs are counted from 1.
enum StoppingEarly {
  // MARK: 1. Three parts

  /// Deals samples out to train on, to choose with, and to measure with at the very end: each sample is
  /// in exactly one part, and every class is divided in the same proportions ("stratified").
  ///
  /// Go through the classes. Line up the n samples of a class as they stand in `order`. The first
  /// validation·n of them are for validation. Those after them, up to number (validation + test)·n, are
  /// for the test, and all others for training. Round both ends to the nearest whole number:
  /// `Int(x.rounded())`. Rounding ends, and not lengths, never takes more than there is.
  ///
  ///     split([7, 7, 7, 7, 9, 9, 9, 9], order: [7, 6, 5, 4, 3, 2, 1, 0], validation: 0.25, test: 0.25)
  ///     // validation: 3 and 7, test: 2 and 6, train: 0, 1, 4, 5
  ///
  /// - Parameters:
  ///   - labels: The class of each sample, any whole number.
  ///   - order: All positions, 0 ..< labels.count, shuffled.
  ///   - validation: The share of the validation part.
  ///   - test: The share of the test part.
  /// - Returns: The positions in each part, in any sequence.
  static func split(
    _ labels: [Int], order: [Int], validation: Double, test: Double
  ) throws -> (train: [Int], validation: [Int], test: [Int]) {
    throw Todo()
  }

  // MARK: 2. Cross-validation

  /// The folds of k-fold cross-validation: the samples are cut into k pieces, and each piece is
  /// measured on once, by a model trained on all the others.
  ///
  /// The pieces follow one another: 0, 1, 2 …, then the next. Their sizes differ by at most one: when k
  /// does not divide the count, the first `count % k` pieces have one sample more.
  ///
  ///     folds(count: 5, k: 2)
  ///     // (train: [3, 4], validation: [0, 1, 2]), (train: [0, 1, 2], validation: [3, 4])
  ///
  /// - Parameters:
  ///   - count: How many samples there are.
  ///   - k: How many folds to make, from 2 to `count`.
  /// - Returns: The k folds; the positions in each part ascend.
  static func folds(count: Int, k: Int) throws -> [(train: [Int], validation: [Int])] {
    throw Todo()
  }

  // MARK: 3. A smoother curve

  /// The moving average of a curve: each value becomes the mean of itself and those before it, `window`
  /// values in all.
  ///
  ///     aₜ = (vₜ + vₜ₋₁ + … + vₜ₋ₖ₊₁) / k          k = window
  ///
  /// Near the start there are fewer: then it is the mean of those that there are. It never looks ahead,
  /// because a rule that decides when to stop cannot.
  ///
  ///     movingAverage([4, 2, 6, 1], window: 2)     // [4, 3, 4, 3.5]
  ///
  /// - Parameters:
  ///   - values: The curve, one value per epoch.
  ///   - window: How many values a mean is made of, at least 1.
  /// - Returns: As many values.
  static func movingAverage(_ values: [Double], window: Int) throws -> [Double] {
    throw Todo()
  }

  // MARK: 4. Reading a history

  /// The epoch to use, chosen by the validation loss, and the test loss that it is reported with.
  ///
  /// The epoch is that of the smallest validation loss, of equal ones the first. A NaN is never the
  /// smallest; at least one loss is finite.
  ///
  ///     chooseEpoch(validation: [3, 1, 2], test: [5, 3, 2])     // epoch 2, testLoss 3
  ///
  /// - Parameters:
  ///   - validation: The validation loss of each epoch.
  ///   - test: The test loss of each epoch.
  /// - Returns: The epoch, counted from 1, and its test loss.
  static func chooseEpoch(
    validation: [Double], test: [Double]
  ) throws -> (epoch: Int, testLoss: Double) {
    throw Todo()
  }

  // MARK: 5. The patience rule

  /// Takes the value of the next epoch, and says what it means for the training. It changes nothing: the
  /// new state is returned.
  ///
  /// 1. Count the epoch. During the first `rule.warmUp` epochs nothing else happens: `.waiting`.
  /// 2. The value is an improvement when it is below `best - rule.minimumDelta` (`rule.goal` is
  ///    `.minimum`) or above `best + rule.minimumDelta` (it is `.maximum`). When there is no best yet,
  ///    `state.best` is nil, and any value is an improvement. But NaN never is.
  /// 3. An improvement becomes the best, and nothing has been waited since: `.improved`.
  /// 4. Any other value is one more epoch waited. When that makes `rule.patience` of them: `.stop`;
  ///    before: `.waiting`.
  ///
  ///     consider(0.5, after: PatienceState(epoch: 3, best: 0.4, waited: 0), rule: PatienceRule(patience: 2))
  ///     // state: epoch 4, best 0.4, waited 1; decision: .waiting
  ///
  /// - Parameters:
  ///   - value: The validation loss, or another metric.
  ///   - state: What is remembered of the epochs before. `PatienceState()` is the start.
  ///   - rule: Goal, patience, minimum delta, warm-up.
  static func consider(
    _ value: Double, after state: PatienceState, rule: PatienceRule
  ) throws -> (state: PatienceState, decision: EarlyStopping.Decision) {
    throw Todo()
  }

  // MARK: 6. Stop early, and go back

  /// Trains a model until your `consider` says stop, but at most so many epochs, and gives back the model
  /// as it was at its best.
  ///
  /// In each epoch: run it, measure the validation loss, consider the loss. A model is a value, so
  /// `best = model` keeps it as it is now, whatever becomes of `model`.
  ///
  ///     // validation losses 5, 3, 4, 6, … with patience 2
  ///     // model: that of epoch 2; epoch: 2; losses: [5, 3, 4, 6]
  ///
  /// - Parameters:
  ///   - start: The model before the first epoch. It is also what is returned, with epoch 0, when no
  ///     epoch improves on anything.
  ///   - epochs: The largest number of epochs, at least 1.
  ///   - rule: The patience rule.
  ///   - runEpoch: Trains the model for an epoch.
  ///   - validationLoss: Measures a model.
  /// - Returns: The best model, its epoch, and the validation loss of each epoch that was run.
  static func train(
    from start: Sequential<Float>, epochs: Int, rule: PatienceRule,
    runEpoch: (inout Sequential<Float>) throws -> Void,
    validationLoss: (Sequential<Float>) throws -> Double
  ) throws -> (model: Sequential<Float>, epoch: Int, losses: [Double]) {
    throw Todo()
  }

  // MARK: 7. Smaller steps

  /// The learning rate after an epoch with this loss: it falls when the loss has stopped falling.
  ///
  /// 1. A loss below the best becomes the best, and nothing has been waited since. So does the first loss,
  ///    when `state.best` is nil, whatever its size. NaN never does.
  /// 2. Any other loss is one more epoch waited. When that makes *more* than `rule.patience` of them, the
  ///    rate is multiplied by `rule.factor`, though never below `rule.smallestRate`, and the count starts
  ///    again at 0, even where the rate could not fall any more.
  ///
  ///     lowerOnPlateau(0.6, after: PlateauState(rate: 0.1, best: 0.5, waited: 2),
  ///                    rule: PlateauRule(factor: 0.5, patience: 2))
  ///     // rate 0.05, best 0.5, waited 0
  ///
  /// - Parameters:
  ///   - loss: The validation loss of the epoch.
  ///   - state: The rate, and what is remembered of the epochs before.
  ///   - rule: Factor, patience, smallest rate.
  /// - Returns: The rate for the next epoch, and what to remember.
  static func lowerOnPlateau(
    _ loss: Double, after state: PlateauState, rule: PlateauRule
  ) throws -> PlateauState {
    throw Todo()
  }

  // MARK: 8. The best of many

  /// How much a choice flatters itself: choose the model with the largest accuracy on one set, and
  /// compare that accuracy with the same model's on a second set, which had no part in the choice.
  ///
  ///     optimism = first[chosen] − second[chosen]
  ///
  ///     optimism(first: [0.8, 0.9], second: [0.86, 0.85])     // chosen 1, optimism 0.05
  ///
  /// - Parameters:
  ///   - first: Each model's accuracy on the set that chooses; of equal ones the first model is chosen.
  ///   - second: Each model's accuracy on the second set.
  /// - Returns: The position of the chosen model, counted from 0, and its optimism.
  static func optimism(
    first: [Double], second: [Double]
  ) throws -> (chosen: Int, optimism: Double) {
    throw Todo()
  }
}
