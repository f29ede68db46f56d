import Autograd
import TensorCore

/// Convolution of images: y[n, o, y, x] = b[o] + Σ over c, i, j of
/// x[n, c, y·stride − padding + i·dilation, x·stride − padding + j·dilation]·w[o, c, i, j].
///
/// From [N, I, H, W] it makes [N, O, OH, OW] with
/// OH = ⌊(H + 2·padding − dilation·(KH − 1) − 1) / stride⌋ + 1, and OW likewise. Rows at the lower edge that
/// no window reaches, because the stride does not divide, are not seen.
///
/// With `keepsSize: true` and stride 1 it makes [N, O, H, W] ("same" padding): dilation·(KH − 1) zeros are
/// added, half of them above; with an even kernel the one more comes below, and on the right. For an odd kernel
/// that is a padding of dilation·(KH − 1)/2.
///
/// The weight has shape [O, I/groups, KH, KW] and the bias [O], as `Conv2d` of PyTorch lays them out. With
/// `groups` = I each channel has kernels of its own (a depthwise convolution).
///
/// By default the weight is drawn by He's rule for ReLU networks (`heUniform`), and the bias is zero. A
/// normalization after the layer takes the bias out again: `hasBias: false` saves it.
public struct Conv2D<Scalar: TensorScalar>: Layer {
  /// w, shape [O, I/groups, KH, KW].
  public var weight: Variable<Scalar>
  /// b, shape [O]; nil for a layer without.
  public var bias: Variable<Scalar>?
  /// The distance between neighboring windows.
  public let stride: Size2D
  /// How many zeros are added on each side.
  public let padding: Size2D
  /// Whether zeros are added so that the size stays: "same" padding.
  public let keepsSize: Bool
  /// The distance between neighboring elements of a window.
  public let dilation: Size2D
  /// How many parts the channels are divided into.
  public let groups: Int

  /// Makes a layer from its parameters; traps when their shapes do not fit, O is not divisible by the
  /// groups, or a number is out of its range.
  public init(
    weight: Tensor<Scalar>, bias: Tensor<Scalar>?, stride: Size2D = 1, padding: Size2D = 0,
    keepsSize: Bool = false, dilation: Size2D = 1, groups: Int = 1, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    requireKernels(
      weight.shape, bias?.shape, axes: ["O", "I/groups", "KH", "KW"], groups: groups,
      outputs: { weight.shape[0] }, of: "Conv2D", file: file, line: line)
    requireWindow(
      stride: stride, padding: padding, keepsSize: keepsSize, dilation: dilation, of: "Conv2D",
      file: file, line: line)
    self.weight = Variable(weight)
    self.bias = bias.map { Variable($0) }
    self.stride = stride
    self.padding = padding
    self.keepsSize = keepsSize
    self.dilation = dilation
    self.groups = groups
  }

  /// Makes a layer with random weights.
  ///
  /// Traps when the channels cannot be divided into the groups or a number is out of its range.
  ///
  /// - Parameters:
  ///   - inputs: I, the number of channels of the input.
  ///   - outputs: O, the number of channels of the output.
  ///   - kernel: KH and KW.
  ///   - stride: 1 unless given.
  ///   - padding: 0 unless given.
  ///   - keepsSize: Whether, in place of a padding, zeros are added so that the size stays; needs stride 1.
  ///     False unless given.
  ///   - dilation: 1 unless given.
  ///   - groups: 1 unless given.
  ///   - hasBias: Whether there is b; true unless given.
  ///   - initializer: How w is drawn; `heUniform` unless given.
  ///   - generator: The source of randomness.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public init(
    _ inputs: Int, _ outputs: Int, kernel: Size2D, stride: Size2D = 1, padding: Size2D = 0,
    keepsSize: Bool = false, dilation: Size2D = 1, groups: Int = 1, hasBias: Bool = true,
    initializer: Initializer = .heUniform, using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireChannels(inputs, outputs, groups: groups, of: "Conv2D", file: file, line: line)
    requireKernel(kernel, of: "Conv2D", file: file, line: line)
    let shape = Shape(
      [outputs, inputs / groups, kernel.height, kernel.width], file: file, line: line)
    self.init(
      weight: initializer.tensor(shape, using: &generator, file: file, line: line),
      bias: hasBias ? .zeros([outputs], file: file, line: line) : nil, stride: stride,
      padding: padding, keepsSize: keepsSize, dilation: dilation, groups: groups, file: file,
      line: line)
  }

  /// The convolution of [N, I, H, W], shape [N, O, OH, OW]; traps when the input has another rank or
  /// number of channels, or is smaller than the kernel.
  public mutating func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    conv2D(
      input, weight, bias, stride: stride, padding: padding, keepsSize: keepsSize,
      dilation: dilation,
      groups: groups, as: context.naming("Conv2D"))
  }

  /// The weight and, if there is one, the bias.
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    visit("weight", &weight)
    visit("bias", &bias)
  }
}
