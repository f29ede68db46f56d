import Layers
import TensorCore

/// Checks the gradients of a function with respect to all its inputs.
///
/// Every element is compared with central differences in `Double`, contracted with a random upstream
/// gradient; forward derivatives by dual numbers are compared with the reverse ones, and second
/// derivatives with differences of gradients. Besides, shapes must agree, the same again must give the
/// same bits, zero upstream must give zero, and what is used twice has twice the gradient.
///
/// - Parameters:
///   - function: What to check.
///   - seed: The seed of the samples.
/// - Returns: What is wrong; empty if all is well.
///
/// Leaks are another matter: see `leakedBufferCount(of:)`.
public func checkGradients(
  of function: some DifferentiableFunction, seed: UInt64 = 1
) -> [GradientProblem] {
  gradientReport(of: function, seed: seed).problems
}

/// Checks the gradients of a layer with respect to its input and all its parameters, in training and at
/// inference.
///
/// The check is that of functions. Layer and context are made afresh for each evaluation, so that
/// dropout draws the same mask, and parameters and buffers are moved away from their initial values,
/// because zeros and ones would hide a term or a factor that was forgotten.
///
/// - Parameters:
///   - layer: What to check.
///   - seed: The seed of the layer, the samples and the context.
/// - Returns: What is wrong; empty if all is well.
public func checkGradients(of layer: some LayerProof, seed: UInt64 = 1) -> [GradientProblem] {
  gradientReport(of: layer, seed: seed).problems
}

/// Checks the gradients of a module with respect to all its parameters and to the inputs that its proof
/// names, in training and at inference; all else is as for layers.
public func checkGradients(of module: some ModuleProof, seed: UInt64 = 1) -> [GradientProblem] {
  gradientReport(of: module, seed: seed).problems
}

/// Throws a ``GradientCheckFailure`` when the gradients of a function are wrong.
public func requireRightGradients(
  of function: some DifferentiableFunction, seed: UInt64 = 1
) throws {
  try gradientReport(of: function, seed: seed).requireNoProblems()
}

/// Throws a ``GradientCheckFailure`` when the gradients of a layer are wrong.
public func requireRightGradients(of layer: some LayerProof, seed: UInt64 = 1) throws {
  try gradientReport(of: layer, seed: seed).requireNoProblems()
}

/// Throws a ``GradientCheckFailure`` when the gradients of a module are wrong.
public func requireRightGradients(of module: some ModuleProof, seed: UInt64 = 1) throws {
  try gradientReport(of: module, seed: seed).requireNoProblems()
}

/// What a check has found, and what it has seen: the register of proofs is made of it.
public struct GradientReport: Sendable {
  /// The function, layer or module.
  public let name: String
  /// What is wrong; empty if all is well.
  public let problems: [GradientProblem]
  /// The tape's operations that a gradient other than zero has reached.
  public let operations: Set<String>
  /// The type of the layer or module, without its generic arguments; nil for a function.
  public let layerType: String?

  fileprivate func requireNoProblems() throws {
    if !problems.isEmpty { throw GradientCheckFailure(problems: problems) }
  }
}

/// Checks a function and says what was seen on the way.
public func gradientReport(
  of function: some DifferentiableFunction, seed: UInt64 = 1
) -> GradientReport {
  let (problems, operations) =
    GradientCheck(computation: CheckedFunction(function: function), seed: seed).run()
  return GradientReport(
    name: function.name, problems: problems, operations: operations, layerType: nil)
}

/// Checks a layer and says what was seen on the way.
public func gradientReport(of layer: some LayerProof, seed: UInt64 = 1) -> GradientReport {
  gradientReport(of: LayerAsModule(proof: layer), seed: seed)
}

/// Checks a module and says what was seen on the way.
public func gradientReport(of proof: some ModuleProof, seed: UInt64 = 1) -> GradientReport {
  var generator = RandomGenerator(seed: seed)
  let subject: ProofSubject<Double> = proof.subject(using: &generator)
  var problems = traversalProblems(of: subject.module, name: proof.name, seed: seed)
  var operations: Set<String> = []
  for context in [Context.training(seed: seed), .inference] {
    let checked = CheckedModule(proof: proof, context: context, seed: seed)
    let result = GradientCheck(computation: checked, seed: seed).run()
    problems += result.problems
    operations.formUnion(result.operations)
  }
  return GradientReport(
    name: proof.name, problems: problems, operations: operations,
    layerType: String("\(type(of: subject.module))".prefix { $0 != "<" }))
}
