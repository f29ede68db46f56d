// Each reduction comes twice: of all elements, which gives a number, and along axes, which gives a
// tensor. With `keepingDimensions` the reduced axes stay with an extent of 1, so that the result can
// be broadcast against the original: `x - x.mean(along: 0, keepingDimensions: true)`.

extension Tensor where Element: TensorScalar {
  /// The sum of all elements; 0 if there are none.
  ///
  /// n numbers are added in blocks, with an error of at most 63·⌈log₆₄ n⌉·½ulp(1)·Σ|x|, to first order
  /// (see ``sum(along:keepingDimensions:file:line:)``).
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func sum() -> Element {
    let execution = Execution.current
    guard let kernels = execution.vectorKernels(for: Element.self) else {
      return blockwiseSum(storage.base, count: elementCount)
    }
    return kernels.sum(storage.base, elementCount, execution.threads)
  }

  /// The sums along axes; 0 along an axis of extent 0.
  ///
  /// Along whichever axes, n numbers are added in blocks of 64, then the sums of 64 blocks, and so on, so
  /// that the rounding error grows with log n instead of n: it is at most 63·⌈log₆₄ n⌉·½ulp(1)·Σ|x|, to
  /// first order (Higham, 1993, *The Accuracy of Floating Point Summation*). Groups of axes that lie apart
  /// are summed one after the other, the last first; their errors add up. Blocks begin at the first
  /// number: zeros at the end change no bit. (The SIMD kernel for the last axes adds in several lanes at a
  /// time; its bound is stated with `sum` in the module `SIMDKernels`.)
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
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
    return Tensor(unsafeUninitializedShape: plan.resultShape) { result in
      guard let target = result.baseAddress, !result.isEmpty else { return }
      let (count, width) = (plan.reducedCount, plan.innerCount)
      if width == 1 {
        for i in result.indices { target[i] = blockwiseSum(storage.base + i * count, count: count) }
        return
      }
      var sums = BlockwiseSums(ofRows: count, width: width, into: target)
      for outer in 0..<plan.outerCount {
        let target = target + outer * width
        sums.restart(into: target)
        let rows = storage.base + outer * count * width
        for start in stride(from: 0, to: count, by: blockSize) {
          sums.beginBlock()
          for row in start..<Swift.min(start + blockSize, count) {
            let source = rows + row * width
            for i in 0..<width { target[i] += source[i] }
          }
        }
        sums.writeTotal(to: target)
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
  /// Of `correction` elements or fewer, the divisor is 0: the result is NaN, or ∞ if they differ.
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
  /// Two passes, the mean first: subtracting squares would lose the digits that matter. Along axes of
  /// `correction` elements or fewer, the divisor is 0: the result is NaN, or ∞ if they differ.
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
      / varianceDivisor(of: plan.reducedCount, correction: correction, as: Element.self)
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

/// n − correction, what a variance divides by, but at least 0: a variance is never negative.
package func varianceDivisor<Scalar: TensorScalar>(
  of count: Int, correction: Int, as _: Scalar.Type
) -> Scalar {
  Scalar(max(Double(count) - Double(correction), 0))
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
