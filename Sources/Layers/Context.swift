import TensorCore

/// What a forward pass needs to know besides its input: whether it is for training, and where random
/// numbers come from.
///
/// Nothing of this is hidden or global. The same context and input give the same output. What layers need
/// besides, such as a mask, it carries under a key: see ``ContextKey``.
public struct Context: Sendable {
  /// Whether the pass is for training: dropout drops, batch statistics are taken.
  public var isTraining: Bool
  /// The source of randomness, for dropout and the like.
  public var generator: RandomGenerator
  /// The names of the layers that are running, outermost first.
  public internal(set) var path: [String] = []
  /// What it carries of the caller's own, by the types of its keys.
  var values: [ObjectIdentifier: any Sendable] = [:]

  /// A context for training, with a seed for its random numbers.
  public static func training(seed: UInt64) -> Context {
    Context(isTraining: true, generator: RandomGenerator(seed: seed))
  }

  /// A context for inference. No layer draws random numbers there.
  public static var inference: Context {
    Context(isTraining: false, generator: RandomGenerator(seed: 0))
  }
}
