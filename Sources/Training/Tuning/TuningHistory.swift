import TensorCore

/// What a search has tried, and what came of it.
///
/// A score that is not finite means that the training has diverged: it counts as worse than any other, and that
/// setting does not go on.
public struct TuningHistory: Equatable, Sendable, Codable {
  /// One training of a setting, up to the budget of a rung.
  public struct Result: Equatable, Sendable, Codable {
    /// Which setting, counted from 1.
    public let trial: Int
    /// How long it has been trained in all.
    public let budget: Int
    /// What the training came to; nil when it has diverged.
    public let score: Double?
    /// How long this part of the training took, in seconds.
    public let seconds: Double
  }

  /// What was searched for, with the seed and all else that makes it another search.
  public let name: String
  /// The kernels that it ran on.
  public let backend: String
  /// The settings in their order.
  public let settings: [Setting]
  /// For how long they were trained.
  public let rungs: TuningRungs
  /// Which scores are the better ones.
  public let goal: Goal
  /// The trainings in the order in which they ended.
  public internal(set) var results: [Result] = []
  /// Whether all rungs are done; false while the search runs, and where its time ended before.
  public internal(set) var isComplete = false

  init(
    of name: String, _ settings: [Setting], _ rungs: TuningRungs, _ goal: Goal
  ) {
    self.name = name
    backend = Backend.current.rawValue
    (self.settings, self.rungs, self.goal) = (settings, rungs, goal)
  }

  /// The seconds of all trainings.
  public var seconds: Double { results.reduce(0) { $0 + $1.seconds } }

  /// The budget of all trainings, each part of which counts once.
  public var totalBudget: Int { latest.values.reduce(0) { $0 + $1.budget } }

  /// The setting of a result; traps when it is not of this history.
  public func setting(
    of result: Result, file: StaticString = #fileID, line: UInt = #line
  ) -> Setting {
    require(
      settings.indices.contains(result.trial &- 1),
      "TuningHistory: there is no trial \(result.trial) of \(settings.count)", file: file,
      line: line)
    return settings[result.trial - 1]
  }

  /// The last result of each setting that was tried, best first: those that were trained longer stand before
  /// the others, among them the better score, and of equal scores the earlier trial. Settings that have
  /// diverged are last.
  public var ranking: [Result] { latest.values.sorted(by: isBetter) }

  /// The best result; nil when there is none that has not diverged.
  public var best: Result? { ranking.first.flatMap { $0.score == nil ? nil : $0 } }

  /// The trials that go on from a rung, best first.
  func survivors(of budget: Int) -> [Int] {
    let rung = results.filter { $0.budget == budget }
    return rung.filter { $0.score != nil }.sorted(by: isBetter)
      .prefix(rungs.goingOn(of: rung.count)).map(\.trial)
  }

  /// The last result of each trial.
  private var latest: [Int: Result] {
    Dictionary(results.map { ($0.trial, $0) }, uniquingKeysWith: { $1 })
  }

  private func isBetter(_ one: Result, than other: Result) -> Bool {
    guard let score = one.score, let otherScore = other.score else {
      if (one.score == nil) != (other.score == nil) { return other.score == nil }
      return one.trial < other.trial
    }
    if one.budget != other.budget { return one.budget > other.budget }
    if score != otherScore { return goal.isBetter(score, than: otherScore) }
    return one.trial < other.trial
  }
}
