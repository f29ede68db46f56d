import TensorCore

// What can be wrong with a layer before it has seen an input.

/// Stops unless there is at least one channel on each side and the groups divide both numbers.
func requireChannels(
  _ inputs: Int, _ outputs: Int, groups: Int, of layer: String, file: StaticString, line: UInt
) {
  require(
    inputs >= 1 && outputs >= 1,
    "\(layer): expected at least 1 channel in and out, found \(inputs) and \(outputs)",
    file: file, line: line)
  require(
    groups >= 1 && inputs % groups == 0 && outputs % groups == 0,
    "\(layer): \(inputs) channels in and \(outputs) out cannot be divided into \(groups) groups",
    file: file, line: line)
}

/// Stops unless a weight has the axes that are named, the groups divide its first, and a bias has one
/// number for each output. How many outputs there are is asked once the weight is known to have its axes.
func requireKernels(
  _ weight: Shape, _ bias: Shape?, axes: [String], groups: Int, outputs: () -> Int,
  of layer: String, file: StaticString, line: UInt
) {
  require(
    weight.rank == axes.count && weight.elementCount > 0,
    "\(layer): expected a weight of shape [\(axes.joined(separator: ", "))], found \(weight)",
    file: file, line: line)
  require(
    groups >= 1 && weight[0] % groups == 0,
    "\(layer): \(weight[0]) channels, the first axis of the weight of shape \(weight), cannot be "
      + "divided into \(groups) groups",
    file: file, line: line)
  require(
    bias == nil || bias == [outputs()],
    "\(layer): expected a bias of shape [\(outputs())], found \(bias ?? [])",
    file: file, line: line)
}

/// Stops unless a kernel has at least one element.
func requireKernel(_ kernel: Size2D, of layer: String, file: StaticString, line: UInt) {
  WindowPlan.requireRanges(
    kernel: kernel, stride: 1, padding: 0, as: { layer }, file: file, line: line)
}

/// Stops unless stride and dilation are at least 1 and the padding is at least 0; and, where the size is to be
/// kept, the stride 1 and the padding 0.
func requireWindow(
  stride: Size2D, padding: Size2D, keepsSize: Bool = false, dilation: Size2D, of layer: String,
  file: StaticString, line: UInt
) {
  WindowPlan.requireRanges(
    kernel: 1, stride: stride, padding: padding, dilation: dilation, as: { layer },
    file: file, line: line)
  require(
    !keepsSize || stride == 1 && padding == 0,
    "\(layer): the size is kept with stride 1 and padding 0, found stride \(stride) and padding "
      + "\(padding)",
    file: file, line: line)
}
