/// Updates of several tensors in one pass, for optimizers.
///
/// Each tensor is made unique once, then one loop reads and writes every element once: nothing is
/// allocated and no intermediate tensor goes through memory. The number of the closure's arguments
/// chooses the function: the element, one for each tensor of the state, and the gradient.
///
/// ```swift
/// parameter.update(&state, along: gradient) { p, velocity, g in
///   velocity = momentum * velocity + g
///   p -= rate * velocity
/// }
/// ```
///
/// They are always inlined: the compiler would leave the one for three tensors a call with a call for
/// each element inside, eight times as slow.
///
/// As for ``map(_:)``, a generic function of another module that calls one of these should say
/// `@specialized(where Scalar == Float)` and the like.
extension Tensor {
  /// Changes each element and its one number of state, given the gradient.
  ///
  /// Traps when `state` is not one tensor, or when a shape is not this tensor's.
  @inlinable
  @inline(__always)
  public mutating func update(
    _ state: inout [Tensor], along gradient: Tensor,
    _ change: (inout Element, inout Element, Element) -> Void
  ) {
    requireFused(state, gradient, count: 1)
    makeUnique()
    state[0].makeUnique()
    let (p, s) = (storage.base, state[0].storage.base)
    let g = gradient.storage.base
    for i in 0..<elementCount {
      // All is read before anything is written, so that the loop can be vectorized.
      var (element, first) = (p[i], s[i])
      change(&element, &first, g[i])
      p[i] = element
      s[i] = first
    }
  }

  /// Changes each element and its two numbers of state, given the gradient.
  ///
  /// Traps when `state` is not two tensors, or when a shape is not this tensor's.
  @inlinable
  @inline(__always)
  public mutating func update(
    _ state: inout [Tensor], along gradient: Tensor,
    _ change: (inout Element, inout Element, inout Element, Element) -> Void
  ) {
    requireFused(state, gradient, count: 2)
    makeUnique()
    for index in 0..<2 { state[index].makeUnique() }
    let (p, s, t) = (storage.base, state[0].storage.base, state[1].storage.base)
    let g = gradient.storage.base
    for i in 0..<elementCount {
      var (element, first, second) = (p[i], s[i], t[i])
      change(&element, &first, &second, g[i])
      p[i] = element
      s[i] = first
      t[i] = second
    }
  }

  /// Changes each element and its three numbers of state, given the gradient.
  ///
  /// Traps when `state` is not three tensors, or when a shape is not this tensor's.
  @inlinable
  @inline(__always)
  public mutating func update(
    _ state: inout [Tensor], along gradient: Tensor,
    _ change: (inout Element, inout Element, inout Element, inout Element, Element) -> Void
  ) {
    requireFused(state, gradient, count: 3)
    makeUnique()
    for index in 0..<3 { state[index].makeUnique() }
    let (p, s) = (storage.base, state[0].storage.base)
    let (t, u) = (state[1].storage.base, state[2].storage.base)
    let g = gradient.storage.base
    for i in 0..<elementCount {
      var (element, first, second, third) = (p[i], s[i], t[i], u[i])
      change(&element, &first, &second, &third, g[i])
      p[i] = element
      s[i] = first
      t[i] = second
      u[i] = third
    }
  }

  /// Traps when tensors that are to be updated together do not lie element by element side by side.
  @inlinable
  func requireFused(_ state: [Tensor], _ gradient: Tensor, count: Int) {
    require(
      state.count == count,
      "update: the closure takes \(count) tensors of state, found \(state.count)")
    for tensor in state {
      require(
        tensor.shape == shape,
        "update: expected state of shape \(shape), found \(tensor.shape)")
    }
    require(
      gradient.shape == shape,
      "update: expected a gradient of shape \(shape), found \(gradient.shape)")
  }
}
