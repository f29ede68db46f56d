/// How a window slides over images of shape [N, C, H, W], for convolution and pooling.
///
/// The output at row y and column x looks at the input in rows y·stride − padding + i·dilation for i in
/// 0 ..< KH, and in columns likewise. Where that lies outside, there is the padding.
package struct WindowPlan: Sendable {
  /// N, the number of images.
  package let batch: Int
  /// C, the number of channels.
  package let channels: Int
  /// H and W.
  package let input: Size2D
  /// OH and OW: how many places the window takes.
  package let output: Size2D
  /// KH and KW.
  package let kernel: Size2D
  /// The distance between neighboring windows.
  package let stride: Size2D
  /// What is added above and on the left; below and on the right, what the last window reaches is added.
  package let padding: Size2D
  /// The distance between neighboring elements of a window.
  package let dilation: Size2D

  /// Plans the windows over a shape: along each axis ⌊(H + 2·padding − dilation·(KH − 1) − 1) / stride⌋ + 1
  /// of them.
  ///
  /// Traps when the shape is not of rank 4, the kernel is larger than the padded input, or a number is
  /// out of its range.
  ///
  /// - Parameters:
  ///   - shape: [N, C, H, W].
  ///   - output: OH and OW, if they are given, and the last window may reach beyond the padding; otherwise
  ///     they follow from the formula.
  ///   - kernel: KH and KW, at least 1.
  ///   - stride: The distance between neighboring windows, at least 1.
  ///   - padding: How many rows and columns are added on each side, at least 0.
  ///   - dilation: The distance between neighboring elements of a window, at least 1.
  ///   - operation: What messages name first.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  package init(
    over shape: Shape, output: Size2D? = nil, kernel: Size2D, stride: Size2D, padding: Size2D,
    dilation: Size2D = 1, as operation: () -> String, file: StaticString, line: UInt
  ) {
    require(
      shape.rank == 4,
      "\(operation()): expected an input of shape [N, C, H, W], found \(shape)",
      file: file, line: line)
    WindowPlan.requireRanges(
      kernel: kernel, stride: stride, padding: padding, dilation: dilation, as: operation,
      file: file, line: line)
    require(
      shape.extents[2] <= WindowPlan.largestSize && shape.extents[3] <= WindowPlan.largestSize,
      "\(operation()): expected a height and a width of at most \(WindowPlan.largestSize), found an "
        + "input of shape \(shape)",
      file: file, line: line)
    batch = shape.extents[0]
    channels = shape.extents[1]
    input = Size2D(height: shape.extents[2], width: shape.extents[3])
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    let padded = Size2D(
      height: input.height + 2 * padding.height, width: input.width + 2 * padding.width)
    let reach = Size2D(
      height: dilation.height * (kernel.height - 1) + 1,
      width: dilation.width * (kernel.width - 1) + 1)
    require(
      output != nil || reach.height <= padded.height && reach.width <= padded.width,
      "\(operation()): the kernel of size \(kernel)"
        + (dilation == 1 ? "" : ", which dilation \(dilation) spreads over \(reach),")
        + " is larger than the input of shape \(shape)"
        + (padding == 0 ? "" : ", which padding \(padding) enlarges to \(padded)"),
      file: file, line: line)
    self.output =
      output
      ?? Size2D(
        height: (padded.height - reach.height) / stride.height + 1,
        width: (padded.width - reach.width) / stride.width + 1)
  }

  /// The largest height and width of an image, and of what describes a window: so large that no
  /// image meets it, and so small that neither a sum of three of them nor the product of two such sums
  /// overflows.
  package static let largestSize = 1 << 29

  /// Traps when a number is out of its range, whatever the input may be.
  package static func requireRanges(
    kernel: Size2D, stride: Size2D, padding: Size2D, dilation: Size2D = 1,
    as operation: () -> String, file: StaticString, line: UInt
  ) {
    for (name, size, least) in [
      ("a kernel", kernel, 1), ("a stride", stride, 1), ("a padding", padding, 0),
      ("a dilation", dilation, 1),
    ] {
      require(
        size.height >= least && size.width >= least,
        "\(operation()): expected \(name) of at least \(least), found \(size)",
        file: file, line: line)
      require(
        size.height <= largestSize && size.width <= largestSize,
        "\(operation()): expected \(name) of at most \(largestSize), found \(size)",
        file: file, line: line)
    }
  }

  /// Traps when the padding is more than half of the kernel: a window could then lie in the padding
  /// alone, where there is no maximum and no mean.
  package static func requireHalf(
    kernel: Size2D, padding: Size2D, as operation: () -> String, file: StaticString, line: UInt
  ) {
    require(
      padding.height <= kernel.height / 2 && padding.width <= kernel.width / 2,
      "\(operation()): expected a padding of at most half of the kernel \(kernel), found \(padding)",
      file: file, line: line)
  }

  /// Traps unless what a transposed convolution adds to its output is at least 0 and less than the stride
  /// or the dilation: a window would lie there.
  package static func requireRange(
    outputPadding: Size2D, stride: Size2D, dilation: Size2D, as operation: () -> String,
    file: StaticString, line: UInt
  ) {
    require(
      (0..<max(stride.height, dilation.height)).contains(outputPadding.height)
        && (0..<max(stride.width, dilation.width)).contains(outputPadding.width),
      "\(operation()): expected an output padding of at least 0 and less than the stride \(stride) or "
        + "the dilation \(dilation), found \(outputPadding)",
      file: file, line: line)
  }

  /// The shape of the images, [N, C, H, W].
  package var imageShape: Shape { [batch, channels, input.height, input.width] }

  /// The shape of one number for each window and channel, [N, C, OH, OW].
  package var pooledShape: Shape { [batch, channels, output.height, output.width] }

  /// The rows of output for which row i of the window lies inside the image.
  func rowsInside(kernelRow i: Int) -> Range<Int> {
    placesInside(
      shift: padding.height - i * dilation.height, stride: stride.height, extent: input.height,
      count: output.height)
  }

  /// The columns of output for which column j of the window lies inside the image.
  func columnsInside(kernelColumn j: Int) -> Range<Int> {
    placesInside(
      shift: padding.width - j * dilation.width, stride: stride.width, extent: input.width,
      count: output.width)
  }
}

/// The places x in 0 ..< count with 0 ≤ x·stride − shift < extent.
private func placesInside(shift: Int, stride: Int, extent: Int, count: Int) -> Range<Int> {
  let first = shift <= 0 ? 0 : (shift + stride - 1) / stride
  let end = shift + extent <= 0 ? 0 : (shift + extent + stride - 1) / stride
  let lower = min(first, count)
  return lower..<max(lower, min(end, count))
}
