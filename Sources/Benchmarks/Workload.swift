/// A piece of work whose time is measured: made once, then run again and again.
public struct Workload: Sendable {
  /// The name by which it is asked for.
  public let name: String
  /// What it does, in a line.
  public let summary: String
  /// Makes data and model, and returns a function that runs the work so many times.
  ///
  /// The function loops itself, so that the loop is compiled with the work and not with the caller.
  let prepare: @Sendable () -> (_ times: Int) -> Void

  /// Describes a workload; `prepare` is not measured, what it returns is.
  public init(
    _ name: String, _ summary: String,
    prepare: @escaping @Sendable () -> (_ times: Int) -> Void
  ) {
    self.name = name
    self.summary = summary
    self.prepare = prepare
  }
}

extension Workload {
  /// All workloads, in the order in which they are listed.
  public static let all: [Workload] = trainingSteps
}
