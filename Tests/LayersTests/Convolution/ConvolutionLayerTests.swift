import Autograd
import Layers
import TensorCore
import Testing

/// Shapes and parameters of the layers of convolution and pooling.
@Suite struct ConvolutionLayerTests {
  private func shape(_ layer: some Layer<Float>, _ input: Shape) -> Shape {
    layer(.zeros(input)).shape
  }

  @Test func shapes() {
    var generator = RandomGenerator(seed: 1)
    #expect(
      shape(Conv2D(3, 8, kernel: 3, padding: 1, using: &generator), [2, 3, 32, 32])
        == [2, 8, 32, 32])
    #expect(
      shape(
        Conv2D(
          16, 33, kernel: [3, 5], stride: [2, 1], padding: [4, 2],
          dilation: [3, 1], using: &generator), [2, 16, 50, 100]) == [2, 33, 26, 100])
    #expect(
      shape(Conv1D(16, 33, kernel: 3, stride: 2, using: &generator), [20, 16, 50])
        == [20, 33, 24])
    #expect(
      shape(
        TransposedConv2D(
          16, 8, kernel: [3, 5], stride: [2, 1], padding: [4, 2],
          using: &generator), [2, 16, 50, 20]) == [2, 8, 93, 20])
    #expect(
      shape(
        TransposedConv2D(
          4, 4, kernel: 3, stride: 2, padding: 1, outputPadding: 1,
          groups: 2, using: &generator), [1, 4, 6, 6]) == [1, 4, 12, 12])
    #expect(shape(MaxPool2D([3, 2], stride: [2, 1]), [2, 4, 50, 32]) == [2, 4, 24, 31])
    #expect(shape(MaxPool2D(2), [2, 4, 7, 9]) == [2, 4, 3, 4])
    #expect(shape(AveragePool2D(3, stride: 2, padding: 1), [2, 4, 7, 9]) == [2, 4, 4, 5])
    #expect(shape(GlobalAveragePool2D(), [2, 4, 7, 9]) == [2, 4])
  }

  @Test func parameters() {
    var generator = RandomGenerator(seed: 1)
    func parameters(_ layer: some Layer<Float>) -> [String] {
      layer.parameters.map { "\($0.name) \($0.value.shape)" }
    }
    #expect(
      parameters(Conv2D(4, 6, kernel: [3, 2], groups: 2, using: &generator))
        == ["weight [6, 2, 3, 2]", "bias [6]"])
    #expect(
      parameters(Conv1D(4, 6, kernel: 3, groups: 2, hasBias: false, using: &generator))
        == ["weight [6, 2, 3]"])
    #expect(
      parameters(TransposedConv2D(4, 6, kernel: [3, 2], groups: 2, using: &generator))
        == ["weight [4, 3, 3, 2]", "bias [6]"])
    #expect(parameters(MaxPool2D(2)).isEmpty)
  }

  /// He's rule counts the inputs of an output: here 4·9, of which a group has a half.
  @Test func weightsAreDrawnByTheNumberOfInputs() {
    var generator = RandomGenerator(seed: 1)
    let layer = Conv2D<Double>(4, 64, kernel: 3, groups: 2, using: &generator)
    let transposed = TransposedConv2D<Double>(4, 64, kernel: 3, groups: 2, using: &generator)
    let bound = (6.0 / 18).squareRoot()
    for weight in [layer.weight.value, transposed.weight.value] {
      #expect(weight.abs().max() <= bound && weight.abs().max() > 0.98 * bound)
    }
    #expect(layer.bias?.value == .zeros([64]))
  }

  /// A transposed layer of groups draws, for each group, the weight that a convolution would.
  @Test func transposedWeightsAreThoseOfAConvolution() {
    var (one, two) = (RandomGenerator(seed: 2), RandomGenerator(seed: 2))
    let convolution = Conv2D<Double>(4, 6, kernel: 3, groups: 2, using: &one).weight.value
    let transposed = TransposedConv2D<Double>(4, 6, kernel: 3, groups: 2, using: &two)
      .weight.value
    for (i, o) in [(0, 0), (1, 2), (2, 0), (3, 1)] {
      #expect(transposed[i, o, 1, 2] == convolution[i / 2 * 3 + o, i % 2, 1, 2])
    }
  }

  @Test func layersApplyTheirRules() {
    var generator = RandomGenerator(seed: 3)
    let x: Tensor<Double> = randomTensor([2, 4, 7, 6], seed: 4)
    let c = Conv2D<Double>(
      4, 6, kernel: 3, stride: 2, padding: [1, 2], dilation: [1, 2], groups: 2, using: &generator)
    #expect(
      c(x)
        == conv2D(
          Variable(x), c.weight, c.bias, stride: 2, padding: [1, 2], dilation: [1, 2], groups: 2
        ).value)
    let t = TransposedConv2D<Double>(
      4, 6, kernel: 3, stride: [2, 3], padding: [1, 2], outputPadding: [1, 2], dilation: [1, 2],
      groups: 2, using: &generator)
    #expect(
      t(x)
        == transposedConv2D(
          Variable(x), t.weight, t.bias, stride: [2, 3], padding: [1, 2], outputPadding: [1, 2],
          dilation: [1, 2], groups: 2
        ).value)
    let s = Conv1D<Double>(
      4, 6, kernel: 3, stride: 2, padding: 3, dilation: 2, groups: 2, using: &generator)
    let sequence = x.reshaped(to: [2, 4, 42])
    #expect(
      s(sequence)
        == conv1D(
          Variable(sequence), s.weight, s.bias, stride: 2, padding: 3, dilation: 2, groups: 2
        ).value)
    let pool = AveragePool2D<Double>(3, stride: 2, padding: 1, countsPadding: false)
    #expect(
      pool(x)
        == Variable(x).averagePool2D(3, stride: 2, padding: 1, countsPadding: false).value
    )
    #expect(
      MaxPool2D<Double>(3, stride: 2, padding: 1)(x)
        == Variable(x).maxPool2D(3, stride: 2, padding: 1).value)
  }
}
