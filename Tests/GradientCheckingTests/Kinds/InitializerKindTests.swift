import GradientChecking
import Layers
import TensorCore
import Testing

/// An initializer and its moments.
struct InitializerCase: Sendable, CustomTestStringConvertible {
  let name: String
  let initializer: Initializer
  var mean = 0.0
  var bound: @Sendable (WeightFans) -> Double = { _ in .infinity }
  let variance: @Sendable (WeightFans) -> Double

  var testDescription: String { name }

  func check(seed: UInt64) -> [ProofProblem] {
    checkInitializer(
      initializer, name: name, mean: mean, bound: bound, seed: seed, variance: variance)
  }

  private static func uniform(
    _ name: String, _ initializer: Initializer, variance: @escaping @Sendable (WeightFans) -> Double
  ) -> InitializerCase {
    InitializerCase(
      name: name, initializer: initializer, bound: { (3 * variance($0)).squareRoot() },
      variance: variance)
  }

  static let all = [
    InitializerCase(name: "zeros", initializer: .zeros) { _ in 0 },
    InitializerCase(name: "constant", initializer: .constant(-3), mean: -3) { _ in 0 },
    InitializerCase(
      name: "uniform", initializer: .uniform(from: -1, to: 5), mean: 2, bound: { _ in 3 }
    ) { _ in 3 },
    InitializerCase(
      name: "normal", initializer: .normal(mean: 2, standardDeviation: 3), mean: 2
    ) { _ in 9 },
    InitializerCase(
      name: "truncatedNormal", initializer: .truncatedNormal(standardDeviation: 0.5),
      bound: { _ in 1 }
    ) { _ in 0.25 * 0.7737413 },
    uniform("glorotUniform", .glorotUniform) { 2 / ($0.fanIn + $0.fanOut) },
    InitializerCase(name: "glorotNormal", initializer: .glorotNormal) {
      2 / ($0.fanIn + $0.fanOut)
    },
    uniform("heUniform", .heUniform) { 2 / $0.fanIn },
    InitializerCase(name: "heNormal", initializer: .heNormal) { 2 / $0.fanIn },
    uniform("lecunUniform", .lecunUniform) { 1 / $0.fanIn },
    InitializerCase(name: "lecunNormal", initializer: .lecunNormal) { 1 / $0.fanIn },
    uniform("pytorchDefault", .pytorchDefault) { 1 / (3 * $0.fanIn) },
    InitializerCase(name: "orthogonal", initializer: .orthogonal()) {
      1 / max(Double($0.shape[0]), $0.fanIn)
    },
  ]
}

/// Initializers that are wrong, each with a mistake that people make; all should be He's.
enum WrongInitializer: String, CaseIterable, Mistake {
  case fansExchanged
  case windowForgotten
  case varianceAsDeviation
  case boundOfTheDeviation
  case shifted
  case fixedSeed
  case systemRandom
  case repeatedRows
  case tooFar

  var initializer: Initializer {
    Initializer { shape, generator in
      let window = shape.dimensions.dropFirst(2).reduce(1, *)
      let fan = Double(self == .fansExchanged ? shape[0] : shape[1])
      let variance = 2 / (self == .windowForgotten ? fan : fan * Double(window))
      let deviation = self == .varianceAsDeviation ? variance : variance.squareRoot()
      var own = RandomGenerator(seed: 7)
      func draw() -> Double {
        switch self {
        case .fixedSeed: deviation * own.normal()
        case .systemRandom: deviation * 3.0.squareRoot() * Double.random(in: -1...1)
        case .boundOfTheDeviation: deviation * (2 * generator.uniform() - 1)
        case .shifted: deviation * (generator.normal() + 0.5)
        default: deviation * generator.normal()
        }
      }
      let count = shape.elementCount
      if self == .repeatedRows {
        let row = (0..<count / shape[0]).map { _ in draw() }
        return (0..<count).map { row[$0 % row.count] }
      }
      return (0..<count).map { _ in draw() }
    }
  }

  var check: String {
    switch self {
    case .fixedSeed: "seed"
    case .systemRandom: "repetition"
    case .repeatedRows: "rows"
    case .tooFar: "bound"
    default: "moments"
    }
  }

  var remark: String {
    switch self {
    case .fansExchanged: "fanIn and fanOut have changed places."
    case .windowForgotten: "the window of the convolution is not counted in the fans."
    case .varianceAsDeviation:
      "the variance is taken for the standard deviation: a root is missing."
    case .boundOfTheDeviation: "the bound is √3 times too small."
    case .shifted: "the mean of 3840 draws of shape [96, 40]"
    case .fixedSeed: "it makes a generator of its own, with a fixed seed."
    case .systemRandom: "it draws from another generator than the one that it is given."
    case .repeatedRows: "so that its units learn the same forever."
    case .tooFar: "expected at most"
    }
  }
}

@Suite struct InitializerKindTests {
  @Test("the framework's initializers are right", arguments: InitializerCase.all)
  func initializers(initializer: InitializerCase) {
    for seed in 1...3 { #expect(initializer.check(seed: UInt64(seed)) == []) }
  }

  @Test("a wrong initializer is rejected", arguments: WrongInitializer.allCases)
  func mistakes(mistake: WrongInitializer) {
    let problems = checkInitializer(
      mistake.initializer, name: mistake.rawValue,
      bound: { mistake == .tooFar ? (6 / $0.fanIn).squareRoot() : .infinity }
    ) { 2 / $0.fanIn }
    expect(mistake, in: problems)
  }
}
