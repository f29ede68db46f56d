/// A piece of work whose time is measured: made once, then run again and again.
public struct Workload: Sendable {
  /// The name by which it is asked for.
  public let name: String
  /// What it does, in a line.
  public let summary: String
  /// What its time is told in.
  public let unit: Unit
  /// What it is compared with, beside the backends.
  public let yardsticks: [Yardstick]
  /// Makes data and model; neither this nor the first runs are measured.
  let prepare: @Sendable () -> PreparedWork

  init(
    _ name: String, _ summary: String, _ unit: Unit, yardsticks: [Yardstick] = [],
    prepare: @escaping @Sendable () -> PreparedWork
  ) {
    self.name = name
    self.summary = summary
    self.unit = unit
    self.yardsticks = yardsticks
    self.prepare = prepare
  }
}

extension Workload {
  /// All workloads, in the order in which they are listed.
  public static let all =
    matrixProducts + trainingSteps + predictions + generation + elementwise + smallOperations
    + gameSteps
}

/// A workload's data and model, ready to be worked on.
struct PreparedWork {
  /// Runs the work so many times. It loops itself, so that the loop is compiled with the work and not
  /// with the caller.
  let run: (_ times: Int) -> Void
  /// What the last run computed: work without a result could be left out by the compiler, and a
  /// result that nobody compares could be wrong.
  let result: () -> [Double]
}

/// Work beside which a workload's time says something: not a backend of the tensors, but loops that
/// are written out.
public struct Yardstick: Sendable {
  /// What it is called in tables.
  public let name: String
  /// What its time is told in; its number of operations is its own.
  let unit: Workload.Unit
  /// Makes its data, for so many threads.
  let prepare: @Sendable (_ threads: Int) -> PreparedWork
  /// Whether it runs on all threads, or on one however many there are.
  let isParallel: Bool

  init(
    _ name: String, _ unit: Workload.Unit, isParallel: Bool = false,
    prepare: @escaping @Sendable (_ threads: Int) -> PreparedWork
  ) {
    self.name = name
    self.unit = unit
    self.isParallel = isParallel
    self.prepare = prepare
  }
}
