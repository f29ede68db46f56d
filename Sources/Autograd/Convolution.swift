import TensorCore

/// The convolution of images with kernels: y[n, o, y, x] = b[o] + Σ over c, i, j of
/// x[n, c, y·stride − padding + i·dilation, x·stride − padding + j·dilation]·w[o, c, i, j].
///
/// OH = ⌊(H + 2·padding − dilation·(KH − 1) − 1) / stride⌋ + 1, and OW likewise. As in every framework,
/// the kernel is not turned around.
///
/// The windows become the columns of a matrix ("im2col"), so that a matrix product does the work. Its
/// gradients are matrix products, too.
///
/// - Parameters:
///   - input: x, shape [N, C, H, W].
///   - weight: w, shape [O, C/groups, KH, KW].
///   - bias: b, shape [O]; none unless given.
///   - stride: The distance between neighboring windows, 1 unless given.
///   - padding: How many zeros are added on each side, none unless given.
///   - keepsSize: Whether, in place of `padding`, as many zeros are added as keep the size ("same" padding):
///     dilation·(K − 1) along each axis. If that is odd, as it is with an even kernel, the one more comes
///     below and on the right, as in PyTorch. Only with stride 1. False unless given.
///   - dilation: The distance between neighboring elements of a window, 1 unless given.
///   - groups: How many parts the channels are divided into; each part of the outputs sees only its
///     own part of the inputs. 1 unless given.
///   - operation: What messages name first; a layer gives its place in the model.
///   - file: The caller's file.
///   - line: The caller's line.
/// - Returns: Shape [N, O, OH, OW].
///
/// Traps when the shapes do not fit each other, the channels cannot be divided into the groups, the
/// kernel is larger than the padded input, or a number is out of its range.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func conv2D<Scalar: TensorScalar>(
  _ input: Variable<Scalar>, _ weight: Variable<Scalar>, _ bias: Variable<Scalar>? = nil,
  stride: Size2D = 1, padding: Size2D = 0, keepsSize: Bool = false, dilation: Size2D = 1,
  groups: Int = 1,
  as operation: @autoclosure () -> String = "conv2D",
  file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  requireConvolution(
    input.shape, weight.shape, bias?.shape, groups: groups, isTransposed: false, as: operation,
    file: file, line: line)
  let kernel = Size2D(height: weight.shape[2], width: weight.shape[3])
  let before =
    keepsSize
    ? samePadding(
      kernel: kernel, stride: stride, padding: padding, dilation: dilation, as: operation,
      file: file, line: line)
    : padding
  let plan = WindowPlan(
    over: input.shape,
    output: keepsSize ? Size2D(height: input.shape[2], width: input.shape[3]) : nil,
    kernel: kernel, stride: stride, padding: before, dilation: dilation, as: operation, file: file,
    line: line)
  let (x, w) = (input.value, weight.value)
  let output = convolve(
    x, w, plan, groups: groups, bias: bias?.value, file: file, line: line)

  let pullbackOfInput: Pullback<Scalar> = { imageGradient($0, w, plan, groups: groups) }
  let pullbackOfWeight: Pullback<Scalar> = { upstream in
    weightGradient(upstream, x, plan, weightShape: w.shape, groups: groups)
  }
  guard let bias else {
    return Variable("conv2D", output, (input, pullbackOfInput), (weight, pullbackOfWeight))
  }
  return Variable(
    "conv2D", output, (input, pullbackOfInput), (weight, pullbackOfWeight),
    (bias, { $0.sum(along: [0, 2, 3]) }))
}

/// The convolution of sequences: a convolution of images that are one row high.
///
/// - Parameters:
///   - input: x, shape [N, C, L].
///   - weight: w, shape [O, C/groups, K].
///   - bias: b, shape [O]; none unless given.
///   - stride: The distance between neighboring windows, 1 unless given.
///   - padding: How many zeros are added on each side, none unless given.
///   - keepsSize: Whether, in place of `padding`, as many zeros are added as keep the size ("same" padding):
///     dilation·(K − 1) along each axis. If that is odd, as it is with an even kernel, the one more comes
///     below and on the right, as in PyTorch. Only with stride 1. False unless given.
///   - dilation: The distance between neighboring elements of a window, 1 unless given.
///   - groups: How many parts the channels are divided into, 1 unless given.
///   - operation: What messages name first; a layer gives its place in the model.
///   - file: The caller's file.
///   - line: The caller's line.
/// - Returns: Shape [N, O, ⌊(L + 2·padding − dilation·(K − 1) − 1) / stride⌋ + 1].
///
/// Traps as ``conv2D(_:_:_:stride:padding:keepsSize:dilation:groups:as:file:line:)`` does.
public func conv1D<Scalar: TensorScalar>(
  _ input: Variable<Scalar>, _ weight: Variable<Scalar>, _ bias: Variable<Scalar>? = nil,
  stride: Int = 1, padding: Int = 0, keepsSize: Bool = false, dilation: Int = 1, groups: Int = 1,
  as operation: @autoclosure () -> String = "conv1D",
  file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  require(
    input.rank == 3, "\(operation()): expected an input of shape [N, C, L], found \(input.shape)",
    file: file, line: line)
  require(
    weight.rank == 3,
    "\(operation()): expected a weight of shape [O, C/groups, K], found \(weight.shape)",
    file: file, line: line)
  let (x, w) = (input.shape, weight.shape)
  let output = conv2D(
    input.reshaped(to: [x[0], x[1], 1, x[2]]), weight.reshaped(to: [w[0], w[1], 1, w[2]]), bias,
    stride: Size2D(height: 1, width: stride), padding: Size2D(height: 0, width: padding),
    keepsSize: keepsSize, dilation: Size2D(height: 1, width: dilation), groups: groups,
    as: operation(), file: file,
    line: line)
  return output.reshaped(to: [x[0], w[0], output.shape[3]])
}
