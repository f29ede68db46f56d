import Autograd
import TensorCore

/// A fully connected layer whose weight is kept in bytes, for prediction: y ≈ x·Wᵀ + b.
///
/// The weight is a ``QuantizedMatrix``, integers with one scale per row, a quarter of the memory. Inputs
/// and outputs are numbers, shapes [..., D] and [..., K]. With `quantizesInputs`, each row of the input becomes
/// integers while the layer runs, and the sums are exact sums of integers, which a processor adds several times as
/// fast. Against the layer that was quantized, with weight w and row scales s, an output k then differs by at most
///
/// s[k]/2·Σ|x[d]| + t/2·Σ|ŵ[k, d]| where t = max|x| / 127
///
/// and rounding, with ŵ = s·q for the integers q, which may be half a step larger than w; without, by the first part
/// alone.
///
/// It is made of a trained ``Linear`` and cannot be trained: it has no parameters to visit, and traps when its
/// input has a gradient. What is saved is the model that was trained.
public struct QuantizedLinear: Layer {
  /// W, shape [K, D].
  public let weight: QuantizedMatrix
  /// b, shape [K]; nil for a layer without.
  public let bias: Tensor<Float>?
  /// Whether the inputs become integers, too.
  public let quantizesInputs: Bool

  /// Quantizes a layer.
  ///
  /// Traps when a weight is infinite or NaN, and when there are more than
  /// ``QuantizedMatrix/mostColumns`` inputs.
  ///
  /// - Parameters:
  ///   - layer: The layer.
  ///   - quantizesInputs: Whether the inputs become integers, too; they do unless told otherwise.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public init(
    _ layer: Linear<Float>, quantizesInputs: Bool = true, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    weight = QuantizedMatrix(layer.weight.value, file: file, line: line)
    bias = layer.bias?.value
    self.quantizesInputs = quantizesInputs
  }

  /// x·Wᵀ + b; traps when the last axis of the input is not D, and when the input has a gradient.
  public func forward(
    _ input: Variable<Float>, in context: inout Context
  ) -> Variable<Float> {
    require(
      input.rank >= 1 && input.shape[-1] == weight.shape[1],
      "\(context.naming("QuantizedLinear")): expected an input of shape [..., \(weight.shape[1])], "
        + "found \(input.shape)")
    require(
      input.isConstant,
      "\(context.naming("QuantizedLinear")): rounding has no gradient. Hint: train the Linear, and quantize it "
        + "then; inside of a differentiation, withoutRecording.")
    let product = quantizedMatmul(input.value, transposed: weight, quantizesRows: quantizesInputs)
    return Variable(bias.map { product + $0 } ?? product)
  }

  /// The memory that the weight and the bias take.
  public var byteCount: Int { weight.byteCount + 4 * (bias?.elementCount ?? 0) }

  /// There is nothing to train.
  public func visitParameters(_ visit: ParameterVisit<Float>) {}
}

extension Sequential<Float> {
  /// The same network with each ``Linear`` quantized, also those inside of sequences and of ``Residual``: for
  /// prediction. Other layers stay as they are, convolutions too.
  ///
  /// Traps as ``QuantizedLinear/init(_:quantizesInputs:file:line:)`` does.
  ///
  /// - Parameters:
  ///   - quantizesInputs: Whether the inputs of these layers become integers, too.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public func quantized(
    quantizesInputs: Bool = true, file: StaticString = #fileID, line: UInt = #line
  ) -> Sequential {
    Sequential(layers.map { quantizedLayer($0, quantizesInputs, file, line) })
  }
}

private func quantizedLayer(
  _ layer: any Layer<Float>, _ quantizesInputs: Bool, _ file: StaticString, _ line: UInt
) -> any Layer<Float> {
  switch layer {
  case let linear as Linear<Float>:
    return QuantizedLinear(linear, quantizesInputs: quantizesInputs, file: file, line: line)
  case let sequence as Sequential<Float>:
    return sequence.quantized(quantizesInputs: quantizesInputs, file: file, line: line)
  case var residual as Residual<Float>:
    residual.body = quantizedLayer(residual.body, quantizesInputs, file, line)
    residual.projection = residual.projection.map {
      quantizedLayer($0, quantizesInputs, file, line)
    }
    return residual
  default: return layer
  }
}
