import TensorCore

/// What "same" padding adds above and on the left: half of the dilation·(K − 1) zeros, rounded down. Stops
/// unless the stride is 1 and no other padding is asked for.
func samePadding(
  kernel: Size2D, stride: Size2D, padding: Size2D, dilation: Size2D, as operation: () -> String,
  file: StaticString, line: UInt
) -> Size2D {
  WindowPlan.requireRanges(
    kernel: kernel, stride: stride, padding: padding, dilation: dilation, as: operation, file: file,
    line: line)
  require(
    stride == 1 && padding == 0,
    "\(operation()): the size is kept with stride 1 and padding 0, found stride \(stride) and padding "
      + "\(padding)",
    file: file, line: line)
  return Size2D(
    height: dilation.height * (kernel.height - 1) / 2,
    width: dilation.width * (kernel.width - 1) / 2)
}

/// Stops unless the shapes of an input, a weight and a bias fit each other and the groups.
///
/// A convolution's weight is [O, C/groups, KH, KW], that of a transposed one [C, O/groups, KH, KW].
func requireConvolution(
  _ input: Shape, _ weight: Shape, _ bias: Shape?, groups: Int, isTransposed: Bool,
  as operation: () -> String, file: StaticString, line: UInt
) {
  require(
    input.rank == 4, "\(operation()): expected an input of shape [N, C, H, W], found \(input)",
    file: file, line: line)
  require(
    weight.rank == 4,
    "\(operation()): expected a weight of shape "
      + (isTransposed ? "[C, O/groups, KH, KW]" : "[O, C/groups, KH, KW]") + ", found \(weight)",
    file: file, line: line)
  require(
    groups >= 1, "\(operation()): expected at least 1 group, found \(groups)",
    file: file, line: line)
  let inputs = isTransposed ? weight[0] : productOrMax(weight[1], groups)
  let outputs = isTransposed ? productOrMax(weight[1], groups) : weight[0]
  require(
    inputs % groups == 0 && outputs % groups == 0,
    "\(operation()): \(isTransposed ? inputs : outputs) channels of the weight of shape \(weight) "
      + "cannot be divided into \(groups) groups",
    file: file, line: line)
  require(
    input[1] == inputs,
    "\(operation()): expected an input of shape [N, \(inputs), H, W], found \(input)"
      + (groups == 1
        ? ""
        : input[1] % groups == 0
          ? " (with \(groups) groups)" : ", whose channels \(groups) groups cannot divide"),
    file: file, line: line)
  require(
    bias == nil || bias == [outputs],
    "\(operation()): expected a bias of shape [\(outputs)], found \(bias ?? [])",
    file: file, line: line)
}
