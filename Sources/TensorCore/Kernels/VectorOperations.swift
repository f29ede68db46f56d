import SIMDKernels

// Operations by the vector kernels. Each gives nil where it has to run otherwise: on the naive backend, for
// a kind of number without kernels, and for shapes that the kernel does not have.

extension Tensor where Element: TensorScalar {
  /// A function of each element.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func vectorized(_ function: ElementFunction) -> Tensor? {
    let execution = Execution.current
    if let parts = execution.partKernels(for: Element.self) { return parts.apply(function, self) }
    guard let kernels = execution.vectorKernels(for: Element.self) else { return nil }
    return Tensor(unsafeUninitializedShape: shape) { result in
      kernels.apply(
        function, storage.base, result.baseAddress!, result.count, execution.threads)
    }
  }

  /// An activation of each element.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  package func vectorized(activation: Activation) -> Tensor? { vectorized(activation.function) }

  /// This upstream gradient times the derivative of an activation at `x`, which has the same shape.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  package func vectorizedGradient(of activation: Activation, at x: Tensor) -> Tensor? {
    let execution = Execution.current
    if let parts = execution.partKernels(for: Element.self) {
      return parts.applyGradient(activation, x, self)
    }
    guard shape == x.shape, let kernels = execution.vectorKernels(for: Element.self) else {
      return nil
    }
    return Tensor(unsafeUninitializedShape: shape) { result in
      kernels.applyGradient(
        activation.gradient, x.storage.base, storage.base, result.baseAddress!, result.count,
        execution.threads)
    }
  }

  /// Each element combined with the one of another tensor of the same shape, or of a shape that lacks the first
  /// axes and is repeated along them, as a bias is.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func vectorized(_ operation: ArithmeticOperation, _ other: Tensor) -> Tensor? {
    if rank > other.rank { return vectorized(operation, rows: other) }
    guard elementCount >= fewestForArithmetic, shape == other.shape else { return nil }
    let execution = Execution.current
    guard let kernels = execution.vectorKernels(for: Element.self) else { return nil }
    return Tensor(unsafeUninitializedShape: shape) { result in
      kernels.combine(
        operation, storage.base, false, other.storage.base, false, result.baseAddress!,
        result.count, execution.threads)
    }
  }

  /// Each row combined with one row, of the shape of the last axes. Plain loops over rows are slow enough for a
  /// kernel to pay early.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  private func vectorized(_ operation: ArithmeticOperation, rows row: Tensor) -> Tensor? {
    let added = rank - row.rank
    guard elementCount >= 256, row.rank > 0,
      (0..<row.rank).allSatisfy({ shape.extents[added + $0] == row.shape.extents[$0] })
    else { return nil }
    let execution = Execution.current
    guard let kernels = execution.vectorKernels(for: Element.self) else { return nil }
    return Tensor(unsafeUninitializedShape: shape) { result in
      kernels.combineRows(
        operation, storage.base, row.storage.base, result.baseAddress!,
        elementCount / row.elementCount, row.elementCount, execution.threads)
    }
  }

  /// Each element combined with a number.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func vectorized(
    _ operation: ArithmeticOperation, _ number: Element, numberIsLeft: Bool = false
  ) -> Tensor? {
    guard elementCount >= fewestForArithmetic else { return nil }
    let execution = Execution.current
    guard let kernels = execution.vectorKernels(for: Element.self) else { return nil }
    return Tensor(unsafeUninitializedShape: shape) { result in
      withUnsafePointer(to: number) { number in
        kernels.combine(
          operation, numberIsLeft ? number : UnsafePointer(storage.base), numberIsLeft,
          numberIsLeft ? UnsafePointer(storage.base) : number, !numberIsLeft, result.baseAddress!,
          result.count, execution.threads)
      }
    }
  }

  /// The sums of a reduction, when what is summed, or what is left, are whole rows of a matrix.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func vectorizedSum(_ plan: ReductionPlan) -> Tensor? {
    let execution = Execution.current
    guard plan.outerCount == 1 || plan.innerCount == 1, plan.permutation == nil,
      let kernels = execution.vectorKernels(for: Element.self)
    else { return nil }
    return Tensor(unsafeUninitializedShape: plan.resultShape) { result in
      let (x, sums) = (storage.base, result.baseAddress!)
      if plan.innerCount == 1 {
        kernels.sumRows(x, plan.outerCount, plan.reducedCount, sums, execution.threads)
      } else {
        kernels.sumColumns(x, plan.reducedCount, plan.innerCount, sums, execution.threads)
      }
    }
  }

  /// The largest elements along the last axes.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func vectorizedMaximum(_ plan: ReductionPlan) -> Tensor? {
    let execution = Execution.current
    guard plan.innerCount == 1, plan.permutation == nil, plan.reducedCount > 0,
      let kernels = execution.vectorKernels(for: Element.self)
    else { return nil }
    return Tensor(unsafeUninitializedShape: plan.resultShape) { result in
      kernels.maximumOfRows(
        storage.base, plan.outerCount, plan.reducedCount, result.baseAddress!, execution.threads)
    }
  }

  /// ln Σ exp(x) along the last axes.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func vectorizedLogSumExp(_ plan: ReductionPlan) -> Tensor? {
    let execution = Execution.current
    guard plan.innerCount == 1, plan.permutation == nil,
      let kernels = execution.vectorKernels(for: Element.self)
    else { return nil }
    return Tensor(unsafeUninitializedShape: plan.resultShape) { result in
      kernels.logSumExp(
        storage.base, result.baseAddress!, plan.outerCount, plan.reducedCount, execution.threads)
    }
  }

  /// A function of each row along the last axis: `softmax` or `logSoftmax`.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  package func vectorized(_ function: RowFunction, along axis: Int) -> Tensor? {
    let execution = Execution.current
    if let parts = execution.partKernels(for: Element.self) {
      return parts.applyToRows(function, self, axis)
    }
    guard axis == rank - 1 || axis == -1, rank > 0, elementCount > 0,
      let kernels = execution.vectorKernels(for: Element.self)
    else { return nil }
    let columns = shape[-1]
    return Tensor(unsafeUninitializedShape: shape) { result in
      let kernel = function == .softmax ? kernels.softmax : kernels.logSoftmax
      kernel(
        storage.base, result.baseAddress!, elementCount / columns, columns, execution.threads)
    }
  }

  /// The cross-entropy of each row of targets under the softmax of these logits, and its derivative.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  package func vectorizedCrossEntropy(
    _ targets: Tensor
  ) -> (losses: Tensor, slope: Tensor)? {
    let execution = Execution.current
    guard elementCount > 0, let kernels = execution.vectorKernels(for: Element.self) else {
      return nil
    }
    let columns = shape[-1]
    let rows = elementCount / columns
    var losses = Tensor.zeros(Shape(shape.dimensions.dropLast()))
    let slope = Tensor(unsafeUninitializedShape: shape) { slope in
      losses.withUnsafeMutableBufferPointer { losses in
        kernels.crossEntropy(
          storage.base, targets.storage.base, losses.baseAddress!, slope.baseAddress!, rows,
          columns, execution.threads)
      }
    }
    return (losses, slope)
  }
}

