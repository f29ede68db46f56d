import Foundation

/// Shows how far a long task has come: step, figures such as the loss, rate, and time left.
///
/// ```swift
/// var bar = ProgressBar("training", total: steps)
/// for step in 0..<steps {
///   bar.advance(["loss": train(step)])
/// }
/// bar.finish()
/// ```
///
/// A terminal sees one line that is redrawn at most ten times a second; other outputs get a line
/// every two seconds. A task that takes less than a second prints nothing.
public struct ProgressBar {
  private let task: String
  private let total: Int
  private let style: TerminalStyle
  private let clock: () -> Double
  private let output: (String) -> Void

  private let start: Double
  private var done = 0
  private var figures: [(name: String, value: Double)] = []
  private var lastDrawn: Double?
  private var drawnColumns = 0
  private var isFinished = false

  /// Starts the clock of a task.
  /// - Parameters:
  ///   - task: what runs, such as "training".
  ///   - total: the number of steps; traps when negative.
  ///   - style: what the output can show.
  ///   - clock: seconds since any fixed moment, never going back.
  ///   - output: receives what is to be printed; by default standard error.
  public init(
    _ task: String, total: Int, style: TerminalStyle = .standardError,
    clock: @escaping () -> Double = { ProcessInfo.processInfo.systemUptime },
    output: @escaping (String) -> Void = {
      // Where standard error takes nothing, nobody misses a progress bar.
      try? FileHandle.standardError.write(contentsOf: Data($0.utf8))
    }
  ) {
    if total < 0 { fatalError("A progress bar cannot count to \(total) steps.") }
    self.task = task
    self.total = total
    self.style = style
    self.clock = clock
    self.output = output
    start = clock()
  }

  /// Counts steps as done, and redraws when it is time to.
  /// - Parameters:
  ///   - count: how many steps were done since the last call.
  ///   - figures: the latest named values; they stay until others are given.
  public mutating func advance(by count: Int = 1, _ figures: KeyValuePairs<String, Double> = [:]) {
    done += count
    if !figures.isEmpty { self.figures = figures.map { (name: $0.key, value: $0.value) } }
    let now = clock()
    let interval = style.isTerminal ? 0.1 : 2
    guard !isFinished, now - start >= 1, now - (lastDrawn ?? -.infinity) >= interval else { return }
    lastDrawn = now
    draw(line(elapsed: now - start), ends: !style.isTerminal)
  }

  /// Draws the last state and ends the line; later calls do nothing.
  public mutating func finish() {
    guard !isFinished else { return }
    isFinished = true
    let elapsed = clock() - start
    guard elapsed >= 1 else { return }
    draw(line(elapsed: elapsed), ends: true)
  }

  private func line(elapsed: Double) -> ProgressLine {
    ProgressLine(
      task: task, done: done, total: total, figures: figures, elapsed: elapsed,
      isFinished: isFinished)
  }

  private mutating func draw(_ line: ProgressLine, ends: Bool) {
    let (text, columns) = line.text(style)
    // Spaces wipe out the rest of a longer line, even on terminals that know no escape codes.
    let wipe = String(repeating: " ", count: max(0, drawnColumns - columns))
    output((style.isTerminal ? "\r" : "") + text + wipe + (ends ? "\n" : ""))
    drawnColumns = ends ? 0 : columns
  }
}
