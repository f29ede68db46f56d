import TensorCore

/// Ends a training when a metric has stopped improving, and gives back the model of its best epoch
/// (Prechelt, 1998, *Early Stopping — But When?*).
///
/// As a callback of `fit` it reads the metric from the history. In a loop of your own, ask it:
///
/// ```swift
/// var stopping = EarlyStopping(patience: 10)
/// for epoch in 1...1000 {
///   …
///   switch stopping.consider(validationLoss) {
///   case .improved: best = model
///   case .waiting: continue
///   case .stop: break training
///   }
/// }
/// ```
///
/// With a rule that lowers the learning rate on a plateau, let this one be the more patient: what the
/// lower rate brings is seen only some epochs later.
///
/// What the rule remembers can be saved with a training that is to go on another day: it is `Codable`.
public struct EarlyStopping: Callback, Codable, Sendable {
  /// What an epoch's value means for the training.
  public enum Decision: Sendable, Equatable {
    /// The best value so far.
    case improved
    /// No improvement, or still warming up; go on.
    case waiting
    /// The patience is used up.
    case stop
  }

  /// The column of the history that is watched.
  public let name: String
  /// Whether small or large values are good.
  public let goal: Goal
  /// How many epochs in a row may pass without an improvement: the last of them ends the training.
  public let patience: Int
  /// By how much more than nothing a value must improve on the best to count.
  public let minimumDelta: Double
  /// How many epochs at the start are not looked at.
  public let warmUp: Int
  /// Whether the model of the best epoch is kept and given back.
  public let restoresBest: Bool

  /// The best value so far and its epoch, counted from 1; nil before the first.
  public var best: (epoch: Int, value: Double)? { bestSoFar.map { ($0.epoch, $0.value) } }
  /// How many epochs have passed since the best.
  public private(set) var waited = 0
  private var epoch = 0
  private var bestSoFar: Best?

  private struct Best: Codable, Sendable {
    let epoch: Int
    let value: Double
  }

  /// Makes the rule.
  ///
  /// - Parameters:
  ///   - name: The column of the history that is watched; "validation loss" unless given.
  ///   - goal: Whether small values are good (default) or large ones.
  ///   - patience: How many epochs in a row may pass without an improvement, at least 1.
  ///   - minimumDelta: By how much a value must improve on the best to count, at least 0.
  ///   - warmUp: How many epochs at the start are not looked at, at least 0.
  ///   - restoresBest: Whether the best epoch's model is given back (default) or the last one's.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when a number is out of its range.
  public init(
    on name: String = "validation loss", _ goal: Goal = .minimum, patience: Int = 10,
    minimumDelta: Double = 0, warmUp: Int = 0, restoresBest: Bool = true,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      patience >= 1,
      "EarlyStopping: expected a patience of at least 1 epoch, found \(patience). Hint: 1 stops at "
        + "the first epoch that does not improve.",
      file: file, line: line)
    requireNumber(
      minimumDelta, "minimum delta", .atLeastZero, of: "EarlyStopping", file: file, line: line)
    require(
      warmUp >= 0, "EarlyStopping: expected a warm-up of at least 0 epochs, found \(warmUp)",
      file: file, line: line)
    self.name = name
    self.goal = goal
    self.patience = patience
    self.minimumDelta = minimumDelta
    self.warmUp = warmUp
    self.restoresBest = restoresBest
  }

  /// Takes the value of the next epoch and says what to do. NaN is no improvement.
  public mutating func consider(_ value: Double) -> Decision {
    epoch += 1
    guard epoch > warmUp else { return .waiting }
    // Infinity is where every search for a minimum starts; nothing is better than NaN.
    if !value.isNaN, best.map({ goal.isBetter(value, than: $0.value, by: minimumDelta) }) ?? true {
      bestSoFar = Best(epoch: epoch, value: value)
      waited = 0
      return .improved
    }
    waited += 1
    return waited >= patience ? .stop : .waiting
  }

  /// Considers the metric of the epoch that has ended: keeps the model when it is the best, ends the
  /// training when the patience is used up.
  ///
  /// A metric that is NaN ends the training. Traps when the history has no such metric.
  public mutating func epochEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) {
    let value = run.history[name].last ?? .nan
    guard !value.isNaN else {
      run.stop(because: "the \(name) of epoch \(run.epoch) is NaN, which nothing can improve on")
      return
    }
    switch consider(value) {
    case .improved: if restoresBest { run.keepModel() }
    case .waiting: break
    case .stop:
      let best = best.map { ", best \($0.value) in epoch \($0.epoch)" } ?? ""
      run.stop(
        because: "the \(name) has not improved for \(patience) "
          + (patience == 1 ? "epoch" : "epochs") + best)
    }
  }

  /// Takes up the best value and how long ago it was; the settings stay those of the program.
  public mutating func recall(from checkpoint: Checkpoint, as name: String) throws {
    let kept: EarlyStopping = try checkpoint.requireRemembered(name)
    (epoch, bestSoFar, waited) = (kept.epoch, kept.bestSoFar, kept.waited)
  }
}
