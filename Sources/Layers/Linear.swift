import Autograd
import TensorCore

/// A fully connected layer: y = x·Wᵀ + b.
///
/// The weight has shape [K, D] for D inputs and K outputs, as PyTorch lays it out; the bias has shape
/// [K]. Inputs have shape [B, D] or more axes in front, outputs [B, K].
///
/// By default the weight is drawn by He's rule for ReLU networks (`heUniform`), and the bias is zero. PyTorch's
/// own `Linear` begins with weights in ±1/√D, of which these are √6 times as wide: with
/// `initializer: .pytorchDefault` they are the same.
public struct Linear<Scalar: TensorScalar>: Layer {
  /// W, shape [K, D].
  public var weight: Variable<Scalar>
  /// b, shape [K]; nil for a layer without.
  public var bias: Variable<Scalar>?

  /// Makes a layer from its parameters; traps when their shapes do not fit.
  public init(
    weight: Tensor<Scalar>, bias: Tensor<Scalar>?,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      weight.rank == 2, "Linear: expected a weight of shape [K, D], found \(weight.shape)",
      file: file, line: line)
    require(
      bias == nil || bias?.shape == [weight.shape[0]],
      "Linear: expected a bias of shape [\(weight.shape[0])], found \(bias?.shape ?? [])",
      file: file, line: line)
    self.weight = Variable(weight)
    self.bias = bias.map { Variable($0) }
  }

  /// Makes a layer of `inputs` inputs and `outputs` outputs with random weights.
  public init(
    _ inputs: Int, _ outputs: Int, hasBias: Bool = true,
    initializer: Initializer = .heUniform, using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    let shape = Shape([outputs, inputs], file: file, line: line)
    self.init(
      weight: initializer.tensor(shape, using: &generator, file: file, line: line),
      bias: hasBias ? .zeros([outputs], file: file, line: line) : nil, file: file, line: line)
  }

  /// x·Wᵀ + b; traps when the last axis of the input is not D.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public mutating func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    require(
      input.rank >= 1 && input.shape[-1] == weight.shape[1],
      "\(context.naming("Linear")): expected an input of shape [..., \(weight.shape[1])], "
        + "found \(input.shape)")
    let product = matmul(input, weight, transposeB: true)
    guard let bias else { return product }
    return product + bias
  }

  /// The weight and, if there is one, the bias.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    visit("weight", &weight)
    visit("bias", &bias)
  }
}
