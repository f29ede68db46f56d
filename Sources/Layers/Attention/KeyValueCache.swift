import Autograd
import TensorCore

/// The keys and values that one attention layer has computed so far, so that a text that grows by a token needs
/// the product for that token alone.
///
/// A value: a copy is a point to go on from in two ways. It belongs to inference; no gradient goes through it.
public struct KeyValueCache<Scalar: TensorScalar>: Sendable {
  /// Keys and values of all positions so far, shape [B, t, G·d]; nil before the first.
  private var past: (keys: Tensor<Scalar>, values: Tensor<Scalar>)?

  /// A cache of nothing.
  public init() {}

  /// t, how many positions it holds.
  public var count: Int { past?.keys.shape[1] ?? 0 }

  /// Adds the keys and values of new positions, shape [B, T, G·d], and gives those of all, shape
  /// [B, t + T, G·d].
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  mutating func append(
    _ keys: Variable<Scalar>, _ values: Variable<Scalar>, _ place: @autoclosure () -> String
  ) -> (keys: Variable<Scalar>, values: Variable<Scalar>) {
    var (allKeys, allValues) = (keys.value, values.value)
    if let past {
      require(
        past.keys.shape[0] == keys.shape[0] && past.keys.shape[2] == keys.shape[2],
        "\(place()): the cache holds keys of shape \(past.keys.shape), which \(keys.shape) cannot go on"
      )
      allKeys = .concatenate([past.keys, allKeys], along: 1)
      allValues = .concatenate([past.values, allValues], along: 1)
    }
    past = (allKeys, allValues)
    return (Variable(allKeys), Variable(allValues))
  }
}
