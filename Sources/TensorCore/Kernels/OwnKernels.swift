import SIMDKernels

// The way in for vector code from outside of the framework: a loop over spans of elements, which the
// compiler turns into vector instructions where it is written, run part by part on the threads of the
// backend.

extension Tensor where Element: TensorScalar {
  /// A tensor of the same shape from a kernel of one's own on the `.simd` backend; nil on the naive one, so
  /// that the plain rule stands beside it:
  ///
  /// ```swift
  /// x.vectorized { x, y in
  ///   for i in x.indices { y[i] = x[i] > 0 ? x[i] * x[i] : 0 }
  /// } ?? x.map { $0 > 0 ? $0 * $0 : 0 }
  /// ```
  ///
  /// The elements are cut into parts of 8192, the last of which may be smaller, and never by the number of
  /// threads: so that number changes no bit. The kernel's loop becomes vector instructions where the module
  /// in which it is written is optimized.
  ///
  /// - Parameter kernel: Receives a part of the elements and the same part of the result, whose contents are
  ///   undefined: it must set each of them. It runs on several threads at a time, and must not use tensors.
  public func vectorized(
    _ kernel: @Sendable (_ x: Span<Element>, _ result: inout MutableSpan<Element>) -> Void
  ) -> Tensor? {
    mapParts { part, result in
      kernel(elements(part).span, &result)
    }
  }

  /// A tensor of the same shape from a kernel of one's own for pairs of elements, such as a gradient that takes
  /// the upstream gradient and the input; nil on the naive backend, and where the shapes differ.
  ///
  /// Otherwise as ``vectorized(_:)``.
  ///
  /// - Parameters:
  ///   - other: The second tensor, of the same shape.
  ///   - kernel: Receives a part of these elements, the same part of the others, and that of the result.
  public func vectorized(
    with other: Tensor,
    _ kernel:
      @Sendable (
        _ x: Span<Element>, _ y: Span<Element>, _ result: inout MutableSpan<Element>
      ) -> Void
  ) -> Tensor? {
    guard shape == other.shape else { return nil }
    return mapParts { part, result in
      kernel(elements(part).span, other.elements(part).span, &result)
    }
  }

  /// Runs a body for each part of the elements of a result; nil on the naive backend.
  private func mapParts(
    _ body: (_ part: Range<Int>, _ result: inout MutableSpan<Element>) -> Void
  ) -> Tensor? {
    let execution = Execution.current
    guard execution.backend == .simd else { return nil }
    let size = 8192
    return Tensor(unsafeUninitializedShape: shape) { result in
      let parts = (result.count + size - 1) / size
      // So few parts are not worth waking a thread.
      parallel(parts: parts, threads: parts > 3 ? execution.threads : 1) { index in
        let part = index * size..<Swift.min((index + 1) * size, result.count)
        var span = UnsafeMutableBufferPointer(rebasing: result[part]).mutableSpan
        body(part, &span)
      }
    }
  }

  /// Some of the elements, where they lie; the caller's reference to this tensor keeps them there.
  private func elements(_ part: Range<Int>) -> UnsafeBufferPointer<Element> {
    UnsafeBufferPointer(start: storage.base + part.lowerBound, count: part.count)
  }
}
