/// A name and a type for something that a context carries to the layers of a model, or brings back from them.
///
/// ```swift
/// /// Which tokens are padding.
/// enum PaddingMask: ContextKey {
///   static var defaultValue: Tensor<Bool>? { nil }
/// }
/// ```
public protocol ContextKey {
  /// What is carried under the key; a value, since a context may go to other tasks.
  associatedtype Value: Sendable

  /// What a context has that was given nothing.
  static var defaultValue: Value { get }
}

extension Context {
  /// What the context carries under a key, or the key's default.
  ///
  /// It reaches every layer of a model, also those inside of a ``Sequential`` or a ``Residual``:
  ///
  /// ```swift
  /// context[PaddingMask.self] = mask                  // by the caller
  /// let mask = context[PaddingMask.self]              // in a layer
  /// ```
  ///
  /// Layers can add to it, and the caller reads it after the pass. A key whose default is nil collects only
  /// where the caller asks for it:
  ///
  /// ```swift
  /// context[AttentionMaps.self] = []                                       // by the caller
  /// let place = context.naming("Attention")                                // in a layer
  /// context[AttentionMaps.self]?[place] = weights
  /// ```
  public subscript<Key: ContextKey>(_: Key.Type) -> Key.Value {
    get {
      // Most contexts carry nothing: one comparison then.
      guard !values.isEmpty, let carried = values[ObjectIdentifier(Key.self)] else {
        return Key.defaultValue
      }
      return carried as! Key.Value
    }
    set { values[ObjectIdentifier(Key.self)] = newValue }
  }

  /// What the context carries under a key; the context forgets it, so that the next pass begins without it.
  ///
  /// ```swift
  /// context[RoutingLosses.self].append(balance)                            // in a layer
  /// let loss = task + 0.01 * context.take(RoutingLosses.self).reduce(zero, +)   // by the caller
  /// ```
  public mutating func take<Key: ContextKey>(_ key: Key.Type) -> Key.Value {
    defer { values[ObjectIdentifier(key)] = nil }
    return self[key]
  }
}
