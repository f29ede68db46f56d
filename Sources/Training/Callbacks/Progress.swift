import TensorCore

/// Prints a line for each epoch, or for each of some.
///
/// `epoch  20 of 100: loss 0.1234, validation loss 0.2345`
public struct Progress: Callback, Sendable {
  private let interval: Int
  private let show: @Sendable (String) -> Void

  /// Makes the callback.
  ///
  /// - Parameters:
  ///   - interval: A line for each how many epochs, at least 1; the last epoch always has one.
  ///   - show: What becomes of a line; it is printed unless given.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public init(
    every interval: Int = 1, file: StaticString = #fileID, line: UInt = #line,
    show: @escaping @Sendable (String) -> Void = { print($0) }
  ) {
    require(
      interval >= 1, "Progress: expected an interval of at least 1 epoch, found \(interval)",
      file: file, line: line)
    self.interval = interval
    self.show = show
  }

  /// Shows the epoch's line when it is its turn.
  public mutating func epochEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) {
    guard run.epoch % interval == 0 || run.epoch == run.epochCount || run.isOver else { return }
    let total = String(run.epochCount)
    let epoch = String(run.epoch)
    let padding = String(repeating: " ", count: max(0, total.count - epoch.count))
    let values = run.history.names.compactMap { name in
      run.history[name].last.map { "\(name) \(numberText($0, "%.4g"))" }
    }
    show("epoch \(padding)\(epoch) of \(total): \(values.joined(separator: ", "))")
  }
}
