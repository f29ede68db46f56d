extension Tensor {
  /// A tensor of the same shape with each element replaced by a function of it.
  ///
  /// `map` is inlined into its caller, so that in optimized code the closure becomes part of a
  /// plain loop. A generic function of another module that uses it should say
  /// `@specialized(where Scalar == Float)` and the like: without, each element costs a call.
  @inlinable
  public func map<Result: TensorElement>(
    _ transform: (Element) throws -> Result
  ) rethrows -> Tensor<Result> {
    try Tensor<Result>(unsafeUninitializedShape: shape) { result in
      let input = storage.base
      for index in 0..<result.count { result[index] = try transform(input[index]) }
    }
  }

  /// A tensor with each pair of elements of two tensors combined, after broadcasting.
  ///
  /// Two extents fit when they are equal or one of them is 1; see ``broadcast(to:file:line:)``.
  ///
  /// - Parameters:
  ///   - other: The right-hand tensor.
  ///   - operation: Stands between the shapes when they do not fit and the program stops.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///   - combine: Receives an element of each.
  @inlinable
  public func zip<Other: TensorElement, Result: TensorElement>(
    with other: Tensor<Other>, as operation: StaticString = "zip",
    file: StaticString = #fileID, line: UInt = #line,
    _ combine: (Element, Other) throws -> Result
  ) rethrows -> Tensor<Result> {
    let a = storage.base
    let b = other.storage.base
    if shape == other.shape {
      return try Tensor<Result>(unsafeUninitializedShape: shape) { result in
        for i in 0..<result.count { result[i] = try combine(a[i], b[i]) }
      }
    }
    let plan = BroadcastPlan(
      shape, other.shape, operation: "\(shape) \(operation) \(other.shape)", file: file, line: line)
    return try Tensor<Result>(unsafeUninitializedShape: plan.shape, file: file, line: line) {
      result in
      // A loop for each kind of run, so that each can be vectorized.
      try plan.forEachRun { left, right, start in
        let x = a + left
        let y = b + right
        let z = result.baseAddress! + start
        if plan.leftStep == 1 && plan.rightStep == 1 {
          for i in 0..<plan.runLength { z[i] = try combine(x[i], y[i]) }
        } else if plan.leftStep == 1 {
          let repeated = y[0]
          for i in 0..<plan.runLength { z[i] = try combine(x[i], repeated) }
        } else {
          let repeated = x[0]
          for i in 0..<plan.runLength { z[i] = try combine(repeated, y[i]) }
        }
      }
    }
  }

  /// Replaces each element by a function of it, in place.
  @inlinable
  public mutating func update(_ transform: (Element) throws -> Element) rethrows {
    makeUnique()
    let elements = storage.base
    for index in 0..<storage.count { elements[index] = try transform(elements[index]) }
  }

  /// Replaces each element by a combination of it with an element of another tensor, in place.
  ///
  /// The other tensor is broadcast to this one's shape; it traps when it does not fit.
  @inlinable
  public mutating func update<Other: TensorElement>(
    with other: Tensor<Other>, as operation: StaticString = "update",
    file: StaticString = #fileID, line: UInt = #line,
    _ combine: (Element, Other) throws -> Element
  ) rethrows {
    makeUnique()
    let a = storage.base
    let b = other.storage.base
    if shape == other.shape {
      for i in 0..<elementCount { a[i] = try combine(a[i], b[i]) }
      return
    }
    let plan = BroadcastPlan(
      shape, other.shape, operation: "\(shape) \(operation) \(other.shape)", file: file, line: line)
    require(
      plan.shape == shape,
      "\(shape) \(operation) \(other.shape): the result \(plan.shape) does not fit into the tensor "
        + "on the left",
      file: file, line: line)
    try plan.forEachRun { left, right, _ in
      let x = a + left
      let y = b + right
      if plan.rightStep == 1 {
        for i in 0..<plan.runLength { x[i] = try combine(x[i], y[i]) }
      } else {
        let repeated = y[0]
        for i in 0..<plan.runLength { x[i] = try combine(x[i], repeated) }
      }
    }
  }
}
