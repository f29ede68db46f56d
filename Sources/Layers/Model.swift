import Autograd
import TensorCore

/// A module that turns an input of one type into an output of another.
///
/// Anything may go in or come out: tokens of a text, a struct of a source, a target and their masks, a
/// policy and a value, the parts of a loss. Where both are variables, the model is a ``Layer``.
///
/// ```swift
/// struct ActorCritic: Model {
///   var body: Linear<Float>
///   var actor: Linear<Float>
///   var critic: Linear<Float>
///
///   mutating func forward(
///     _ state: Variable<Float>, in context: inout Context
///   ) -> (policy: Variable<Float>, value: Variable<Float>) {
///     let features = body.forward(state, in: &context).tanh()
///     return (actor.forward(features, in: &context), critic.forward(features, in: &context))
///   }
///   …
/// }
/// ```
public protocol Model<Scalar>: Module {
  /// What the model takes.
  associatedtype Input
  /// What it makes of that.
  associatedtype Output

  /// The model's output for a batch of inputs.
  ///
  /// It is mutating because some layers keep statistics of what they have seen.
  mutating func forward(_ input: Input, in context: inout Context) -> Output
}

/// What a model can take straight from data.
///
/// A variable is made of a tensor; tensors are inputs as they are. A struct of tensors needs no line but
/// the conformance.
public protocol ModelInput {
  /// What lies in files and batches.
  associatedtype Data = Self

  /// The input for a batch of data.
  init(data: Data)
}

extension ModelInput where Data == Self {
  /// The data as they are.
  public init(data: Self) { self = data }
}

extension Variable: ModelInput {
  /// A constant: data have no gradient.
  public init(data: Tensor<Scalar>) { self.init(data) }
}

extension Tensor: ModelInput {}

extension Model where Input: ModelInput {
  /// The model's output at inference, for plain data: no randomness, and the model stays as it is.
  public func output(for data: Input.Data) -> Output {
    var copy = self
    var context = Context.inference
    return copy.forward(Input(data: data), in: &context)
  }
}

extension Model where Input: ModelInput, Output == Variable<Scalar> {
  /// The model's output at inference, for plain data: no randomness, no gradients, and the model stays as
  /// it is.
  ///
  /// Nothing is recorded, not even inside of a differentiation of this model, and no intermediate result is
  /// kept longer than the next layer needs it. The parameters are not copied, however many predictions run at a
  /// time.
  public func callAsFunction(_ data: Input.Data) -> Tensor<Scalar> {
    withoutRecording { output(for: data).value }
  }
}
