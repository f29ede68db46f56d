import Autograd
import Layers
import TensorCore
import Testing

/// What stops the program when convolution and pooling are given what they cannot take: a sentence that
/// names the layer, its place, what it got and what it wanted.
@Suite struct ConvolutionTrapTests {
  @Test func wrongRank() async {
    expect(
      "Conv2D: expected an input of shape [N, C, H, W], found [3, 8, 8]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var generator = RandomGenerator(seed: 1)
        _ = Conv2D<Float>(3, 4, kernel: 3, using: &generator)(.zeros([3, 8, 8]))
      })
  }

  @Test func wrongChannelsInsideAModel() async {
    expect(
      "Conv2D at 1.body.0: expected an input of shape [N, 5, H, W], found [2, 4, 6, 6]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var generator = RandomGenerator(seed: 1)
        var model = Sequential<Float>(
          Conv2D(3, 4, kernel: 3, using: &generator),
          Residual(Sequential(Conv2D(5, 4, kernel: 3, using: &generator))))
        var context = Context.training(seed: 1)
        _ = valueWithGradients(at: &model) { model in
          model.forward(Variable(.zeros([2, 3, 8, 8])), in: &context).sum()
        }
      })
  }

  @Test func wrongChannelsWithGroups() async {
    expect(
      "Conv2D: expected an input of shape [N, 4, H, W], found [2, 3, 6, 6], whose channels 2 "
        + "groups cannot divide",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var generator = RandomGenerator(seed: 1)
        _ = Conv2D<Float>(4, 4, kernel: 3, groups: 2, using: &generator)(
          .zeros([2, 3, 6, 6]))
      })
  }

  @Test func kernelTooLarge() async {
    expect(
      "Conv2D at 0: the kernel of size [3, 3], which dilation [2, 3] spreads over [5, 7], is "
        + "larger than the input of shape [2, 1, 2, 8], which padding [1, 0] enlarges to [4, 8]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var generator = RandomGenerator(seed: 1)
        let model = Sequential<Float>(
          Conv2D(1, 4, kernel: 3, padding: [1, 0], dilation: [2, 3], using: &generator))
        _ = model(.zeros([2, 1, 2, 8]))
      })
  }

  @Test func poolTooLarge() async {
    expect(
      "MaxPool2D: the kernel of size [2, 2] is larger than the input of shape [2, 1, 8, 1]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = MaxPool2D<Float>(2)(.zeros([2, 1, 8, 1]))
      })
  }

  @Test func groupsDoNotDivide() async {
    expect(
      "Conv2D: 4 channels in and 6 out cannot be divided into 4 groups",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var generator = RandomGenerator(seed: 1)
        _ = Conv2D<Float>(4, 6, kernel: 3, groups: 4, using: &generator)
      })
  }

  @Test func strideOfZero() async {
    expect(
      "Conv2D: expected a stride of at least 1, found [0, 1]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var generator = RandomGenerator(seed: 1)
        _ = Conv2D<Float>(4, 6, kernel: 3, stride: [0, 1], using: &generator)
      })
    expect(
      "conv1D: expected a stride of at least 1, found [1, 0]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = conv1D(Variable<Float>(.zeros([1, 1, 5])), Variable(.zeros([1, 1, 2])), stride: 0)
      })
    expect(
      "AveragePool2D: expected a stride of at least 1, found [0, 0]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = AveragePool2D<Float>(2, stride: 0)
      })
  }

  @Test func kernelsAndBiases() async {
    expect(
      "Conv2D: expected a kernel of at least 1, found [0, 3]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var generator = RandomGenerator(seed: 1)
        _ = Conv2D<Float>(1, 1, kernel: [0, 3], using: &generator)
      })
    expect(
      "TransposedConv2D: expected a bias of shape [6], found [4]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = TransposedConv2D<Float>(
          weight: .zeros([4, 3, 2, 2]), bias: .zeros([4]), groups: 2)
      })
    expect(
      "Conv1D: expected a weight of shape [O, I/groups, K], found [4, 3, 2, 2]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Conv1D<Float>(weight: .zeros([4, 3, 2, 2]), bias: nil)
      })
  }

  @Test func sequencesOfTheWrongRank() async {
    expect(
      "Conv1D: expected an input of shape [N, C, L], found [3, 8]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var generator = RandomGenerator(seed: 1)
        _ = Conv1D<Float>(3, 4, kernel: 3, using: &generator)(.zeros([3, 8]))
      })
  }

  @Test func outputPaddingTooLarge() async {
    expect(
      "TransposedConv2D: expected an output padding of at least 0 and less than the stride "
        + "[2, 2] or the dilation [1, 1], found [2, 0]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var generator = RandomGenerator(seed: 1)
        _ = TransposedConv2D<Float>(
          3, 4, kernel: 3, stride: 2, outputPadding: [2, 0], using: &generator)(
            .zeros([1, 3, 4, 4]))
      })
  }

  @Test func paddingThatLeavesNothing() async {
    expect(
      "TransposedConv2D: padding [1, 1] leaves an output of size [0, 2] for the input of shape "
        + "[1, 3, 1, 3]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var generator = RandomGenerator(seed: 1)
        _ = TransposedConv2D<Float>(3, 4, kernel: 2, padding: 1, using: &generator)(
          .zeros([1, 3, 1, 3]))
      })
  }

  /// With a padding, a kernel fits over an image without pixels, where there is no maximum and no mean.
  @Test func poolingOfNothing() async {
    let largest = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential<Float>(MaxPool2D(2, padding: 1))(.ones([1, 1, 0, 3]))
    }
    expect(
      "MaxPool2D at 0: expected an input of shape [N, C, H, W] with at least one pixel, "
        + "found [1, 1, 0, 3]", in: largest)
    let mean = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = AveragePool2D<Float>(2, padding: 1, countsPadding: false)(.ones([1, 1, 3, 0]))
    }
    expect(
      "AveragePool2D: expected an input of shape [N, C, H, W] with at least one pixel, "
        + "found [1, 1, 3, 0]", in: mean)
  }

  @Test func pooling() async {
    expect(
      "MaxPool2D: expected a padding of at most half of the kernel [3, 2], found [1, 2]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = MaxPool2D<Float>([3, 2], padding: [1, 2])
      })
    expect(
      "GlobalAveragePool2D at 0: expected an input of shape [N, C, H, W] with at least one pixel, "
        + "found [2, 3]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Sequential<Float>(GlobalAveragePool2D())(.zeros([2, 3]))
      })
  }

  @Test func otherLayersNameTheirPlace() async {
    expect(
      "Linear at 1: expected an input of shape [..., 3], found [2, 4]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var generator = RandomGenerator(seed: 1)
        _ = Sequential<Float>(Flatten(), Linear(3, 1, using: &generator))(.zeros([2, 2, 2]))
      })
    expect(
      "Residual at 0: the body must keep the shape, but makes [2, 2] of [2, 3]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var generator = RandomGenerator(seed: 1)
        _ = Sequential<Float>(Residual(Linear(3, 2, using: &generator)))(.zeros([2, 3]))
      })
  }

  @Test func padded() async {
    expect(
      "padded: expected a pair of numbers of at least 0 for each axis of shape [2, 3], found "
        + "[[1, -1], [0, 0]]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Variable<Float>(.zeros([2, 3])).padded([(1, -1), (0, 0)])
      })
  }

  @Test func sizes() async {
    expect(
      "Size2D: expected [height, width], found [1, 2, 3]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let size: Size2D = [1, 2, 3]
        print(size)
      })
  }
}
