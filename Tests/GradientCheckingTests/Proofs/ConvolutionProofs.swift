import Autograd
import GradientChecking
import TensorCore

/// Convolutions: odd sizes, a rest that no window reaches, each number apart and all together. A new
/// one is a line of the table.
struct ConvolutionProof: DifferentiableFunction {
  enum Rule: String {
    case conv2D = "conv2D(_:_:)"
    case conv1D = "conv1D(_:_:)"
    case transposed = "transposedConv2D(_:_:)"
  }

  var rule = Rule.conv2D
  let input: Shape
  let weight: Shape
  var stride: Size2D = 1
  var padding: Size2D = 0
  var outputPadding: Size2D = 0
  var dilation: Size2D = 1
  var groups = 1
  var keepsSize = false
  var hasBias = true

  var name: String {
    "\(rule.rawValue), \(input) with \(weight), stride \(stride), padding \(padding), "
      + "dilation \(dilation), groups \(groups)" + (keepsSize ? ", keeping the size" : "")
      + (hasBias ? "" : ", no bias")
  }

  var inputs: [FunctionInput] {
    let outputs = rule == .transposed ? weight[1] * groups : weight[0]
    return [FunctionInput(input), FunctionInput(weight)] + (hasBias ? [[outputs]] : [])
  }

  func callAsFunction<S: TensorScalar>(_ x: [Variable<S>]) -> Variable<S> {
    let bias = hasBias ? x[2] : nil
    return switch rule {
    case .conv2D:
      conv2D(
        x[0], x[1], bias, stride: stride, padding: padding, keepsSize: keepsSize,
        dilation: dilation, groups: groups)
    case .conv1D:
      conv1D(
        x[0], x[1], bias, stride: stride.width, padding: padding.width, keepsSize: keepsSize,
        dilation: dilation.width, groups: groups)
    case .transposed:
      transposedConv2D(
        x[0], x[1], bias, stride: stride, padding: padding, outputPadding: outputPadding,
        dilation: dilation, groups: groups)
    }
  }

  static let all: [ConvolutionProof] = [
    ConvolutionProof(input: [2, 2, 4, 3], weight: [3, 2, 2, 3]),
    ConvolutionProof(input: [1, 1, 3, 3], weight: [2, 1, 3, 3], padding: 1, hasBias: false),
    ConvolutionProof(input: [2, 1, 5, 4], weight: [2, 1, 2, 1], stride: [3, 2]),
    ConvolutionProof(input: [1, 2, 5, 5], weight: [1, 2, 3, 2], dilation: [2, 3]),
    ConvolutionProof(input: [1, 4, 3, 3], weight: [4, 2, 2, 2], groups: 2),
    ConvolutionProof(
      input: [2, 2, 5, 6], weight: [4, 1, 3, 2], stride: [2, 3], padding: [2, 1],
      dilation: [1, 2], groups: 2),
    ConvolutionProof(
      input: [2, 2, 4, 3], weight: [2, 1, 2, 4], dilation: [3, 1], groups: 2, keepsSize: true),
    ConvolutionProof(rule: .conv1D, input: [2, 2, 5], weight: [3, 2, 4], keepsSize: true),
    ConvolutionProof(rule: .conv1D, input: [2, 2, 5], weight: [3, 2, 3], padding: 1),
    ConvolutionProof(
      rule: .conv1D, input: [1, 4, 7], weight: [2, 2, 2], stride: 2, dilation: 2, groups: 2,
      hasBias: false),
    ConvolutionProof(rule: .transposed, input: [2, 2, 2, 3], weight: [2, 3, 3, 2]),
    ConvolutionProof(
      rule: .transposed, input: [1, 4, 2, 3], weight: [4, 1, 3, 2], stride: [2, 3],
      padding: [2, 1], outputPadding: [1, 2], dilation: [2, 1], groups: 2),
    ConvolutionProof(
      rule: .transposed, input: [2, 1, 3, 2], weight: [1, 2, 2, 2], stride: 2, hasBias: false),
  ]
}