extension Tensor where Element: TensorScalar {
  /// One step of Adam or AdamW with this parameter and its two tensors of state, in place; false where that
  /// has to be done otherwise. What the numbers are: ``/SIMDKernels/AdamCoefficients``.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  package mutating func vectorizedAdamUpdate(
    _ state: inout [Tensor], along gradient: Tensor, coupledDecay: Element = 0, keep: Element = 1,
    _ keep1: Element, _ take1: Element, _ keep2: Element, _ take2: Element, rate: Element,
    correction: Element, epsilon: Element
  ) -> Bool {
    let execution = Execution.current
    guard let kernels = execution.vectorKernels(for: Element.self) else { return false }
    let coefficients = AdamCoefficients(
      coupledDecay: coupledDecay, keep: keep, keep1: keep1, take1: take1, keep2: keep2,
      take2: take2, rate: rate, correction: correction, epsilon: epsilon)
    requireFused(state, gradient, count: 2)
    makeUnique()
    for index in 0..<2 { state[index].makeUnique() }
    kernels.adamUpdate(
      storage.base, state[0].storage.base, state[1].storage.base, gradient.storage.base,
      elementCount, coefficients, execution.threads)
    return true
  }
}

/// Arithmetic on fewer elements is left to the plain loop: memory sets its pace already, and only threads
/// would make it faster.
private let fewestForArithmetic = 1 << 15
