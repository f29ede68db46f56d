import Autograd
import Layers
import TensorCore
import Testing
import Training

@Suite struct BatchNormTests {
  /// A layer with parameters and statistics that are all different.
  static func layer(_ channels: Int, momentum: Double = 0.1) -> BatchNorm<Double> {
    var layer = BatchNorm<Double>(channels, momentum: momentum)
    layer.weight = Variable(randomTensor([channels], seed: 11, mean: 1))
    layer.bias = Variable(randomTensor([channels], seed: 12))
    layer.runningMean = Variable(randomTensor([channels], seed: 13))
    layer.runningVariance = Variable(randomTensor([channels], seed: 14).squared() + 0.5)
    return layer
  }

  @Test(arguments: [[5, 3], [4, 3, 5], [2, 3, 4, 3], [1, 3, 2, 2], [7, 3, 1, 1]] as [Shape])
  func trainingNormalizesEachChannelOfTheBatch(shape: Shape) {
    var layer = Self.layer(3)
    let (weight, bias) = (layer.weight!.value, layer.bias!.value)
    let x = randomTensor(shape, seed: 1, mean: 2, standardDeviation: 3)
    let values = shape.elementCount / shape[0] / 3
    let expected = normalizedByKey(
      x, epsilon: 1e-5, weight: { weight[$0 / values % 3] }, bias: { bias[$0 / values % 3] },
      key: { $0 / values % 3 })
    #expect(areClose(output(&layer, x, training: true), expected, 1e-12))
  }

  @Test func outputHasMeanZeroAndVarianceOne() {
    var layer = BatchNorm<Double>(4, epsilon: 1e-12)
    let y = output(
      &layer, randomTensor([8, 4, 5, 5], seed: 2, mean: 100, standardDeviation: 7), training: true)
    #expect(areClose(y.mean(along: [0, 2, 3]), .zeros([4]), 1e-12))
    #expect(areClose(y.variance(along: [0, 2, 3]), .ones([4]), 1e-12))
  }

  @Test func runningStatisticsAfterSeveralSteps() {
    var layer = BatchNorm<Double>(2)
    var (mean, variance) = ([0.0, 0.0], [1.0, 1.0])
    for step in 1...4 {
      let x = randomTensor(
        [3, 2, 4], seed: UInt64(step), mean: Double(step), standardDeviation: 2)
      _ = output(&layer, x, training: true)
      for channel in 0..<2 {
        let values = (0..<3).flatMap { n in (0..<4).map { x[n, channel, $0] } }
        let batch = meanAndVariance(values)
        mean[channel] = 0.9 * mean[channel] + 0.1 * batch.mean
        // 12 values a channel: divided by 11 and not by 12.
        variance[channel] = 0.9 * variance[channel] + 0.1 * batch.variance * 12 / 11
      }
    }
    #expect(areClose(layer.runningMean.value, Tensor(mean), 1e-13))
    #expect(areClose(layer.runningVariance.value, Tensor(variance), 1e-13))
  }

  @Test func aBatchByHand() {
    var layer = BatchNorm<Double>(1, momentum: 0.5)
    // Mean 3; the squares of −2, 0, 2 add up to 8: biased 8/3, unbiased 4, and (1 + 4)/2 is 2.5.
    let y = output(&layer, [[1], [3], [5]], training: true)
    let r = 1 / (8.0 / 3 + 1e-5).squareRoot()
    #expect(areClose(y, Tensor([[-2 * r], [0], [2 * r]])))
    #expect(layer.runningMean.value == [1.5])
    #expect(layer.runningVariance.value == [2.5])
  }

  @Test(arguments: [[5, 3], [4, 3, 2], [2, 3, 4, 3], [1, 3]] as [Shape])
  func inferenceUsesTheRunningStatisticsAndKeepsThem(shape: Shape) {
    var layer = Self.layer(3)
    let before = layer.state.map(\.value)
    let x = randomTensor(shape, seed: 3, mean: 2)
    let values = shape.elementCount / shape[0] / 3
    let expected = x.elements.enumerated().map { place, value in
      let c = place / values % 3
      return before[0][c] * (value - before[2][c]) / (before[3][c] + 1e-5).squareRoot()
        + before[1][c]
    }
    #expect(
      areClose(output(&layer, x, training: false), Tensor(shape: shape, elements: expected)))
    #expect(layer.state.map(\.value) == before)
  }

  @Test func withoutWeightAndBias() {
    var plain = BatchNorm<Double>(3, isAffine: false)
    var affine = BatchNorm<Double>(3)
    let x = randomTensor([6, 3], seed: 4)
    #expect(output(&plain, x, training: true) == output(&affine, x, training: true))
    #expect(plain.state.map(\.name.path) == ["runningMean", "runningVariance"])
    #expect(plain.parameterCount == 0)
  }

  @Test func buffersAreSavedAndNotTrained() {
    var model = Sequential<Double>(Flatten(), Self.layer(3))
    #expect(
      model.state.map(\.name) == [
        "1.weight", "1.bias", .buffer("1.runningMean"), .buffer("1.runningVariance"),
      ])
    #expect(model.parameters.map(\.name) == ["1.weight", "1.bias"])
    #expect(model.parameterCount == 6)
    let before = model.state.map(\.value)
    var context = Context.training(seed: 1)
    let x = randomTensor([8, 3], seed: 5, mean: 4)
    let (_, gradients) = valueWithGradients(at: &model) {
      $0.forward(Variable(x), in: &context).squared().mean()
    }
    #expect(gradients.names.map(\.path) == ["1.weight", "1.bias"])
    // What the forward pass has learned is still there when the parameters have left the tape.
    let moved = before[2] * 0.9 + x.mean(along: 0) * 0.1
    #expect(areClose(model.state[2].value, moved))
    let statistics = model.state.suffix(2).map(\.value)
    var optimizer = SGD<Double>(learningRate: 0.1)
    optimizer.update(&model, along: gradients)
    #expect(model.state.suffix(2).map(\.value) == statistics)
    #expect(model.state[0].value != before[0])
  }
}
