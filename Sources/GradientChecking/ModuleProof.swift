import Autograd
import Layers
import TensorCore

/// A module whose gradients are to be checked with respect to each of its parameters, in training and at
/// inference, whatever its forward pass takes and gives.
///
/// It is a value that can make the module in every scalar type, and an output of it:
///
/// ```swift
/// struct ClassifierProof: ModuleProof {
///   let name = "Classifier"
///   func subject<S: TensorScalar>(using generator: inout RandomGenerator) -> ProofSubject<S> {
///     ProofSubject(Classifier<S>(using: &generator)) { model, _, context in
///       model.forward(tokens: [[2, 0, 1], [1, 1, 2]], in: &context)
///     }
///   }
/// }
/// ```
///
/// For a layer, ``LayerProof`` says the same in fewer words.
public protocol ModuleProof: Sendable {
  /// What messages call it.
  var name: String { get }

  /// Variables that the output is made of besides the parameters; none unless given. In messages they are
  /// "input 0", "input 1" and so on; a single one is "input".
  var inputs: [FunctionInput] { get }

  /// The paths of the parameters whose gradient must be zero everywhere, such as that of a bias in front of a
  /// normalization. By default none: a gradient of nothing but zeros counts as a mistake.
  var argumentsWithZeroGradient: Set<String> { get }

  /// Whether the inputs lie on a kink on purpose; see ``DifferentiableFunction/samplesLieOnKinks``.
  var samplesLieOnKinks: Bool { get }

  /// Whether it stops gradients on purpose; see ``DifferentiableFunction/stopsGradients``.
  var stopsGradients: Bool { get }

  /// Makes the module and says how an output is made of it; one seed must always give the same.
  func subject<S: TensorScalar>(using generator: inout RandomGenerator) -> ProofSubject<S>
}

extension ModuleProof {
  /// None.
  public var inputs: [FunctionInput] { [] }
  /// None.
  public var argumentsWithZeroGradient: Set<String> { [] }
  /// False: kinks are avoided.
  public var samplesLieOnKinks: Bool { false }
  /// False: what is detached is moved with the arguments, and is found to be a mistake.
  public var stopsGradients: Bool { false }
}

/// A module, and how the output that is checked is made of it.
public struct ProofSubject<Scalar: TensorScalar> {
  /// The module as it was made.
  let module: any Module<Scalar>
  /// The output of the module when each of its parameters has been changed.
  let output:
    (
      _ change: ParameterAction<Scalar>, _ inputs: [Variable<Scalar>], _ context: inout Context
    ) -> Variable<Scalar>

  /// Takes a module and a function that makes an output of it.
  ///
  /// - Parameters:
  ///   - module: The module.
  ///   - output: From the module, the variables of ``ModuleProof/inputs`` and a context, to an output of any
  ///     shape. Of several, `concatenate` makes one. It must always do the same.
  public init<M: Module<Scalar>>(
    _ module: M,
    output:
      @escaping (
        _ module: inout M, _ inputs: [Variable<Scalar>], _ context: inout Context
      ) -> Variable<Scalar>
  ) {
    self.module = module
    self.output = { change, inputs, context in
      var module = module
      module.visitParameters(change)
      return output(&module, inputs, &context)
    }
  }
}

/// A module in a context as something to be checked.
struct CheckedModule<Proof: ModuleProof>: SampledComputation {
  let proof: Proof
  let context: Context
  let seed: UInt64

  var name: String { "\(proof.name) (\(context.isTraining ? "training" : "inference"))" }
  var samplesLieOnKinks: Bool { proof.samplesLieOnKinks }
  var stopsGradients: Bool { proof.stopsGradients }

  /// The module as it was made.
  private func subject<S: TensorScalar>(as scalar: S.Type = S.self) -> ProofSubject<S> {
    var generator = RandomGenerator(seed: seed)
    return proof.subject(using: &generator)
  }

  func sample(using generator: inout RandomGenerator) -> [SampledArgument] {
    var arguments = proof.inputs.samples(using: &generator)
    if arguments.count == 1 { arguments[0].name = "input" }
    var module: any Module<Double> = subject(as: Double.self).module
    module.visitParameters { name, parameter in
      guard !name.isBuffer else { return }
      // Away from the initial zeros and ones, which would hide a factor that was forgotten.
      let change = Tensor<Double>.normal(
        parameter.shape, standardDeviation: 0.5, using: &generator)
      arguments.append(SampledArgument(name: name.path, value: parameter.value + change))
    }
    for index in arguments.indices
    where proof.argumentsWithZeroGradient.contains(arguments[index].name) {
      arguments[index].hasZeroGradient = true
    }
    return arguments
  }

  /// A fresh copy of module and context for each evaluation, so that dropout draws the same mask and
  /// running statistics begin from the same state.
  func evaluate<S: TensorScalar>(_ arguments: [Variable<S>]) -> Variable<S> {
    var context = context
    var rest = arguments.dropFirst(proof.inputs.count)
    return subject(as: S.self).output(
      { name, parameter in
        // Statistics away from 0 and 1 as well, and variances positive.
        parameter = name.isBuffer ? Variable(parameter.value + S(0.375)) : rest.removeFirst()
      }, Array(arguments.prefix(proof.inputs.count)), &context)
  }
}
