import SIMDKernels

/// In which order a recurrent network reads, and which parts of a batch are read side by side.
struct ScanPlan: Sendable {
  let rule: RecurrentRule
  /// T.
  let steps: Int
  /// B.
  let batch: Int
  /// H.
  let width: Int
  /// How many steps of each sequence are true ones; nil for all.
  let lengths: [Int]?
  /// Whether it reads from the last step to the first.
  let isReversed: Bool

  /// G·H.
  var columns: Int { rule.gateCount * width }

  /// The step that is read as the first, the second and so on, counted from 0.
  func step(at position: Int) -> Int { isReversed ? steps - 1 - position : position }

  /// Runs a function for parts of the batch, each with how to run its operations. The parts do not depend on the
  /// number of threads, and so no bit of a result does.
  func forEachPart(_ body: (_ rows: Range<Int>, Execution) -> Void) {
    let size = 16
    let parts = (batch + size - 1) / size
    Execution.current.forEach(parts, work: steps * batch * columns * width) { part, execution in
      body(part * size..<min((part + 1) * size, batch), execution)
    }
  }

  /// Runs a function for each run of neighboring rows of which all or none have a true step.
  func forEachRun(of rows: Range<Int>, at step: Int, _ body: (_ rows: Range<Int>, Bool) -> Void) {
    guard let lengths else { return body(rows, true) }
    var start = rows.lowerBound
    while start < rows.upperBound {
      let isTrue = step < lengths[start]
      let end = (start..<rows.upperBound).first { (step < lengths[$0]) != isTrue }
      body(start..<(end ?? rows.upperBound), isTrue)
      start = end ?? rows.upperBound
    }
  }
}
