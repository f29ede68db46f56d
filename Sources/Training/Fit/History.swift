import TensorCore

/// What was measured in each epoch of a training: a table with a row for each epoch and a column for
/// each name, such as "loss" and "validation accuracy".
///
/// It holds no times, so that two runs from one seed have equal histories.
///
/// ```swift
/// history["validation loss"]                    // [Double], one a finished epoch
/// Chart.Series.line("validation", y: history["validation loss"])
/// try Data(history.csv.utf8).write(to: url)
/// ```
public struct History: Sendable, Equatable, Codable {
  /// How a training ended.
  public enum Ending: Sendable, Equatable, Codable {
    /// After the number of epochs that was asked for.
    case completed
    /// Early, for this reason.
    case stopped(String)
    /// By a loss or parameters that are no longer finite; the sentence says what and when.
    case diverged(String)

    /// What a message adds where the ending may be why something is missing.
    fileprivate var hint: String {
      switch self {
      case .completed: ""
      case .stopped(let reason): ". The training was stopped: \(reason)"
      case .diverged(let sentence): ". The training diverged: \(sentence)"
      }
    }
  }

  /// The columns, in the order in which they first came.
  public private(set) var names: [String] = []
  /// The values of each epoch by their names.
  private var rows: [[String: Double]] = []
  /// How the training ended; ``Ending/completed`` while it runs.
  public internal(set) var ending = Ending.completed
  /// The epoch whose model was kept as the best and given back, counted from 1; nil when none was.
  public internal(set) var keptEpoch: Int?

  /// Makes an empty history.
  public init() {}

  /// The number of epochs that were measured.
  public var epochCount: Int { rows.count }

  /// The values of a column, one an epoch; NaN where an epoch has none. Traps when there is no such
  /// column.
  public subscript(
    name: String, file file: StaticString = #fileID, line line: UInt = #line
  ) -> [Double] {
    require(
      names.contains(name),
      "History: there is no \"\(name)\"; measured were "
        + names.map { "\"\($0)\"" }.joined(separator: ", ") + ending.hint,
      file: file, line: line)
    return rows.map { $0[name] ?? .nan }
  }

  /// Whether something was measured under a name.
  public func contains(_ name: String) -> Bool { names.contains(name) }

  /// The first epoch with the best value of a column, counted from 1, and the value; nil when the
  /// column has no number. Traps when there is no such column.
  public func best(
    _ name: String, _ goal: Goal = .minimum, file: StaticString = #fileID, line: UInt = #line
  ) -> (epoch: Int, value: Double)? {
    var best: (epoch: Int, value: Double)?
    for (index, value) in self[name, file: file, line: line].enumerated() where !value.isNaN {
      if best.map({ goal.isBetter(value, than: $0.value) }) ?? true { best = (index + 1, value) }
    }
    return best
  }

  /// Adds an epoch without values.
  public mutating func beginEpoch() { rows.append([:]) }

  /// Sets a value of the last epoch; traps when there is none.
  public mutating func record(
    _ name: String, _ value: Double, file: StaticString = #fileID, line: UInt = #line
  ) {
    require(!rows.isEmpty, "History: no epoch has begun", file: file, line: line)
    if !names.contains(name) { names.append(name) }
    rows[rows.count - 1][name] = value
  }

  /// The table as CSV: the column "epoch", counted from 1, and then all others.
  ///
  /// ``CSVTable`` reads the numbers to the same bits, infinities too. A value that is missing leaves its
  /// field empty, and one that is not a number is written `nan`: both are read as missing values, by
  /// ``CSVTable/optionalNumbers(_:)``.
  public var csv: String {
    let header = (["epoch"] + names).map(field).joined(separator: ",")
    let lines = rows.enumerated().map { index, row in
      ([String(index + 1)] + names.map { row[$0].map(numberText) ?? "" }).joined(separator: ",")
    }
    return ([header] + lines).map { $0 + "\n" }.joined()
  }

  /// A name as a field of a CSV file: quoted where it holds what would end the field.
  private func field(_ name: String) -> String {
    // By scalars: a comma with an accent on it is another character, but the same byte.
    guard name.unicodeScalars.contains(where: { ",\"\n\r".unicodeScalars.contains($0) }) else {
      return name
    }
    return "\"" + name.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }
}

/// Which values of a metric are the better ones.
public enum Goal: Codable, Sendable {
  /// The smaller: a loss.
  case minimum
  /// The larger: an accuracy.
  case maximum

  /// Whether a value is better than another by more than `delta`. NaN never is.
  public func isBetter(_ value: Double, than other: Double, by delta: Double = 0) -> Bool {
    switch self {
    case .minimum: value < other - delta
    case .maximum: value > other + delta
    }
  }
}
