import TensorCore

/// For how long the settings of a search are trained, and which of them go on.
///
/// Successive halving (Jamieson and Talwalkar, 2016, *Non-stochastic Best Arm Identification and Hyperparameter
/// Optimization*; a bracket of Hyperband: Li, Jamieson, DeSalvo, Rostamizadeh and Talwalkar, 2018): on each rung
/// all settings that are left are trained up to the rung's budget, and the best 1/η of them go on. So most of the
/// time is spent on settings that promise something. A single rung is the plain search, in which every setting
/// is trained to the end.
public struct TuningRungs: Equatable, Sendable, Codable {
  /// How long a setting has been trained at the end of each rung, in all, such as in epochs: rising.
  public let budgets: [Int]
  /// η: of n settings, max(1, ⌊n/η⌋) go on to the next rung.
  public let reduction: Int

  /// A single rung: every setting is trained for the whole budget.
  ///
  /// - Parameters:
  ///   - budget: How long, from 1 to 10⁹; traps otherwise.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public static func full(
    _ budget: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> TuningRungs {
    requireBudget(budget, of: "full", file, line)
    return TuningRungs(budgets: [budget], reduction: 2)
  }

  /// Rungs whose budgets end with the last, and of which each but the last is ⌊1/η⌋ of the next: from 3 to 30 by
  /// 3 they are 3, 10, 30.
  ///
  /// - Parameters:
  ///   - first: The least budget that a rung may have, at least 1. If it is too small, settings are
  ///     judged before they can show anything.
  ///   - last: The budget of the last rung, from the first to 10⁹.
  ///   - reduction: η, at least 2; 3 unless given.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when a number is out of its range.
  public static func halving(
    from first: Int, to last: Int, reduction: Int = 3,
    file: StaticString = #fileID, line: UInt = #line
  ) -> TuningRungs {
    requireBudget(first, of: "halving", file, line)
    requireBudget(last, of: "halving", file, line)
    require(
      first <= last, "halving: expected rising budgets, found \(first) to \(last)",
      file: file, line: line)
    require(
      reduction >= 2, "halving: expected a reduction η of at least 2, found \(reduction)",
      file: file, line: line)
    var budgets = [last]
    while budgets[0] / reduction >= first { budgets.insert(budgets[0] / reduction, at: 0) }
    return TuningRungs(budgets: budgets, reduction: reduction)
  }

  /// Whether these are rungs that one can make, which a file may not hold.
  var isPossible: Bool {
    reduction >= 2 && budgets.first.map { $0 >= 1 } == true
      && budgets.allSatisfy { $0 <= mostBudget }
      && zip(budgets, budgets.dropFirst()).allSatisfy { $0 < $1 }
  }

  /// How many of so many settings go on to the next rung.
  func goingOn(of count: Int) -> Int { max(1, count / reduction) }

  /// The budget that so many settings take in all, where none is trained twice and none diverges; traps when
  /// there are less than 1 or more than a million.
  public func totalBudget(
    of count: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> Int {
    require(
      (1...SettingSpace.mostSettings).contains(count),
      "totalBudget: expected from 1 to \(SettingSpace.mostSettings) settings, found \(count)",
      file: file, line: line)
    var (total, spent, left) = (0, 0, count)
    for budget in budgets {
      total += left * (budget - spent)
      (spent, left) = (budget, goingOn(of: left))
    }
    return total
  }
}

private let mostBudget = 1_000_000_000

private func requireBudget(
  _ budget: Int, of operation: StaticString, _ file: StaticString, _ line: UInt
) {
  require(
    (1...mostBudget).contains(budget),
    "\(operation): expected a budget from 1 to \(mostBudget), found \(budget)", file: file,
    line: line)
}
