/// What the proof of a loss, an optimizer, a schedule, an initializer, an augmentation, a kernel or an
/// environment has found wrong, as a colleague would say it.
///
/// ```
/// Decay: at step 101 the rate is -0.001. Likely cause: the formula goes on past its last step: the step is
/// to be limited, as in min(step, steps). (finite and at least 0)
/// ```
///
/// For gradients alone it is ``GradientProblem``.
public struct ProofProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was to be proved.
  public let name: String
  /// The part of the proof that has found it, such as "repetition".
  public let check: String
  /// What was expected, and what came.
  public let finding: String
  /// Why that usually happens; nil when nothing comes to mind.
  public let likelyCause: String?
  /// The seed of all random numbers, to see it again; nil where nothing is random.
  public let seed: UInt64?

  /// All of it, in a few sentences.
  public var description: String {
    let cause = likelyCause.map { " Likely cause: \($0)" } ?? ""
    let seed = seed.map { ", seed \($0)" } ?? ""
    return "\(name): \(finding)\(cause) (\(check)\(seed))"
  }
}

/// The problems of one proof, as they are found.
struct ProofReport {
  let name: String
  let seed: UInt64?
  private(set) var problems: [ProofProblem] = []

  init(_ name: String, seed: UInt64? = nil) {
    self.name = name
    self.seed = seed
  }

  /// Adds a problem.
  mutating func add(_ check: String, _ finding: String, _ cause: String? = nil) {
    problems.append(
      ProofProblem(name: name, check: check, finding: finding, likelyCause: cause, seed: seed))
  }

  /// Adds what a check of gradients has found.
  mutating func add(_ problem: GradientProblem) {
    let place = problem.argument.map { ", \($0)" } ?? ""
    problems.append(
      ProofProblem(
        name: problem.name + place, check: problem.check.rawValue, finding: problem.finding,
        likelyCause: problem.likelyCause, seed: seed))
  }
}
