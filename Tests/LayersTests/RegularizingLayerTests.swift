import Autograd
import Layers
import TensorCore
import Testing

@Suite struct StochasticDepthTests {
  private let body = Lambda<Double> { $0 * 3 }

  /// Each sample has the body as a whole, divided by 1 − p, or not at all.
  @Test func skipsWholeSamples() {
    var context = Context.training(seed: 1)
    var layer = StochasticDepth(0.3, body)
    let x = randomTensor([1000, 2, 2], seed: 1)
    let added = (layer.forward(Variable(x), in: &context).value - x).elements
    let before = x.elements
    var skipped = 0
    for sample in 0..<1000 {
      let places = sample * 4..<(sample + 1) * 4
      let isSkipped = places.allSatisfy { added[$0] == 0 }
      if isSkipped { skipped += 1 }
      #expect(
        places.allSatisfy { isClose(added[$0], isSkipped ? 0 : 3 * before[$0] / 0.7, 1e-13) })
    }
    // 1000 draws of 0.3 have the standard deviation 14.5; four of them.
    #expect(abs(skipped - 300) <= 58, "seed 1: \(skipped) of 1000")
  }

  @Test func inferenceIsTheResidual() {
    let x = randomTensor([5, 4], seed: 2)
    #expect(StochasticDepth(0.5, body)(x) == Residual(body)(x))
    var context = Context.training(seed: 1)
    var certain = StochasticDepth(0, body)
    #expect(certain.forward(Variable(x), in: &context).value == Residual(body)(x))
  }

  @Test func decayIsLinear() {
    let decay = (1...4).map { StochasticDepth<Double>.linearDecay(block: $0, of: 4) }
    #expect(decay == [0.125, 0.25, 0.375, 0.5])
    #expect(StochasticDepth<Double>.linearDecay(block: 3, of: 3, last: 0.2) == 0.2)
  }

  @Test func parametersAreThoseOfTheBody() {
    var generator = RandomGenerator(seed: 1)
    let layer = StochasticDepth(0.5, Linear<Double>(2, 2, using: &generator))
    #expect(layer.parameters.map(\.name.path) == ["body.weight", "body.bias"])
  }

  @Test func bodyOfAnotherShape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = StochasticDepth(0.5, Flatten<Double>())(.zeros([2, 3, 4]))
    }
    expect(
      "StochasticDepth: the body must keep the shape, but makes [2, 12] of [2, 3, 4]", in: result)
  }

  @Test func blockThatIsNone() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = StochasticDepth<Double>.linearDecay(block: 5, of: 4)
    }
    expect(
      "StochasticDepth: block 5 is not among the blocks 1 to 4", in: result,
      at: "RegularizingLayerTests.swift")
  }
}

@Suite struct GaussianNoiseTests {
  @Test func noiseOfItsDeviation() {
    var context = Context.training(seed: 3)
    let layer = GaussianNoise<Double>(standardDeviation: 0.5)
    let x = Tensor<Double>(repeating: 2, shape: [100, 100])
    let noise = layer.forward(Variable(x), in: &context).value - x
    // Of 10 000 draws the mean has the deviation 0.005, the variance 0.25·√(2/10 000); four of each.
    #expect(abs(noise.mean()) < 0.02, "seed 3")
    #expect(abs(noise.variance() - 0.25) < 0.0142, "seed 3")
    let again = layer.forward(Variable(x), in: &context).value - x
    #expect(again != noise)
  }

  @Test func inferenceChangesNothing() {
    let x = randomTensor([3, 4], seed: 4)
    #expect(GaussianNoise(standardDeviation: 2)(x) == x)
    var context = Context.training(seed: 1)
    #expect(GaussianNoise(standardDeviation: 0).forward(Variable(x), in: &context).value == x)
  }

  @Test func negativeDeviation() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GaussianNoise<Float>(standardDeviation: -1)
    }
    expect(
      "GaussianNoise: expected a finite standard deviation of at least 0, found -1.0", in: result,
      at: "RegularizingLayerTests.swift")
  }
}
