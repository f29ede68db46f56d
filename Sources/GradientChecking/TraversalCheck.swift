import Autograd
import Layers
import TensorCore

/// What is wrong with a module's traversal of its parameters.
///
/// A variable that `visitParameters` leaves out is neither trained nor saved, and nothing else would
/// notice.
func traversalProblems(
  of module: any Module<Double>, name: String, seed: UInt64
) -> [GradientProblem] {
  var paths: [String] = []
  var module = module
  module.visitParameters { name, _ in paths.append(name.path) }
  var again: [String] = []
  module.visitParameters { name, _ in again.append(name.path) }
  let stored = storedVariables(in: module, of: Double.self).map(\.path)

  var findings: [(finding: String, cause: String?)] = []
  if stored.count != paths.count {
    findings.append(
      (
        "visitParameters names \(paths.count) of \(stored.count) variables: \(paths) of \(stored).",
        "a line was forgotten there."
      ))
  }
  if Set(paths).count != paths.count {
    findings.append(
      (
        "visitParameters gives a name twice: \(paths).",
        "two parts without a name of their own, as in body.visitParameters(as: \"body\", visit)."
      ))
  }
  if again != paths {
    findings.append(("visitParameters gives \(paths), and the next time \(again).", nil))
  }
  return findings.map {
    GradientProblem(
      name: name, argument: nil, check: .traversal, finding: $0.finding, likelyCause: $0.cause,
      seed: seed)
  }
}
