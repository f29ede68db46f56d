import TensorCore

extension Variable {
  /// The largest element of each window of images [N, C, H, W], channel by channel: [N, C, OH, OW].
  ///
  /// OH = ⌊(H + 2·padding − KH) / stride⌋ + 1, and OW likewise. The gradient goes to the element that
  /// the maximum came from: the first of several equal ones alone. The padding is never the maximum.
  ///
  /// - Parameters:
  ///   - kernel: KH and KW.
  ///   - stride: The distance between neighbouring windows; that of the kernel unless given, so that
  ///     they do not overlap.
  ///   - padding: How many rows and columns are added on each side, at most half of the kernel; none
  ///     unless given.
  ///   - operation: What messages name first; a layer gives its place in the model.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when the input is not of rank 4, the kernel is larger than the padded input, or a number is
  /// out of its range.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func maxPool2D(
    _ kernel: Size2D, stride: Size2D? = nil, padding: Size2D = 0,
    as operation: @autoclosure () -> String = "maxPool2D",
    file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let plan = poolingPlan(kernel, stride, padding, as: operation, file: file, line: line)
    require(
      plan.input.height > 0 && plan.input.width > 0,
      "\(operation()): expected images with at least one pixel, found shape \(shape)",
      file: file, line: line)
    let (maxima, pullback) = pooledMaxima(value, plan)
    return Variable("maxPool2D", maxima, (self, pullback))
  }

  /// The mean of each window of images [N, C, H, W], channel by channel: [N, C, OH, OW].
  ///
  /// OH = ⌊(H + 2·padding − KH) / stride⌋ + 1, and OW likewise. The gradient is spread evenly over the
  /// window.
  ///
  /// - Parameters:
  ///   - kernel: KH and KW.
  ///   - stride: The distance between neighbouring windows; that of the kernel unless given, so that
  ///     they do not overlap.
  ///   - padding: How many zeros are added on each side, at most half of the kernel; none unless
  ///     given.
  ///   - countsPadding: Whether the mean is that of all KH·KW elements, zeros of the padding among
  ///     them (`count_include_pad` of PyTorch), or only of those inside the image. True unless given.
  ///   - operation: What messages name first; a layer gives its place in the model.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when the input is not of rank 4, the kernel is larger than the padded input, or a number is
  /// out of its range.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func averagePool2D(
    _ kernel: Size2D, stride: Size2D? = nil, padding: Size2D = 0, countsPadding: Bool = true,
    as operation: @autoclosure () -> String = "averagePool2D",
    file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let plan = poolingPlan(kernel, stride, padding, as: operation, file: file, line: line)
    // The number of elements of the window at each place: of the shape of the result, or [].
    let counts =
      countsPadding
      ? Tensor(Scalar(Double(kernel.height * kernel.width)))
      : windowSums(Tensor<Scalar>.ones(plan.imageShape), plan)
    return Variable(
      "averagePool2D", windowSums(value, plan) / counts,
      (self, { spreadOverWindows($0 / counts, plan) }))
  }

  /// The mean of each channel: from images [N, C, H, W] to [N, C].
  ///
  /// Traps when the input is not of rank 4 or has no pixels.
  public func globalAveragePool2D(
    as operation: @autoclosure () -> String = "globalAveragePool2D",
    file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    require(
      rank == 4 && shape[2] > 0 && shape[3] > 0,
      "\(operation()): expected an input of shape [N, C, H, W] with at least one pixel, "
        + "found \(shape)",
      file: file, line: line)
    return mean(along: [2, 3])
  }

  private func poolingPlan(
    _ kernel: Size2D, _ stride: Size2D?, _ padding: Size2D, as operation: () -> String,
    file: StaticString, line: UInt
  ) -> WindowPlan {
    WindowPlan.requireHalf(
      kernel: kernel, padding: padding, as: operation, file: file, line: line)
    let plan = WindowPlan(
      over: shape, kernel: kernel, stride: stride ?? kernel, padding: padding, as: operation,
      file: file, line: line)
    require(
      plan.input.height > 0 && plan.input.width > 0,
      "\(operation()): expected an input of shape [N, C, H, W] with at least one pixel, found \(shape)",
      file: file, line: line)
    return plan
  }
}
