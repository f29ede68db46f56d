import Autograd
import Layers
import TensorCore

/// A layer whose gradients are to be checked, with respect to its input and to each of its parameters,
/// in training and at inference.
///
/// It is a value that can make the layer in every scalar type:
///
/// ```swift
/// struct LinearProof: LayerProof {
///   let name = "Linear"
///   let inputShape: Shape = [4, 3]
///   func layer<S: TensorScalar>(using generator: inout RandomGenerator) -> any Layer<S> {
///     Linear<S>(3, 2, using: &generator)
///   }
/// }
/// ```
public protocol LayerProof: Sendable {
  /// What messages call it.
  var name: String { get }

  /// The shape of the input.
  var inputShape: Shape { get }

  /// Where the input's values are drawn from; by default, the standard normal distribution.
  var sampling: Sampling { get }

  /// The paths of the parameters whose gradient must be zero everywhere, such as that of a bias in
  /// front of a normalization; "input" stands for the input. By default none: a gradient of nothing
  /// but zeros counts as a mistake.
  var argumentsWithZeroGradient: Set<String> { get }

  /// Whether the inputs lie on a kink on purpose; see ``DifferentiableFunction/samplesLieOnKinks``.
  var samplesLieOnKinks: Bool { get }

  /// Makes the layer; one seed must always give the same.
  func layer<S: TensorScalar>(using generator: inout RandomGenerator) -> any Layer<S>
}

extension LayerProof {
  /// The standard normal distribution.
  public var sampling: Sampling { .normal }
  /// None.
  public var argumentsWithZeroGradient: Set<String> { [] }
  /// False: kinks are avoided.
  public var samplesLieOnKinks: Bool { false }
}

/// A layer in a context as something to be checked.
struct CheckedLayer<Proof: LayerProof>: CheckedComputation {
  let proof: Proof
  let context: Context
  let seed: UInt64

  var name: String { "\(proof.name) (\(context.isTraining ? "training" : "inference"))" }
  var samplesLieOnKinks: Bool { proof.samplesLieOnKinks }

  /// The layer as it was made.
  func layer<S: TensorScalar>(as scalar: S.Type = S.self) -> any Layer<S> {
    var generator = RandomGenerator(seed: seed)
    return proof.layer(using: &generator)
  }

  func sample(using generator: inout RandomGenerator) -> [SampledArgument] {
    let input = proof.sampling.tensor(proof.inputShape, using: &generator)
    var arguments = [SampledArgument(name: "input", value: input)]
    var layer = layer(as: Double.self)
    layer.visitParameters { name, parameter in
      guard !name.isBuffer else { return }
      // Away from the initial zeros and ones, which would hide a factor that was forgotten.
      let change = Tensor<Double>.normal(
        parameter.shape, standardDeviation: 0.5, using: &generator)
      arguments.append(SampledArgument(name: name.path, value: parameter.value + change))
    }
    for index in arguments.indices {
      arguments[index].hasZeroGradient =
        proof.argumentsWithZeroGradient.contains(arguments[index].name)
    }
    return arguments
  }

  /// A fresh copy of layer and context for each evaluation, so that dropout draws the same mask and
  /// running statistics begin from the same state.
  func evaluate<S: TensorScalar>(_ arguments: [Variable<S>]) -> Variable<S> {
    var layer = layer(as: S.self)
    var context = context
    var next = 1
    layer.visitParameters { name, parameter in
      if name.isBuffer {
        // Statistics away from 0 and 1 as well, and variances positive.
        parameter = Variable(parameter.value + S(0.375))
      } else {
        parameter = arguments[next]
        next += 1
      }
    }
    return layer.forward(arguments[0], in: &context)
  }
}
