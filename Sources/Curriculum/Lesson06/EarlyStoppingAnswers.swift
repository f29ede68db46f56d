import Curriculum
import Gradus
import TensorCore

/// What counts as an improvement of a validation metric, and how long to wait for one.
public struct PatienceRule: Sendable, Equatable {
  /// Whether small values are good, as of a loss, or large ones, as of an accuracy.
  public var goal: Goal
  /// How many epochs in a row may pass without an improvement: the last of them ends the training.
  public var patience: Int
  /// By how much a value must be better than the best to count, at least 0.
  public var minimumDelta: Double
  /// How many epochs at the start are not looked at.
  public var warmUp: Int

  /// Makes a rule; it watches for a minimum and counts every improvement from the first epoch on unless
  /// told otherwise. Traps when the patience is below 1, or another number below 0.
  public init(
    _ goal: Goal = .minimum, patience: Int, minimumDelta: Double = 0, warmUp: Int = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      patience >= 1 && minimumDelta >= 0 && warmUp >= 0,
      "PatienceRule: expected a patience of at least 1, and a minimum delta and a warm-up of at least "
        + "0, found \(patience), \(minimumDelta) and \(warmUp)",
      file: file, line: line)
    self.goal = goal
    self.patience = patience
    self.minimumDelta = minimumDelta
    self.warmUp = warmUp
  }
}

/// What a patience rule remembers from one epoch to the next.
public struct PatienceState: Sendable, Equatable {
  /// How many epochs have been considered.
  public var epoch: Int
  /// The best value so far; nil before the first.
  public var best: Double?
  /// How many epochs in a row have brought no improvement.
  public var waited: Int

  /// Makes a state; without arguments, that before the first epoch.
  public init(epoch: Int = 0, best: Double? = nil, waited: Int = 0) {
    self.epoch = epoch
    self.best = best
    self.waited = waited
  }
}

/// When to lower the learning rate, and how far.
public struct PlateauRule: Sendable, Equatable {
  /// What the rate is multiplied by, between 0 and 1.
  public var factor: Double
  /// How many epochs in a row may pass without an improvement: the next one lowers the rate.
  public var patience: Int
  /// The rate does not fall below this.
  public var smallestRate: Double

  /// Makes a rule.
  public init(factor: Double, patience: Int, smallestRate: Double = 0) {
    self.factor = factor
    self.patience = patience
    self.smallestRate = smallestRate
  }
}

/// What a plateau rule remembers from one epoch to the next.
public struct PlateauState: Sendable, Equatable {
  /// The learning rate of the next epoch.
  public var rate: Double
  /// The smallest loss so far; nil before the first.
  public var best: Double?
  /// How many epochs in a row have brought no improvement since the rate was last lowered.
  public var waited: Int

  /// Makes a state; with a rate alone, that before the first epoch.
  public init(rate: Double, best: Double? = nil, waited: Int = 0) {
    self.rate = rate
    self.best = best
    self.waited = waited
  }
}

/// The functions of lesson 6: of the learner, of the solution, or wrong ones.
public struct EarlyStoppingAnswers: LessonAnswers {
  /// The positions of the samples in each part.
  public typealias Parts = (train: [Int], validation: [Int], test: [Int])
  /// The positions of the samples to train on and of those to measure on.
  public typealias Fold = (train: [Int], validation: [Int])
  /// What an epoch's value means: improved, waiting or stop.
  public typealias Decision = EarlyStopping.Decision
  /// A network of any layers.
  public typealias Network = Sequential<Float>
  /// The best model, its epoch, counted from 1, and the validation loss of each epoch.
  public typealias Stopped = (model: Network, epoch: Int, losses: [Double])

  /// Exercise 1.
  public typealias Split =
    @Sendable (_ labels: [Int], _ order: [Int], _ validation: Double, _ test: Double) throws ->
    Parts
  /// Exercise 2.
  public typealias Folds = @Sendable (_ count: Int, _ k: Int) throws -> [Fold]
  /// Exercise 3.
  public typealias MovingAverage =
    @Sendable (_ values: [Double], _ window: Int) throws -> [Double]
  /// Exercise 4.
  public typealias ChooseEpoch =
    @Sendable (_ validation: [Double], _ test: [Double]) throws -> (epoch: Int, testLoss: Double)
  /// Exercise 5.
  public typealias Consider =
    @Sendable (_ value: Double, _ state: PatienceState, _ rule: PatienceRule) throws -> (
      state: PatienceState, decision: Decision
    )
  /// Exercise 6.
  public typealias Train =
    @Sendable (
      _ start: Network, _ epochs: Int, _ rule: PatienceRule,
      _ runEpoch: (inout Network) throws -> Void, _ validationLoss: (Network) throws -> Double
    ) throws -> Stopped
  /// Exercise 7.
  public typealias LowerOnPlateau =
    @Sendable (_ loss: Double, _ state: PlateauState, _ rule: PlateauRule) throws -> PlateauState
  /// Exercise 8.
  public typealias Optimism =
    @Sendable (_ first: [Double], _ second: [Double]) throws -> (chosen: Int, optimism: Double)

  /// Exercise 1.
  public var split: Split = todo("split")
  /// Exercise 2.
  public var folds: Folds = todo("folds")
  /// Exercise 3.
  public var movingAverage: MovingAverage = todo("movingAverage")
  /// Exercise 4.
  public var chooseEpoch: ChooseEpoch = todo("chooseEpoch")
  /// Exercise 5.
  public var consider: Consider = todo("consider")
  /// Exercise 6.
  public var train: Train = { _, _, _, _, _ in throw Todo("train") }
  /// Exercise 7.
  public var lowerOnPlateau: LowerOnPlateau = todo("lowerOnPlateau")
  /// Exercise 8.
  public var optimism: Optimism = todo("optimism")

  /// Answers of which each is still to do.
  public init() {}
}
