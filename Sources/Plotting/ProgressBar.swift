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
/// A terminal sees one line that is redrawn at most ten times a second; an output of one's own that is none
/// gets a line every two seconds. A task that takes less than a second prints nothing. Nor does standard error
/// get anything where it is no terminal, or where standard output goes into a pipe, whose reader may write to
/// the same terminal: lines of progress would stand in the middle of tables.
public struct ProgressBar {
  private let task: String
  private let total: Int
  private var style: TerminalStyle
  private let isOnStandardError: Bool
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
  ///   - output: receives what is to be printed; by default standard error, where that disturbs nothing.
  public init(
    _ task: String, total: Int, style: TerminalStyle = .standardError,
    clock: @escaping () -> Double = { ProcessInfo.processInfo.systemUptime },
    output: ((String) -> Void)? = nil
  ) {
    if total < 0 { fatalError("A progress bar cannot count to \(total) steps.") }
    self.task = task
    self.total = total
    self.style = style
    isOnStandardError = output == nil
    self.clock = clock
    self.output =
      output ?? (ProgressBar.disturbsNothing ? ProgressBar.writeToStandardError : { _ in })
    start = clock()
  }

  private static var disturbsNothing: Bool {
    var information = stat()
    let isPipe =
      fstat(STDOUT_FILENO, &information) == 0 && information.st_mode & S_IFMT == S_IFIFO
    return isatty(STDERR_FILENO) == 1 && !isPipe
  }

  private static func writeToStandardError(_ text: String) {
    // What was printed before comes before it.
    fflush(nil)
    // Where standard error takes nothing, nobody misses a progress bar.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
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
    // The window may be another than at the start.
    if isOnStandardError { style.width = TerminalStyle.standardError.width }
    let (text, columns) = line.text(style)
    // Spaces wipe out the rest of a longer line, even on terminals that know no escape codes.
    let wipe = String(repeating: " ", count: max(0, drawnColumns - columns))
    output((style.isTerminal ? "\r" : "") + text + wipe + (ends ? "\n" : ""))
    drawnColumns = ends ? 0 : columns
  }
}
