import Autograd
import GradientChecking
import TensorCore
import Testing

/// Convolutions and poolings whose pullback is wrong, each with a mistake that people make.
enum WrongWindow: String, CaseIterable, DifferentiableFunction {
  case kernelNotTurned
  case strideForgotten
  case dilationForgotten
  case groupsMixed
  case weightOfTheFirstImageAlone
  case paddingCountedIntoTheAverage
  case maximumToEveryTie

  var name: String { rawValue }

  var inputs: [FunctionInput] {
    switch self {
    case .kernelNotTurned: [[1, 2, 4, 4], [2, 2, 3, 3]]
    case .strideForgotten: [[1, 2, 5, 5], [2, 2, 2, 2]]
    case .dilationForgotten: [[1, 2, 5, 5], [2, 2, 2, 2]]
    case .groupsMixed: [[1, 4, 3, 3], [4, 2, 2, 2]]
    case .weightOfTheFirstImageAlone: [[3, 2, 3, 3], [2, 2, 2, 2]]
    case .paddingCountedIntoTheAverage: [[1, 2, 4, 4]]
    case .maximumToEveryTie: [.values([1, 1, 2, 4], [2, 1, 0, 3, 2, 2, 3, 3])]
    }
  }

  var samplesLieOnKinks: Bool { self == .maximumToEveryTie }

  /// The input whose gradient is wrong.
  var wrongInput: Int { self == .weightOfTheFirstImageAlone ? 1 : 0 }

  /// The right value and the right pullback of a convolution, but for one of them.
  private func convolution<S: TensorScalar>(
    _ inputs: [Variable<S>], stride: Size2D = 1, padding: Size2D = 0, dilation: Size2D = 1,
    groups: Int = 1, pullbackOfInput: Pullback<S>? = nil, pullbackOfWeight: Pullback<S>? = nil
  ) -> Variable<S> {
    let values = inputs.map(\.value)
    func function(_ x: [Variable<S>]) -> Variable<S> {
      conv2D(x[0], x[1], stride: stride, padding: padding, dilation: dilation, groups: groups)
    }
    func right(_ index: Int) -> Pullback<S> {
      { valueWithGradients(at: values, upstream: $0, of: function).gradients[index] }
    }
    return Variable(
      "conv2D", function(values.map { Variable($0) }).value,
      (inputs[0], pullbackOfInput ?? right(0)), (inputs[1], pullbackOfWeight ?? right(1)))
  }

  /// A transposed convolution of the upstream gradient, which is right with the right numbers.
  private func transposed<S: TensorScalar>(
    _ upstream: Tensor<S>, _ weight: Tensor<S>, stride: Size2D = 1, outputPadding: Size2D = 0,
    dilation: Size2D = 1, groups: Int = 1
  ) -> Tensor<S> {
    transposedConv2D(
      Variable(upstream), Variable(weight), stride: stride, outputPadding: outputPadding,
      dilation: dilation, groups: groups
    ).value
  }

  /// Zeros below and on the right, up to the input's size.
  private func enlarged<S: TensorScalar>(_ x: Tensor<S>, to size: Int) -> Tensor<S> {
    x.padded([(0, 0), (0, 0), (0, size - x.shape[2]), (0, size - x.shape[3])], with: 0)
  }

  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
    let x = inputs[0].value
    switch self {
    case .kernelNotTurned:
      // The kernel has to be turned around for the way back; its channels alone change places here.
      let weight = inputs[1].value.permuted(to: [1, 0, 2, 3])
      return convolution(
        inputs, padding: 1,
        pullbackOfInput: { conv2D(Variable($0), Variable(weight), padding: 1).value })
    case .strideForgotten:
      let weight = inputs[1].value
      return convolution(
        inputs, stride: 3,
        pullbackOfInput: { enlarged(transposed($0, weight), to: 5) })
    case .dilationForgotten:
      let weight = inputs[1].value
      return convolution(
        inputs, dilation: 2,
        pullbackOfInput: { enlarged(transposed($0, weight), to: 5) })
    case .groupsMixed:
      // The gradient of each group goes through the kernels of the other.
      let weight = inputs[1].value.gather([2, 3, 0, 1])
      return convolution(
        inputs, groups: 2, pullbackOfInput: { transposed($0, weight, groups: 2) })
    case .weightOfTheFirstImageAlone:
      let weight = inputs[1].value
      return convolution(
        inputs,
        pullbackOfWeight: { upstream in
          valueWithGradients(at: [weight], upstream: upstream[0..<1]) {
            conv2D(Variable(x[0..<1]), $0[0])
          }.gradients[0]
        })
    case .paddingCountedIntoTheAverage:
      let mean = { (image: Variable<S>, counting: Bool) in
        image.averagePool2D(2, padding: 1, countsPadding: counting)
      }
      return Variable(
        "averagePool2D", mean(Variable(x), false).value,
        (
          inputs[0],
          { upstream in
            valueWithGradients(at: [x], upstream: upstream) { mean($0[0], true) }.gradients[0]
          }
        ))
    case .maximumToEveryTie:
      let maxima = Variable(x).maxPool2D(2).value
      return Variable(
        "maxPool2D", maxima,
        (
          inputs[0],
          { upstream in
            // Each number beside the maximum of its window: every element twice, in both directions.
            func repeated(_ tensor: Tensor<S>) -> Tensor<S> {
              tensor.gather([0, 0], along: 2).gather([0, 0, 1, 1], along: 3)
            }
            return select(x .== repeated(maxima), repeated(upstream), Tensor<S>.zeros([1]))
          }
        ))
    }
  }
}

@Suite struct WindowMistakeTests {
  @Test(arguments: WrongWindow.allCases)
  func wrongPullbackIsRejected(mistake: WrongWindow) throws {
    let problems = checkGradients(of: mistake)
    let first = try #require(problems.first, "\(mistake) was not noticed")
    #expect(first.argument == "input \(mistake.wrongInput)", "\(problems)")
    #expect(problems.allSatisfy { $0.argument == first.argument }, "\(problems)")
  }
}
