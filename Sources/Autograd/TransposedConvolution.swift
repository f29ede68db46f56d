import TensorCore

/// The transposed convolution: what a convolution does to gradients, used forward. Each element of the
/// input adds its multiple of the kernel to the output, at places that are `stride` apart.
///
/// OH = (H − 1)·stride − 2·padding + dilation·(KH − 1) + outputPadding + 1, and OW likewise. A
/// convolution with the same numbers makes [H, W] of [OH, OW] again; several OH may lead to one H, and
/// `outputPadding` chooses among them.
///
/// - Parameters:
///   - input: x, shape [N, C, H, W].
///   - weight: w, shape [C, O/groups, KH, KW]: that of the convolution in the other direction.
///   - bias: b, shape [O]; none unless given.
///   - stride: How far the kernels of neighboring inputs lie apart, 1 unless given.
///   - padding: How many rows and columns are cut off on each side, none unless given.
///   - outputPadding: How many rows and columns are added below and on the right, none unless given;
///     less than the stride or the dilation.
///   - dilation: The distance between neighboring elements of a kernel, 1 unless given.
///   - groups: How many parts the channels are divided into, 1 unless given.
///   - operation: What messages name first; a layer gives its place in the model.
///   - file: The caller's file.
///   - line: The caller's line.
/// - Returns: Shape [N, O, OH, OW].
///
/// Traps when the shapes do not fit each other, the channels cannot be divided into the groups, the
/// padding leaves nothing, or a number is out of its range.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func transposedConv2D<Scalar: TensorScalar>(
  _ input: Variable<Scalar>, _ weight: Variable<Scalar>, _ bias: Variable<Scalar>? = nil,
  stride: Size2D = 1, padding: Size2D = 0, outputPadding: Size2D = 0, dilation: Size2D = 1,
  groups: Int = 1, as operation: @autoclosure () -> String = "transposedConv2D",
  file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  requireConvolution(
    input.shape, weight.shape, bias?.shape, groups: groups, isTransposed: true, as: operation,
    file: file, line: line)
  let (x, w) = (input.value, weight.value)
  // The windows slide over the output.
  let plan = transposedPlan(
    x.shape, w.shape, groups: groups, stride: stride, padding: padding,
    outputPadding: outputPadding, dilation: dilation, as: operation, file: file, line: line)
  var output = imageGradient(x, w, plan, groups: groups, file: file, line: line)
  if let bias { output += bias.value.reshaped(to: [plan.channels, 1, 1]) }

  // The output is linear in both: what was spread over windows is collected from them again.
  let pullbackOfInput: Pullback<Scalar> = { convolve($0, w, plan, groups: groups) }
  let pullbackOfWeight: Pullback<Scalar> = { upstream in
    weightGradient(x, upstream, plan, weightShape: w.shape, groups: groups)
  }
  guard let bias else {
    return Variable(
      "transposedConv2D", output, (input, pullbackOfInput), (weight, pullbackOfWeight))
  }
  return Variable(
    "transposedConv2D", output, (input, pullbackOfInput), (weight, pullbackOfWeight),
    (bias, { $0.sum(along: [0, 2, 3]) }))
}

/// The windows of the convolution that leads from the output back to the input.
private func transposedPlan(
  _ input: Shape, _ weight: Shape, groups: Int, stride: Size2D, padding: Size2D,
  outputPadding: Size2D, dilation: Size2D, as operation: () -> String, file: StaticString,
  line: UInt
) -> WindowPlan {
  let kernel = Size2D(height: weight[2], width: weight[3])
  WindowPlan.requireRanges(
    kernel: kernel, stride: stride, padding: padding, dilation: dilation, as: operation,
    file: file, line: line)
  require(
    input[2] <= WindowPlan.largestSize && input[3] <= WindowPlan.largestSize,
    "\(operation()): expected a height and a width of at most \(WindowPlan.largestSize), found an input "
      + "of shape \(input)",
    file: file, line: line)
  WindowPlan.requireRange(
    outputPadding: outputPadding, stride: stride, dilation: dilation, as: operation, file: file,
    line: line)
  let height =
    (input[2] - 1) * stride.height - 2 * padding.height + dilation.height * (kernel.height - 1)
    + outputPadding.height + 1
  let width =
    (input[3] - 1) * stride.width - 2 * padding.width + dilation.width * (kernel.width - 1)
    + outputPadding.width + 1
  require(
    input[2] > 0 && input[3] > 0 && height > 0 && width > 0,
    "\(operation()): padding \(padding) leaves an output of size [\(height), \(width)] for the input "
      + "of shape \(input)",
    file: file, line: line)
  return WindowPlan(
    over: Shape(
      [input[0], productOrMax(weight[1], groups), height, width], file: file, line: line),
    output: Size2D(height: input[2], width: input[3]), kernel: kernel, stride: stride,
    padding: padding, dilation: dilation, as: operation, file: file, line: line)
}
