import Autograd
import Layers
import TensorCore
import Testing

/// Layer, group and RMS normalization, and the rule that they share with batch normalization.
@Suite struct NormalizationTests {
  @Test(arguments: [[3], [4, 3], [2, 4, 3]] as [Shape])
  func layerNorm(normalizedShape: Shape) {
    var layer = LayerNorm<Double>(normalizedShape)
    let weight = randomTensor(normalizedShape, seed: 1, mean: 1)
    let bias = randomTensor(normalizedShape, seed: 2)
    (layer.weight, layer.bias) = (Variable(weight), Variable(bias))
    let x = randomTensor([5, 2, 4, 3], seed: 3, mean: -4, standardDeviation: 2)
    let count = normalizedShape.elementCount
    let expected = normalizedByKey(
      x, epsilon: 1e-5, weight: { weight.elements[$0 % count] },
      bias: { bias.elements[$0 % count] }, key: { $0 / count })
    #expect(areClose(layer(x), expected, 1e-12))
    #expect(output(&layer, x, training: true) == layer(x))
    #expect(layer.parameters.map(\.name) == ["weight", "bias"])
  }

  @Test(arguments: [1, 2, 3, 6])
  func groupNorm(groups: Int) {
    var layer = GroupNorm<Double>(groups: groups, channels: 6)
    let weight = randomTensor([6], seed: 4, mean: 1)
    let bias = randomTensor([6], seed: 5)
    (layer.weight, layer.bias) = (Variable(weight), Variable(bias))
    let x = randomTensor([2, 6, 3, 2], seed: 6, mean: 3)
    let expected = normalizedByKey(
      x, epsilon: 1e-5, weight: { weight[$0 / 6 % 6] }, bias: { bias[$0 / 6 % 6] },
      key: { $0 / (36 / groups) })
    #expect(areClose(layer(x), expected, 1e-12))
    #expect(output(&layer, x, training: true) == layer(x))
    #expect(layer.parameters.map(\.name) == ["weight", "bias"])
  }

  @Test func oneGroupIsLayerNorm() {
    let x = randomTensor([3, 4, 2, 5], seed: 7)
    let grouped = GroupNorm<Double>(groups: 1, channels: 4)(x)
    #expect(areClose(grouped, LayerNorm<Double>([4, 2, 5])(x)))
    #expect(
      areClose(
        GroupNorm<Double>(groups: 1, channels: 4)(x[0..<3, 0..<4, 0, 0]),
        LayerNorm<Double>([4])(x[0..<3, 0..<4, 0, 0])))
  }

  @Test func asManyGroupsAsChannelsIsInstanceNorm() {
    let x = randomTensor([3, 4, 2, 5], seed: 8)
    let found = GroupNorm<Double>(groups: 4, channels: 4)(x)
    // The batch norm of a single sample is that of its channels alone.
    for n in 0..<3 {
      var alone = BatchNorm<Double>(4)
      let sample = x[n..<n + 1]
      #expect(areClose(found[n..<n + 1], output(&alone, sample, training: true)))
    }
  }

  @Test func rmsNorm() {
    var layer = RMSNorm<Double>([3], epsilon: 1e-6)
    let weight: Tensor<Double> = [1, -2, 0.5]
    layer.weight = Variable(weight)
    let x = randomTensor([4, 2, 3], seed: 9)
    let expected = (0..<24).map { place in
      let row = (0..<3).map { x.elements[place / 3 * 3 + $0] }
      let squares = row.map { $0 * $0 }.reduce(0, +)
      return weight[place % 3] * x.elements[place] * (3 / (squares + 3e-6)).squareRoot()
    }
    #expect(areClose(layer(x), Tensor(shape: x.shape, elements: expected), 1e-14))
    #expect(layer.parameters.map(\.name) == ["weight"])
    #expect(areClose(RMSNorm([2], epsilon: 1e-30)([[3, 4]]), [[3, 4]] / 12.5.squareRoot()))
  }

  @Test func rmsNormHasPyTorchsEpsilon() {
    #expect(RMSNorm<Float>([2]).epsilon == Double(Float.ulpOfOne))
    #expect(RMSNorm<Double>([2]).epsilon == Double.ulpOfOne)
  }

  @Test func withoutWeightAndBias() {
    let x = randomTensor([2, 4], seed: 10)
    let layerNorm = LayerNorm<Double>([4], isAffine: false)
    let groupNorm = GroupNorm<Double>(groups: 2, channels: 4, isAffine: false)
    let rmsNorm = RMSNorm<Double>([4], isAffine: false)
    #expect(layerNorm(x) == LayerNorm([4])(x))
    #expect(groupNorm(x) == GroupNorm(groups: 2, channels: 4)(x))
    #expect(rmsNorm(x) == RMSNorm([4])(x))
    #expect(layerNorm.parameters.isEmpty && groupNorm.parameters.isEmpty)
    #expect(rmsNorm.parameters.isEmpty)
  }

  @Test func equalValuesGiveTheBias() {
    var layer = LayerNorm<Double>([3])
    layer.bias = Variable([1, 2, 3])
    #expect(layer([[7, 7, 7]]) == [[1, 2, 3]])
    #expect(RMSNorm<Double>([3])(.zeros([1, 3])) == [[0, 0, 0]])
  }

  /// Shifting or stretching the input changes next to nothing, so the gradient along both is zero.
  @Test func gradientHasNoShiftAndNoStretch() {
    let x = randomTensor([4, 5], seed: 11, standardDeviation: 3)
    let u = randomTensor([4, 5], seed: 12)
    let slope = gradient(at: x) { ($0.standardized(along: 1, epsilon: 1e-12) * Variable(u)).sum() }
    #expect(areClose(slope.sum(along: 1), .zeros([4]), 1e-12))
    #expect(areClose((slope * x).sum(along: 1), .zeros([4]), 1e-10))
    #expect(slope.abs().max() > 0.01)
  }

  @Test(arguments: [0, -1, [0, 2], [1, 2], [0, 1, 2]] as [Axes])
  func gradientAgainstDifferences(axes: Axes) {
    let x = randomTensor([3, 4, 2], seed: 13)
    let u = randomTensor([3, 4, 2], seed: 14)
    func loss(_ x: Variable<Double>) -> Variable<Double> {
      (x.standardized(along: axes, epsilon: 0.1) * Variable(u)).sum()
    }
    let expected = centralDifferences(at: x) { loss(Variable($0)).value.scalar() }
    #expect(areClose(gradient(at: x, of: loss), expected, 1e-8))
  }

  /// Numbers of which the squares have long lost the digits that make up the variance.
  @Test func farFromZero() {
    let x = Tensor<Float>([[4096, 4097, 4098, 4099]])
    let y = LayerNorm<Float>([4], epsilon: 1e-12)(x)
    #expect(areClose(Tensor<Double>(y), [[-1.5, -0.5, 0.5, 1.5]] / 1.25.squareRoot(), 1e-6))
  }
}
