import TensorCore

extension Variable {
  /// The largest element of each window of images [N, C, H, W], channel by channel: [N, C, OH, OW].
  ///
  /// OH = ⌊(H + 2·padding − KH) / stride⌋ + 1, and OW likewise. The gradient goes to the element that
  /// the maximum came from: the first of several equal ones alone. The padding is never the maximum.
  ///
  /// - Parameters:
  ///   - kernel: KH and KW.
  ///   - stride: The distance between neighboring windows; that of the kernel unless given:
  ///     non-overlapping windows.
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
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
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
  ///   - stride: The distance between neighboring windows; that of the kernel unless given:
  ///     non-overlapping windows.
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
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
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
    requireImages(shape, as: operation(), file: file, line: line)
    return mean(along: [2, 3])
  }

  /// The mean of each of OH·OW parts of images [N, C, H, W], channel by channel: [N, C, OH, OW].
  ///
  /// Part i of the rows are those from ⌊i·H/OH⌋ to below ⌈(i + 1)·H/OH⌉, and columns likewise: where OH does
  /// not divide H, neighboring parts overlap. The gradient is spread evenly over each part.
  ///
  /// Traps when the input is not of rank 4 or has no pixels, or an extent of the size is not at least 1.
  public func adaptiveAveragePool2D(
    _ size: Size2D, as operation: @autoclosure () -> String = "adaptiveAveragePool2D",
    file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    requireImages(shape, as: operation(), file: file, line: line)
    requirePixels(size, as: operation(), file: file, line: line)
    // The mean of a rectangle is the mean of its rows' means: a matrix from the left, and one from the right.
    let rows = partMeans(of: shape[2], in: size.height, file: file, line: line)
    let columns = partMeans(of: shape[3], in: size.width, file: file, line: line)
    return matmul(
      matmul(Variable(rows), self, file: file, line: line), Variable(columns), transposeB: true,
      file: file, line: line)
  }

  /// The matrix that makes of `extent` numbers the means of `count` parts, shape [count, extent].
  private func partMeans(
    of extent: Int, in count: Int, file: StaticString, line: UInt
  ) -> Tensor<Scalar> {
    var means = Tensor<Scalar>.zeros([count, extent], file: file, line: line)
    for part in 0..<count {
      let (start, end) = (part * extent / count, ((part + 1) * extent + count - 1) / count)
      for place in start..<end { means[part, place] = 1 / Scalar(Double(end - start)) }
    }
    return means
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
