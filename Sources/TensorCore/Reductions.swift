// Each reduction comes twice: of all elements, which gives a number, and along axes, which gives a
// tensor. With `keepingDimensions` the reduced axes stay with an extent of 1, so that the result can
// be broadcast against the original: `x - x.mean(along: 0, keepingDimensions: true)`.

extension Tensor where Element: TensorScalar {
  /// The sum of all elements; 0 if there are none.
  ///
  /// Summed in pairs of halves (see ``sum(along:keepingDimensions:file:line:)``).
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func sum() -> Element {
    let execution = Execution.current
    guard let kernels = execution.vectorKernels(for: Element.self) else {
      return pairwiseSum(storage.base, elementCount)
    }
    return kernels.sum(storage.base, elementCount, execution.threads)
  }

  /// The sums along axes; 0 along an axis of extent 0.
  ///
  /// Along the last axes, n numbers are summed by halves, so that the rounding error grows with
  /// log n instead of n (Higham, 1993, *The Accuracy of Floating Point Summation*). Along other axes
  /// they are summed one after the other.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func sum(
    along axes: Axes, keepingDimensions: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let plan = ReductionPlan(
      shape, along: axes, keepingDimensions: keepingDimensions, operation: "sum",
      file: file, line: line)
    if plan.permutation != nil {
      // Axes that lie apart are summed group by group, the last first: bringing the elements next to
      // each other would take four times as long for [64, 16, 28, 28] along [0, 2, 3].
      let order = axes.indices.map { $0 < 0 ? $0 + rank : $0 }.sorted()
      let lastGroup = order.indices.reversed().prefix {
        order.last! - order[$0] == order.count - 1 - $0
      }
      return sum(along: Axes(Array(order.suffix(lastGroup.count))), keepingDimensions: true)
        .sum(along: Axes(Array(order.dropLast(lastGroup.count))), keepingDimensions: true)
        .reshaped(to: plan.resultShape)
    }
    if let sums = vectorizedSum(plan) { return sums }
    if plan.innerCount > 1 && plan.reducedCount > 0 { return fold(plan) { $0 + $1 } }
    return Tensor(unsafeUninitializedShape: plan.resultShape) { result in
      for i in 0..<result.count {
        result[i] = pairwiseSum(storage.base + i * plan.reducedCount, plan.reducedCount)
      }
    }
  }

  /// The mean of all elements; NaN if there are none.
  public func mean() -> Element { sum() / Element(Double(elementCount)) }

  /// The means along axes; NaN along an axis of extent 0.
  public func mean(
    along axes: Axes, keepingDimensions: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let plan = ReductionPlan(
      shape, along: axes, keepingDimensions: keepingDimensions, operation: "mean",
      file: file, line: line)
    return sum(along: axes, keepingDimensions: keepingDimensions)
      / Element(Double(plan.reducedCount))
  }

  /// The variance of all elements: Σ(x − mean)² / (n − correction).
  ///
  /// - Parameter correction: 0 for the variance of exactly these numbers (the default), 1 for the
  ///   unbiased estimate from a sample.
  public func variance(
    correction: Int = 0, file: StaticString = #fileID, line: UInt = #line
  ) -> Element {
    flattened().variance(along: 0, correction: correction, file: file, line: line).scalar()
  }

  /// The variances along axes: Σ(x − mean)² / (n − correction).
  ///
  /// Two passes, the mean first: subtracting squares would lose the digits that matter.
  ///
  /// - Parameters:
  ///   - axes: The axes to reduce.
  ///   - correction: 0 for the variance of exactly these numbers (the default), 1 for the unbiased
  ///     estimate from a sample.
  ///   - keepingDimensions: Whether the reduced axes stay with an extent of 1.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public func variance(
    along axes: Axes, correction: Int = 0, keepingDimensions: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let plan = ReductionPlan(
      shape, along: axes, keepingDimensions: keepingDimensions, operation: "variance",
      file: file, line: line)
    requireCorrection(correction, file: file, line: line)
    let mean = mean(along: axes, keepingDimensions: true)
    return (self - mean).squared().sum(along: axes, keepingDimensions: keepingDimensions)
      / Element(Double(plan.reducedCount - correction))
  }

  /// ln Σ exp(x) over all elements; −∞ if there are none.
  public func logSumExp() -> Element { flattened().logSumExp(along: 0).scalar() }

  /// ln Σ exp(x) along axes, without overflow; −∞ along an axis of extent 0.
  ///
  /// The maximum m is taken out first: ln Σ exp(x) = m + ln Σ exp(x − m), where the largest exponent
  /// is 0.
  public func logSumExp(
    along axes: Axes, keepingDimensions: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let plan = ReductionPlan(
      shape, along: axes, keepingDimensions: keepingDimensions, operation: "logSumExp",
      file: file, line: line)
    guard elementCount > 0 else {
      return Tensor(repeating: -Element(Double.infinity), shape: plan.resultShape)
    }
    if let result = vectorizedLogSumExp(plan) { return result }
    // An infinite maximum would give ∞ − ∞; exp copes with it as it is.
    let shift = max(along: axes, keepingDimensions: true).map { $0.isFinite ? $0 : 0 }
    let logOfSum = (self - shift).exp().sum(along: axes, keepingDimensions: true).log()
    return (logOfSum + shift).reshaped(to: plan.resultShape)
  }
}

/// Stops the program when a variance is asked for with a correction below 0.
package func requireCorrection(_ correction: Int, file: StaticString, line: UInt) {
  require(
    correction >= 0, "variance: expected a correction of at least 0, found \(correction)",
    file: file, line: line)
}

/// Σ of `count` numbers by halves, down to blocks that are summed one after the other.
private func pairwiseSum<Scalar: TensorScalar>(
  _ numbers: UnsafePointer<Scalar>, _ count: Int
) -> Scalar {
  if count <= 128 {
    var sum: Scalar = 0
    for i in 0..<count { sum += numbers[i] }
    return sum
  }
  let half = count / 2
  return pairwiseSum(numbers, half) + pairwiseSum(numbers + half, count - half)
}

extension Tensor {
  /// The tensor with the reduced axes next to each other.
  func arranged(for plan: ReductionPlan) -> Tensor {
    plan.permutation.map { permuted(to: $0) } ?? self
  }

  /// Combines the elements along the reduced axes, one after the other; there is at least one.
  func fold(_ plan: ReductionPlan, _ combine: (Element, Element) -> Element) -> Tensor {
    let inner = plan.innerCount
    return Tensor(unsafeUninitializedShape: plan.resultShape) { result in
      guard result.count > 0 else { return }
      for outer in 0..<plan.outerCount {
        let input = storage.base + outer * plan.reducedCount * inner
        let output = result.baseAddress! + outer * inner
        guard inner > 1 else {
          // A number that stays in a register, where the general loop below would store each one.
          var combined = input[0]
          for i in 1..<plan.reducedCount { combined = combine(combined, input[i]) }
          output[0] = combined
          continue
        }
        for i in 0..<inner { output[i] = input[i] }
        for row in 1..<plan.reducedCount {
          let source = input + row * inner
          for i in 0..<inner { output[i] = combine(output[i], source[i]) }
        }
      }
    }
  }
}
