import Layers
import TensorCore
import Testing

/// An initializer and the moments of its draws for a weight of shape [200, 300].
struct InitializerCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let initializer: Initializer
  var mean = 0.0
  let variance: Double
  /// E(x − mean)⁴ / variance²: 3 for the normal, 9/5 for the uniform distribution.
  let kurtosis: Double
  var bound = Double.infinity

  static let fanIn = 300.0
  static let fanOut = 200.0

  static let all = [
    normal("normal", .normal(mean: 2, standardDeviation: 3), mean: 2, variance: 9),
    normal("glorotNormal", .glorotNormal, variance: 2 / (fanIn + fanOut)),
    normal("heNormal", .heNormal, variance: 2 / fanIn),
    normal("lecunNormal", .lecunNormal, variance: 1 / fanIn),
    uniform("uniform", .uniform(from: -1, to: 5), mean: 2, bound: 3),
    uniform("glorotUniform", .glorotUniform, bound: (6 / (fanIn + fanOut)).squareRoot()),
    uniform("heUniform", .heUniform, bound: (6 / fanIn).squareRoot()),
    uniform("lecunUniform", .lecunUniform, bound: (3 / fanIn).squareRoot()),
    // Of a normal distribution cut at ±2σ: variance 1 − 4·φ(2)/(2·Φ(2) − 1), fourth moment
    // 3·variance − 16·φ(2)/(2·Φ(2) − 1).
    InitializerCase(
      testDescription: "truncatedNormal",
      initializer: .truncatedNormal(mean: -1, standardDeviation: 0.5), mean: -1,
      variance: 0.25 * 0.7737413, kurtosis: 1.4161892 / (0.7737413 * 0.7737413), bound: 1),
  ]

  private static func normal(
    _ name: String, _ initializer: Initializer, mean: Double = 0, variance: Double
  ) -> InitializerCase {
    InitializerCase(
      testDescription: name, initializer: initializer, mean: mean, variance: variance,
      kurtosis: 3)
  }

  private static func uniform(
    _ name: String, _ initializer: Initializer, mean: Double = 0, bound: Double
  ) -> InitializerCase {
    InitializerCase(
      testDescription: name, initializer: initializer, mean: mean, variance: bound * bound / 3,
      kurtosis: 1.8, bound: bound)
  }
}

@Suite struct InitializerTests {
  @Test(arguments: InitializerCase.all) func moments(_ expected: InitializerCase) {
    var generator = RandomGenerator(seed: 40)
    let draws: Tensor<Double> = expected.initializer.tensor([200, 300], using: &generator)
    let count = Double(draws.elementCount)
    // Four standard errors: √(variance/n) of the mean, variance·√((kurtosis − 1)/n) of the variance.
    let meanError = (expected.variance / count).squareRoot()
    let varianceError = expected.variance * ((expected.kurtosis - 1) / count).squareRoot()
    #expect((draws.mean() - expected.mean).magnitude < 4 * meanError, "seed 40")
    #expect((draws.variance() - expected.variance).magnitude < 4 * varianceError, "seed 40")
    let furthest = (draws - expected.mean).abs().max()
    #expect(furthest <= expected.bound)
    if expected.bound.isFinite { #expect(furthest > 0.999 * expected.bound, "seed 40") }
  }

  @Test(arguments: InitializerCase.all) func oneSeedServesEveryScalarType(
    _ expected: InitializerCase
  ) {
    var (first, second) = (RandomGenerator(seed: 7), RandomGenerator(seed: 7))
    let double: Tensor<Double> = expected.initializer.tensor([5, 4], using: &first)
    let float: Tensor<Float> = expected.initializer.tensor([5, 4], using: &second)
    #expect(float == Tensor<Float>(double))
    #expect(first == second)
  }

  @Test func constants() {
    var generator = RandomGenerator(seed: 1)
    let before = generator
    #expect(Initializer.zeros.tensor([2], using: &generator) == [0, 0] as Tensor<Float>)
    #expect(Initializer.constant(0.1).tensor([1], using: &generator) == [0.1] as Tensor<Float>)
    #expect(generator == before)
  }

  @Test func fansOfAConvolution() {
    var generator = RandomGenerator(seed: 2)
    // [8, 4, 3, 5]: an output sees 4·15 inputs, an input feeds 8·15 outputs.
    let weight: Tensor<Double> = Initializer.glorotUniform.tensor([8, 4, 3, 5], using: &generator)
    let bound = (6.0 / (60 + 120)).squareRoot()
    #expect(weight.abs().max() <= bound && weight.abs().max() > 0.97 * bound, "seed 2")
  }

  @Test(arguments: [[40, 40], [30, 50], [50, 30], [6, 2, 3, 3]]) func orthogonal(extents: [Int]) {
    var generator = RandomGenerator(seed: 3)
    let weight: Tensor<Double> = Initializer.orthogonal(gain: 2)
      .tensor(Shape(extents), using: &generator)
    let matrix = weight.reshaped(to: [extents[0], weight.elementCount / extents[0]])
    let isWide = matrix.shape[0] <= matrix.shape[1]
    let product = matmul(matrix, matrix, transposeA: !isWide, transposeB: isWide)
    // The rounding error of a product of unit vectors of n elements is below n·ε.
    let tolerance = Double(max(matrix.shape[0], matrix.shape[1])) * Double.ulpOfOne
    #expect(areClose(product / 4, .identity(product.shape[0]), tolerance), "seed 3")
  }

  @Test func wrongArguments() async {
    let range = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Initializer.uniform(from: 1, to: 1)
    }
    expect("uniform: expected low below high, found 1.0 and 1.0", in: range)
    let deviation = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Initializer.truncatedNormal(standardDeviation: -1)
    }
    expect(
      "truncatedNormal: expected a finite standard deviation of at least 0, found -1.0",
      in: deviation)
    let vector = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      let _: Tensor<Float> = Initializer.orthogonal().tensor([3], using: &generator)
    }
    expect("orthogonal: expected a shape of at least 2 axes, found [3]", in: vector)
  }
}
