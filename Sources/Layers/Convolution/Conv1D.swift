import Autograd
import TensorCore

/// Convolution of sequences: y[n, o, x] = b[o] + Σ over c, j of
/// x[n, c, x·stride − padding + j·dilation]·w[o, c, j].
///
/// From [N, I, L] it makes [N, O, ⌊(L + 2·padding − dilation·(K − 1) − 1) / stride⌋ + 1]. With
/// `keepsSize: true` and stride 1 it is [N, O, L] ("same" padding): dilation·(K − 1) zeros are added, half of
/// them in front; if that is odd, the one more comes at the end. The channels come before the time:
/// a sequence of vectors, [N, L, I], has to be permuted first.
///
/// The weight has shape [O, I/groups, K] and the bias [O], as `Conv1d` of PyTorch lays them out. By default
/// the weight is drawn by He's rule for ReLU networks (`heUniform`), and the bias is zero.
public struct Conv1D<Scalar: TensorScalar>: Layer {
  /// w, shape [O, I/groups, K].
  public var weight: Variable<Scalar>
  /// b, shape [O]; nil for a layer without.
  public var bias: Variable<Scalar>?
  /// The distance between neighboring windows.
  public let stride: Int
  /// How many zeros are added on each side.
  public let padding: Int
  /// Whether zeros are added so that the size stays: "same" padding.
  public let keepsSize: Bool
  /// The distance between neighboring elements of a window.
  public let dilation: Int
  /// How many parts the channels are divided into.
  public let groups: Int

  /// Makes a layer from its parameters; traps when their shapes do not fit, O is not divisible by the
  /// groups, or a number is out of its range.
  public init(
    weight: Tensor<Scalar>, bias: Tensor<Scalar>?, stride: Int = 1, padding: Int = 0,
    keepsSize: Bool = false, dilation: Int = 1, groups: Int = 1, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    requireKernels(
      weight.shape, bias?.shape, axes: ["O", "I/groups", "K"], groups: groups,
      outputs: { weight.shape[0] }, of: "Conv1D", file: file, line: line)
    requireWindow(
      stride: Size2D(height: 1, width: stride), padding: Size2D(height: 0, width: padding),
      keepsSize: keepsSize, dilation: Size2D(height: 1, width: dilation), of: "Conv1D", file: file,
      line: line)
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
  ///   - kernel: K.
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
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0,
    keepsSize: Bool = false, dilation: Int = 1, groups: Int = 1, hasBias: Bool = true,
    initializer: Initializer = .heUniform, using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireChannels(inputs, outputs, groups: groups, of: "Conv1D", file: file, line: line)
    requireKernel(
      Size2D(height: 1, width: kernel), of: "Conv1D", file: file, line: line)
    let shape = Shape([outputs, inputs / groups, kernel], file: file, line: line)
    self.init(
      weight: initializer.tensor(shape, using: &generator, file: file, line: line),
      bias: hasBias ? .zeros([outputs], file: file, line: line) : nil, stride: stride,
      padding: padding, keepsSize: keepsSize, dilation: dilation, groups: groups, file: file,
      line: line)
  }

  /// The convolution of [N, I, L]; traps when the input has another rank or number of channels, or is
  /// shorter than the kernel.
  public mutating func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    conv1D(
      input, weight, bias, stride: stride, padding: padding, keepsSize: keepsSize,
      dilation: dilation,
      groups: groups, as: context.naming("Conv1D"))
  }

  /// The weight and, if there is one, the bias.
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    visit("weight", &weight)
    visit("bias", &bias)
  }
}
