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

  /// The inputs, with respect to each of which the gradient is checked, but for constants.
  var inputs: [FunctionInput] { get }

  /// Whether the inputs lie on a kink on purpose, such as two equal elements of a maximum.
  ///
  /// Differences mean nothing there, so the derivatives are compared with each other alone: forward, by
  /// dual numbers, and reverse. By default false: where an input comes close to a kink, others are
  /// drawn.
  var samplesLieOnKinks: Bool { get }

  /// Whether it stops gradients on purpose, by `detached()`, as of a target or an advantage.
  ///
  /// What it detaches is then held: the check takes the values down in the first run, at the samples
  /// themselves, and gives them back in all runs with moved inputs. By default false, and a `detached()` that
  /// should not be there is found to be a mistake. Where it is true and nothing is detached, that is one.
  var stopsGradients: Bool { get }

  /// The function. It must always do the same: random numbers need a seed.
  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S>

  /// The function whose gradients this one has on purpose, where its own are of no use; nil, the default, if
  /// they are its own.
  ///
  /// Rounding has a slope of 0 everywhere; with a straight-through gradient it learns as if it were the
  /// identity (Bengio, Léonard and Courville, 2013):
  ///
  /// ```swift
  /// func surrogate<S>(_ x: [Variable<S>]) -> Variable<S>? { x[0] }
  /// ```
  ///
  /// The pullbacks are then compared with the differences of the surrogate, whose output must have the shape
  /// of the function's.
  func surrogate<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S>?
}

extension DifferentiableFunction {
  /// False: kinks are avoided.
  public var samplesLieOnKinks: Bool { false }
  /// False: what is detached is moved with the inputs, and is found to be a mistake.
  public var stopsGradients: Bool { false }
  /// None: the gradients are those of the function itself.
  public func surrogate<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S>? { nil }
}

/// A function as something to be checked.
struct CheckedFunction<Function: DifferentiableFunction>: SampledComputation {
  let function: Function

  var name: String { function.name }
  var samplesLieOnKinks: Bool { function.samplesLieOnKinks }
  var stopsGradients: Bool { function.stopsGradients }

  func sample(using generator: inout RandomGenerator) -> [SampledArgument] {
    function.inputs.samples(using: &generator)
  }

  func evaluate<S: TensorScalar>(_ arguments: [Variable<S>]) -> Variable<S> {
    function(arguments)
  }

  func surrogate<S: TensorScalar>(_ arguments: [Variable<S>]) -> Variable<S>? {
    function.surrogate(arguments)
  }
}
