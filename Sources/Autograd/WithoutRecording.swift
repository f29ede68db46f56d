import Synchronization

/// Runs a closure in which variables count as constants: what is calculated there leaves nothing on their
/// tape, takes no memory for the way back, and has no gradient.
///
/// ```swift
/// let (loss, gradients) = valueWithGradients(at: &model) { model in
///   let target = withoutRecording { model.forward(next, in: &context) * 0.9 + rewards }
///   return (model.forward(now, in: &context) - target).squared().mean()
/// }
/// ```
///
/// A differentiation that begins inside of the closure is one of its own, and records. What the closure only
/// hands through stays what it was: `withoutRecording { x }` is x, with its gradient.
///
/// Tasks that the closure starts inherit it.
public func withoutRecording<Result>(_ body: () throws -> Result) rethrows -> Result {
  RecordingPause.count.add(1, ordering: .relaxed)
  defer { RecordingPause.count.subtract(1, ordering: .relaxed) }
  return try RecordingPause.$depth.withValue(RecordingPause.depth + 1, operation: body)
}

/// How many closures of ``withoutRecording(_:)`` are running.
enum RecordingPause {
  /// In the running task.
  @TaskLocal static var depth = 0

  /// In all tasks together. Each operation asks this first: a number of the program is read in no time, one
  /// of the task is not.
  static let count = Atomic<Int>(0)

  @inline(__always)
  static var isPossible: Bool { count.load(ordering: .relaxed) != 0 }

  /// Whether the running task is in more of them than a tape was when it began.
  @inline(never)
  static func isDeeper(than other: Int) -> Bool { depth > other }
}
