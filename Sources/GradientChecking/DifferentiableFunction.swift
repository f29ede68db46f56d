import Autograd
import TensorCore

/// A function whose gradients are to be checked: an operation, a loss.
///
/// It is a type and not a closure, because a closure cannot be generic, and the check runs the very same
/// code in `Double` and in `Dual<Double>`.
///
/// ```swift
/// struct SoftsignProof: DifferentiableFunction {
///   let name = "softsign"
///   let inputs: [FunctionInput] = [[3, 4]]
///   func callAsFunction<S>(_ x: [Variable<S>]) -> Variable<S> { softsign(x[0]) }
/// }
/// let problems = checkGradients(of: SoftsignProof())          // empty if all is well
/// ```
public protocol DifferentiableFunction: Sendable {
  /// What messages call it.
  var name: String { get }

  /// The inputs, with respect to each of which the gradient is checked.
  var inputs: [FunctionInput] { get }

  /// Whether the inputs lie on a kink on purpose, such as two equal elements of a maximum.
  ///
  /// Differences mean nothing there, so the derivatives are compared with each other alone: forward, by
  /// dual numbers, and reverse. By default false: where an input comes close to a kink, others are
  /// drawn.
  var samplesLieOnKinks: Bool { get }

  /// The function. It must always do the same: random numbers need a seed.
  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S>
}

extension DifferentiableFunction {
  /// False: kinks are avoided.
  public var samplesLieOnKinks: Bool { false }
}

/// A function as something to be checked.
struct CheckedFunction<Function: DifferentiableFunction>: CheckedComputation {
  let function: Function

  var name: String { function.name }
  var samplesLieOnKinks: Bool { function.samplesLieOnKinks }

  func sample(using generator: inout RandomGenerator) -> [SampledArgument] {
    function.inputs.enumerated().map { index, input in
      SampledArgument(
        name: "input \(index)", value: input.sampling.tensor(input.shape, using: &generator),
        hasZeroGradient: input.hasZeroGradient)
    }
  }

  func evaluate<S: TensorScalar>(_ arguments: [Variable<S>]) -> Variable<S> {
    function(arguments)
  }
}
