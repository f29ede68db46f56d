import TensorCore

/// Stops unless kernel and stride are at least 1 and the padding is from 0 to half of the kernel.
func requirePooling(
  _ kernel: Size2D, stride: Size2D, padding: Size2D, of layer: String, file: StaticString,
  line: UInt
) {
  WindowPlan.requireRanges(
    kernel: kernel, stride: stride, padding: padding, as: { layer }, file: file, line: line)
  WindowPlan.requireHalf(
    kernel: kernel, padding: padding, as: { layer }, file: file, line: line)
}
