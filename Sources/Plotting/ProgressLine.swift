import Foundation

/// One state of a progress bar, as one line of text.
struct ProgressLine {
  let task: String
  let done: Int
  let total: Int
  let figures: [(name: String, value: Double)]
  let elapsed: Double
  let isFinished: Bool

  /// The line, shorter than the terminal is wide, and its number of columns without escape codes.
  ///
  /// What does not fit goes in this order: the bar, the rate, the time, the figures from the last, words of
  /// the task. A number is whole or not there.
  func text(_ style: TerminalStyle) -> (text: String, columns: Int) {
    // A character in the last column would make some terminals start a new line.
    let room = style.width - 1
    let separator = style.unicode ? " · " : " | "
    let counts = "\(done)/\(total)"
    let head = "\(task) \(counts)"
    var parts = figures.map { "\($0.name) \(NumberText.significant($0.value))" }
    parts += [time, rate].compactMap { $0 }
    func length() -> Int { parts.reduce(head.count) { $0 + separator.count + $1.count } }
    while length() > room, !parts.isEmpty { parts.removeLast() }
    let rest = parts.map { separator + $0 }.joined()

    let barColumns = min(24, room - length() - 1)
    guard barColumns >= 6, head.count < room else {
      let name = wholeWords(of: task, within: room - counts.count - 1)
      let short = name.isEmpty ? counts : "\(name) \(counts)"
      let text = head.count <= room ? head + rest : short.count <= room ? short : percent
      return (text, text.count)
    }
    let painted = style.paint(task, .bold) + " " + bar(barColumns, style) + " \(counts)"
    return (painted + rest, length() + barColumns + 1)
  }

  private var percent: String { "\(total > 0 ? Int(100 * Double(done) / Double(total)) : 100) %" }

  private func bar(_ columns: Int, _ style: TerminalStyle) -> String {
    let part = total > 0 ? min(1, max(0, Double(done) / Double(total))) : 1
    let full = Int((part * Double(columns)).rounded(.down))
    let (filled, empty) = style.unicode ? ("━", "─") : ("#", "-")
    return style.paint(String(repeating: filled, count: full), .green)
      + style.paint(String(repeating: empty, count: columns - full), .dim)
  }

  /// Slow steps read better as seconds per step.
  private var rate: String? {
    guard elapsed > 0, done > 0 else { return nil }
    let perSecond = Double(done) / elapsed
    if perSecond < 0.95 { return NumberText.text(1 / perSecond, "%.1f s/step") }
    return NumberText.text(perSecond, perSecond < 99.5 ? "%.1f steps/s" : "%.0f steps/s")
  }

  /// The time left if the rate stays as it was, and in the end the time taken.
  private var time: String? {
    if isFinished { return "\(ProgressLine.duration(elapsed)) in all" }
    guard done > 0, done < total else { return nil }
    let left = elapsed / Double(done) * Double(total - done)
    return "\(ProgressLine.duration(left)) left"
  }

  /// Seconds as 0:07, 12:34 or 1:02:03.
  static func duration(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 1e9).rounded())
    let (minutes, rest) = (whole / 60 % 60, whole % 60)
    let hours = whole / 3600
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, rest)
      : String(format: "%d:%02d", minutes, rest)
  }
}
