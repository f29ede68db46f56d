import Autograd
import TensorCore

/// Transposed convolution of images, which enlarges them: each element of the input adds its multiple of
/// the kernel to the output, at places that are `stride` apart.
///
/// From [N, I, H, W] it makes [N, O, OH, OW] with
/// OH = (H − 1)·stride − 2·padding + dilation·(KH − 1) + outputPadding + 1, and OW likewise: the size
/// from which a ``Conv2D`` with the same numbers makes [H, W]. It is that layer's gradient, not
/// its inverse. Note that padding makes the output smaller. A kernel that the stride does not divide
/// reaches some places more often than others, which shows as a checkerboard pattern.
///
/// The weight has shape [I, O/groups, KH, KW] and the bias [O], as `ConvTranspose2d` of PyTorch lays them
/// out. By default the weight is drawn as that of a convolution from I to O channels (`heUniform`), and
/// the bias is zero.
public struct TransposedConv2D<Scalar: TensorScalar>: Layer {
  /// w, shape [I, O/groups, KH, KW].
  public var weight: Variable<Scalar>
  /// b, shape [O]; nil for a layer without.
  public var bias: Variable<Scalar>?
  /// How far the kernels of neighboring inputs lie apart.
  public let stride: Size2D
  /// How many rows and columns are cut off on each side.
  public let padding: Size2D
  /// How many rows and columns are added below and on the right.
  public let outputPadding: Size2D
  /// The distance between neighboring elements of a kernel.
  public let dilation: Size2D
  /// How many parts the channels are divided into.
  public let groups: Int

  /// Makes a layer from its parameters; traps when their shapes do not fit, I is not divisible by the
  /// groups, or a number is out of its range.
  public init(
    weight: Tensor<Scalar>, bias: Tensor<Scalar>?, stride: Size2D = 1, padding: Size2D = 0,
    outputPadding: Size2D = 0, dilation: Size2D = 1, groups: Int = 1,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireKernels(
      weight.shape, bias?.shape, axes: ["I", "O/groups", "KH", "KW"], groups: groups,
      outputs: { weight.shape[1] * groups }, of: "TransposedConv2D", file: file, line: line)
    requireWindow(
      stride: stride, padding: padding, dilation: dilation, of: "TransposedConv2D",
      file: file, line: line)
    WindowPlan.requireRange(
      outputPadding: outputPadding, stride: stride, dilation: dilation,
      as: { "TransposedConv2D" }, file: file, line: line)
    self.weight = Variable(weight)
    self.bias = bias.map { Variable($0) }
    self.stride = stride
    self.padding = padding
    self.outputPadding = outputPadding
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
  ///   - outputPadding: 0 unless given; less than the stride or the dilation.
  ///   - dilation: 1 unless given.
  ///   - groups: 1 unless given.
  ///   - hasBias: Whether there is b; true unless given.
  ///   - initializer: How w is drawn; `heUniform` unless given.
  ///   - generator: The source of randomness.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public init(
    _ inputs: Int, _ outputs: Int, kernel: Size2D, stride: Size2D = 1, padding: Size2D = 0,
    outputPadding: Size2D = 0, dilation: Size2D = 1, groups: Int = 1, hasBias: Bool = true,
    initializer: Initializer = .heUniform, using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireChannels(
      inputs, outputs, groups: groups, of: "TransposedConv2D", file: file, line: line)
    requireKernel(kernel, of: "TransposedConv2D", file: file, line: line)
    let (i, o) = (inputs / groups, outputs / groups)
    // Drawn with the outputs first, since initializers take fanIn from the second axis.
    let shape = Shape([outputs, i, kernel.height, kernel.width], file: file, line: line)
    let drawn: Tensor<Scalar> = initializer.tensor(
      shape, using: &generator, file: file, line: line)
    let weight = drawn.reshaped(to: [groups, o, i, kernel.height, kernel.width])
      .permuted(to: [0, 2, 1, 3, 4])
      .reshaped(to: [inputs, o, kernel.height, kernel.width])
    self.init(
      weight: weight, bias: hasBias ? .zeros([outputs], file: file, line: line) : nil,
      stride: stride, padding: padding,
      outputPadding: outputPadding, dilation: dilation, groups: groups, file: file, line: line)
  }

  /// The transposed convolution of [N, I, H, W], shape [N, O, OH, OW]; traps when the input has another
  /// rank or number of channels, the output padding is too large, or the padding leaves nothing.
  public mutating func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    transposedConv2D(
      input, weight, bias, stride: stride, padding: padding, outputPadding: outputPadding,
      dilation: dilation, groups: groups, as: context.naming("TransposedConv2D"))
  }

  /// The weight and, if there is one, the bias.
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    visit("weight", &weight)
    visit("bias", &bias)
  }
}
