import GradientChecking
import Testing

/// Something wrong, and what its proof must say.
protocol Mistake: Sendable {
  /// The part of the proof that finds it first.
  var check: String { get }
  /// A part of the remark.
  var remark: String { get }
}

/// Expects that the first problem is the one that a mistake makes, and is said with its likely cause or numbers.
func expect(
  _ mistake: some Mistake, in problems: [ProofProblem],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let first = problems.first
  #expect(
    first?.check == mistake.check && first?.description.contains(mistake.remark) == true,
    "\(mistake): \(problems)", sourceLocation: sourceLocation)
}
