import Autograd
import TensorCore

/// The mean of each window, channel by channel.
///
/// From [N, C, H, W] it makes [N, C, OH, OW] with OH = ⌊(H + 2·padding − KH) / stride⌋ + 1, and OW
/// likewise; rows and columns that are left over at the edge are not seen.
///
/// The zeros of the padding count as elements, as they do in PyTorch, so that means at the edge are
/// smaller; with `countsPadding: false` they do not.
public struct AveragePool2D<Scalar: TensorScalar>: ParameterlessLayer {
  /// KH and KW.
  public let kernel: Size2D
  /// The distance between neighbouring windows.
  public let stride: Size2D
  /// How many zeros are added on each side.
  public let padding: Size2D
  /// Whether the padding counts among the elements of a mean.
  public let countsPadding: Bool

  /// Makes the layer; traps when a number is out of its range.
  ///
  /// - Parameters:
  ///   - kernel: KH and KW.
  ///   - stride: That of the kernel unless given, so that windows do not overlap.
  ///   - padding: At most half of the kernel; 0 unless given.
  ///   - countsPadding: True unless given.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public init(
    _ kernel: Size2D, stride: Size2D? = nil, padding: Size2D = 0, countsPadding: Bool = true,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.kernel = kernel
    self.stride = stride ?? kernel
    self.padding = padding
    self.countsPadding = countsPadding
    requirePooling(
      kernel, stride: self.stride, padding: padding, of: "AveragePool2D", file: file, line: line)
  }

  /// The means of [N, C, H, W], shape [N, C, OH, OW]; traps when the input has another rank or is
  /// smaller than the kernel.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.averagePool2D(
      kernel, stride: stride, padding: padding, countsPadding: countsPadding,
      as: context.naming("AveragePool2D"))
  }
}
