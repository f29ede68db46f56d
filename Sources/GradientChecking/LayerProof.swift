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

  /// Whether it stops gradients on purpose; see ``DifferentiableFunction/stopsGradients``.
  var stopsGradients: Bool { get }

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
  /// False: what is detached is moved with the arguments, and is found to be a mistake.
  public var stopsGradients: Bool { false }
}

/// The proof of a layer as that of a module with one input.
struct LayerAsModule<Proof: LayerProof>: ModuleProof {
  let proof: Proof

  var name: String { proof.name }
  var inputs: [FunctionInput] { [FunctionInput(proof.inputShape, proof.sampling)] }
  var argumentsWithZeroGradient: Set<String> { proof.argumentsWithZeroGradient }
  var samplesLieOnKinks: Bool { proof.samplesLieOnKinks }
  var stopsGradients: Bool { proof.stopsGradients }

  func subject<S: TensorScalar>(using generator: inout RandomGenerator) -> ProofSubject<S> {
    func subject(of layer: some Layer<S>) -> ProofSubject<S> {
      ProofSubject(layer) { layer, inputs, context in layer.forward(inputs[0], in: &context) }
    }
    let layer: any Layer<S> = proof.layer(using: &generator)
    return subject(of: layer)
  }
}
