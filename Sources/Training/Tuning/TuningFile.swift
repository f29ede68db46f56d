import Files
import Foundation
import TensorCore

/// Keeps the history of a search in the file of its plan, as JSON, and nowhere without one.
struct TuningFile: ~Copyable {
  private let plan: CheckpointPlan?
  private let lock: CheckpointLock?

  /// Takes the right to write the file; throws when another search has it.
  init(_ plan: CheckpointPlan?) throws {
    self.plan = plan
    lock = try plan.map { try CheckpointLock(on: $0.url) }
  }

  /// The results of the file that belong to this search; none where it begins, and then the file is written.
  func begin(_ history: TuningHistory) throws -> [TuningHistory.Result] {
    guard let plan else { return [] }
    guard plan.resumes else {
      try requireNothing(at: plan.url, so: "the search is to begin again")
      try save(history)
      return []
    }
    let source = plan.url.lastPathComponent
    let saved = try TuningHistory(contentsOf: plan.url)
    let wrong: [(is: Bool, expected: String, found: String)] = [
      (saved.name != history.name, quoted(history.name), quoted(saved.name)),
      (saved.backend != history.backend, "one on \(history.backend)", "one on \(saved.backend)"),
      (saved.settings != history.settings, "the settings of this search", "others"),
      (saved.rungs != history.rungs, "budgets \(history.rungs.budgets)", "\(saved.rungs.budgets)"),
      (saved.goal != history.goal, "a search for a \(history.goal)", "one for a \(saved.goal)"),
    ]
    for fault in wrong where fault.is {
      throw DataError(
        source, expected: "the history of the same search, \(fault.expected)", found: fault.found)
    }
    return saved.results
  }

  /// Throws unless a result of the file is the one that this search would come to here.
  func require(_ result: TuningHistory.Result, isOf trial: Int, _ budget: Int) throws {
    guard result.trial != trial || result.budget != budget else { return }
    throw DataError(
      plan?.url.lastPathComponent ?? "", expected: "trial \(trial) with a budget of \(budget)",
      found: "trial \(result.trial) with \(result.budget)", advice: "the file was changed")
  }

  /// Throws ``TuningInterrupted`` when the plan is interrupted.
  func requireGoingOn(_ history: TuningHistory) throws {
    guard let plan, plan.isInterrupted() else { return }
    throw TuningInterrupted(
      trainings: history.results.count, path: plan.url.path(percentEncoded: false))
  }

  /// Writes the history, whole or not at all.
  func save(_ history: TuningHistory) throws {
    if let plan { try history.write(to: plan.url) }
  }
}

extension TuningHistory {
  /// Reads a history that ``write(to:)`` or a search has written; throws a `DataError` where it is none.
  public init(contentsOf url: URL) throws {
    try self.init(bytes: readBytes(of: url), name: url.lastPathComponent)
  }

  /// Reads the bytes of such a file; errors tell of it by its name.
  package init(bytes: [UInt8], name: String) throws {
    func fault(_ found: String) -> DataError {
      DataError(name, expected: "the history of a search in JSON", found: found)
    }
    do {
      self = try JSONDecoder().decode(TuningHistory.self, from: Data(bytes))
    } catch {
      throw fault("something else, of \(counted(bytes.count, "byte"))")
    }
    guard rungs.isPossible else { throw fault("budgets \(rungs.budgets) by \(rungs.reduction)") }
    for result in results
    where !settings.indices.contains(result.trial &- 1) || !rungs.budgets.contains(result.budget) {
      throw fault("trial \(result.trial) with a budget of \(result.budget)")
    }
  }

  /// Writes the history as JSON, in which numbers keep all their bits, whole or not at all; throws a `WriteError`
  /// when it cannot be written.
  public func write(to url: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    let bytes = [UInt8](try encoder.encode(self)) + [0x0A]
    try writeAtomically(to: url) { try $0.write(bytes) }
  }
}
