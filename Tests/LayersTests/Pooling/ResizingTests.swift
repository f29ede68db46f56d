import Autograd
import Layers
import TensorCore
import Testing

@Suite struct ResizingTests {
  private let image = Tensor<Double>(shape: [1, 1, 2, 2], elements: [1, 2, 3, 4])

  @Test func byHand() {
    let nearest = Upsample2D<Double>(2)(image)
    #expect(
      nearest.reshaped(to: [4, 4]) == [[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]])
    let wide = Upsample2D<Double>([1, 2], by: .bilinear)(image)
    #expect(wide.reshaped(to: [2, 4]) == [[1, 1.25, 1.75, 2], [3, 3.25, 3.75, 4]])
    let smaller = Variable(image).resized2D(to: 1, by: .bilinear)
    #expect(smaller.value.scalar() == 2.5)
    #expect(Variable(image).resized2D(to: 1).value.scalar() == 1)
  }

  @Test("bilinear interpolation keeps a plane, away from the edges")
  func planes() {
    let plane = Tensor<Double>(
      shape: [1, 1, 5, 6],
      elements: (0..<30).map { place -> Double in Double(2 * (place / 6) - place % 6) })
    let larger = Variable(plane).resized2D(to: [15, 12], by: .bilinear).value
    for y in 2..<13 {
      for x in 2..<10 {
        let row = (Double(y) + 0.5) / 3 - 0.5
        let column = (Double(x) + 0.5) / 2 - 0.5
        let expected = 2 * row - column
        #expect(isClose(larger[0, 0, y, x], expected))
      }
    }
  }

  @Test("parts that divide the image are average pooling, and one part is the mean of all")
  func adaptivePooling() {
    var generator = RandomGenerator(seed: 2)
    let x = Tensor<Double>.normal([2, 3, 6, 8], using: &generator)
    #expect(areClose(AdaptiveAveragePool2D([3, 2])(x), AveragePool2D([2, 4])(x)))
    #expect(
      areClose(
        AdaptiveAveragePool2D(1)(x).reshaped(to: [2, 3]), GlobalAveragePool2D()(x)))
    #expect(areClose(AdaptiveAveragePool2D([6, 8])(x), x))
    let column = Tensor<Double>(shape: [1, 1, 5, 1], elements: [1, 2, 3, 4, 5])
    // Rows 0 and 1, 1 to 3, 3 and 4: neighbors overlap.
    #expect(areClose(AdaptiveAveragePool2D([3, 1])(column).flattened(), [1.5, 3, 4.5]))
  }

  @Test("the size stays, whatever kernel and dilation", arguments: [1, 2, 3, 4, 5], [1, 2, 3])
  func samePadding(kernel: Int, dilation: Int) {
    var generator = RandomGenerator(seed: 1)
    let x = Tensor<Double>.normal([2, 2, 6, 5], using: &generator)
    let layer = Conv2D<Double>(
      2, 3, kernel: Size2D(height: kernel, width: 2), keepsSize: true,
      dilation: Size2D(height: dilation, width: 1), using: &generator)
    let total = dilation * (kernel - 1)
    let padded = x.padded([(0, 0), (0, 0), (total / 2, total - total / 2), (0, 1)])
    let expected = conv2D(
      Variable(padded), layer.weight, layer.bias, dilation: Size2D(height: dilation, width: 1))
    for backend in [Backend.naive, .simd] {
      withBackend(backend) { #expect(areClose(layer(x), expected.value, 1e-13)) }
    }
  }

  @Test func wrongSizes() async {
    let size = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Variable<Float>(.zeros([1, 1, 2, 2])).resized2D(to: [0, 3])
    }
    expect(
      "resized2D: expected a size from 1 to 536870912 each way, found [0, 3]", in: size,
      at: "LayersTests/ResizingTests.swift")
    let rank = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Variable<Float>(.zeros([1, 2, 2])).adaptiveAveragePool2D(1)
    }
    expect(
      "adaptiveAveragePool2D: expected an input of shape [N, C, H, W] with at least one pixel, found "
        + "[1, 2, 2]", in: rank, at: "LayersTests/ResizingTests.swift")
    let stride = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      _ = Conv1D<Float>(1, 1, kernel: 3, stride: 2, keepsSize: true, using: &generator)
    }
    expect(
      "Conv1D: the size is kept with stride 1 and padding 0, found stride [1, 2] and padding [0, 0]",
      in: stride, at: "LayersTests/ResizingTests.swift")
    let padding = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = conv2D(
        Variable<Float>(.zeros([1, 1, 2, 2])), Variable(.zeros([1, 1, 2, 2])), padding: 1,
        keepsSize: true)
    }
    expect(
      "conv2D: the size is kept with stride 1 and padding 0, found stride [1, 1] and padding [1, 1]",
      in: padding, at: "LayersTests/ResizingTests.swift")
  }
}
