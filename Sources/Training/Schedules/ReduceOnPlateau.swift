import TensorCore

/// A rate that falls when a loss has stopped falling.
///
/// It is a value with a state, called once per epoch with the validation loss:
///
/// ```swift
/// var plateau = ReduceOnPlateau(from: 0.1, patience: 5)
/// optimizer.learningRate = plateau(validationLoss)
/// ```
///
/// After more than `patience` calls in a row without an improvement, the rate is multiplied by `factor`,
/// and the next `cooldown` calls are not counted. Defaults are PyTorch's. A loss may be negative: a share
/// is one of the best loss's size, where PyTorch takes a negative best loss for improved by a worse one.
public struct ReduceOnPlateau: Sendable, Equatable, Codable {
  /// What is better, and by how much it must be, to count as an improvement.
  public enum Improvement: Sendable, Equatable, Codable {
    /// Below the best by a share of its size, such as 1e-4.
    case fallsByShare(Double)
    /// Below the best by an amount.
    case falls(by: Double)
    /// Above the best by a share of its size: for an accuracy.
    case risesByShare(Double)
    /// Above the best by an amount.
    case rises(by: Double)

    /// The share or the amount.
    fileprivate var threshold: Double {
      switch self {
      case .fallsByShare(let number), .falls(by: let number), .risesByShare(let number),
        .rises(by: let number):
        number
      }
    }
  }

  /// The rate as it is now.
  public private(set) var learningRate: Double
  /// What the rate is multiplied by; 0.1 by default.
  public let factor: Double
  /// How many calls without an improvement are let pass; 10 by default.
  public let patience: Int
  /// What counts as an improvement; by default a loss lower by one part in 10,000.
  public let improvement: Improvement
  /// How many calls are not counted after the rate has fallen; 0 by default.
  public let cooldown: Int
  /// The rate does not fall below this; 0 by default.
  public let smallestRate: Double

  /// The best loss so far; nil before the first call.
  public private(set) var best: Double?
  private var failures = 0
  private var cooldownLeft = 0

  /// Makes the schedule.
  ///
  /// Traps when a rate, the share or amount of an improvement, the patience or the cooldown is negative,
  /// or the factor is not in 0 ..< 1.
  public init(
    from learningRate: Double, factor: Double = 0.1, patience: Int = 10,
    improvement: Improvement = .fallsByShare(1e-4), cooldown: Int = 0, smallestRate: Double = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(
      learningRate, "learning rate", .atLeastZero, of: "ReduceOnPlateau", file: file, line: line)
    requireNumber(
      smallestRate, "learning rate", .atLeastZero, of: "ReduceOnPlateau", file: file, line: line)
    requireNumber(factor, "factor", .belowOne, of: "ReduceOnPlateau", file: file, line: line)
    requireNumber(
      improvement.threshold, "improvement", .atLeastZero, of: "ReduceOnPlateau", file: file,
      line: line)
    require(
      patience >= 0 && cooldown >= 0,
      "ReduceOnPlateau: expected a patience and a cooldown of at least 0, found \(patience) and "
        + "\(cooldown)", file: file, line: line)
    self.learningRate = learningRate
    self.factor = factor
    self.patience = patience
    self.improvement = improvement
    self.cooldown = cooldown
    self.smallestRate = smallestRate
  }

  /// Takes note of a loss and returns the rate to go on with. A NaN is no improvement.
  public mutating func callAsFunction(_ loss: Double) -> Double {
    if isImprovement(loss) {
      best = loss
      failures = 0
    } else {
      failures += 1
    }
    if cooldownLeft > 0 {
      cooldownLeft -= 1
      failures = 0
    }
    if failures > patience {
      let lower = max(learningRate * factor, smallestRate)
      // As in PyTorch, a change that is too small to matter is not made.
      if learningRate - lower > 1e-8 { learningRate = lower }
      cooldownLeft = cooldown
      failures = 0
    }
    return learningRate
  }

  private func isImprovement(_ loss: Double) -> Bool {
    // An infinite loss is no improvement on nothing: it is where the search starts.
    switch improvement {
    case .fallsByShare(let share):
      best.map { loss < $0 - share * $0.magnitude } ?? (loss < .infinity)
    case .falls(let amount): best.map { loss < $0 - amount } ?? (loss < .infinity)
    case .risesByShare(let share):
      best.map { loss > $0 + share * $0.magnitude } ?? (loss > -.infinity)
    case .rises(let amount): best.map { loss > $0 + amount } ?? (loss > -.infinity)
    }
  }
}
