import Autograd
import Layers
import TensorCore
import Testing

/// Sizes near the largest `Int` in convolutions, pooling and new layers.
@Suite struct SizeTests {
  @Test func windows() async {
    expect(
      "conv2D: expected a stride of at most 536870912, found [9223372036854775807, 1]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let x = Variable<Float>(.ones([1, 1, 5, 5]))
        _ = conv2D(x, Variable(.ones([1, 1, 2, 2])), stride: Size2D(height: .max, width: 1))
      })
    expect(
      "conv1D: expected a padding of at most 536870912, found [0, 2305843009213693952]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = conv1D(
          Variable<Float>(.ones([1, 1, 5])), Variable(.ones([1, 1, 2])), padding: 1 << 61)
      })
    expect(
      "transposedConv2D: expected a dilation of at most 536870912",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let x = Variable<Float>(.ones([1, 1, 5, 5]))
        _ = transposedConv2D(
          x, Variable(.ones([1, 1, 2, 2])), dilation: Size2D(height: .max, width: .max))
      })
    expect(
      "AveragePool2D: expected a kernel of at most 536870912",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = AveragePool2D<Float>(Size2D(height: .max, width: 1))
      })
  }

  @Test func groups() async {
    expect(
      "conv2D: expected an input of shape [N, 9223372036854775807, H, W], found [1, 2, 5, 5]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let x = Variable<Float>(.ones([1, 2, 5, 5]))
        _ = conv2D(x, Variable(.ones([0, 2, 2, 2])), groups: .max)
      })
  }

  /// The columns of an image, and not the image, are what no memory holds.
  @Test func windowsThatNoMemoryHolds() async {
    expect(
      "convolution: the windows of an image side by side: no memory holds",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let x = Variable<Float>(.ones([1, 1, 5, 5]))
        _ = conv2D(x, Variable(.ones([1, 1, 2, 2])), padding: [1 << 29, 1 << 29])
      })
  }

  @Test func poolingWithoutAPixel() async {
    expect(
      "MaxPool2D: expected an input of shape [N, C, H, W] with at least one pixel, found [1, 1, 0, 3]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = MaxPool2D<Float>(2, padding: 1)(.zeros([1, 1, 0, 3]))
      })
  }

  @Test func layersThatNoMemoryHolds() async {
    expect(
      "Initializer: a tensor of shape [1, 1152921504606846976]: no memory holds",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var generator = RandomGenerator(seed: 1)
        _ = Linear<Float>(1 << 60, 1, using: &generator)
      })
    expect(
      "tensor: no memory holds 2305843009213693952 elements of 4 bytes",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = BatchNorm<Float>(1 << 61)
      })
  }
}
