import Foundation
import Gradus
import Testing

/// Every initializer draws from the distribution from which PyTorch draws.
@Suite struct InitializerParityTests {
  @Test("an initializer draws from PyTorch's distribution", arguments: initializers.keys.sorted())
  func initializer(_ subject: String) throws {
    let make = try #require(initializers[subject])
    for fixture in try Fixture.all(of: subject) {
      let shape = Shape(try fixture.integers(of: "shape"))
      let initializer = try make(fixture)
      if let gram = fixture.tensors["gram"] {
        compareGram(of: initializer, shape, with: gram, fixture)
      } else {
        try compareMoments(of: draws(of: initializer, shape), with: fixture)
      }
    }
  }

  /// Tens of thousands of draws for a weight of a shape: as many weights as it takes.
  private func draws(of initializer: Initializer, _ shape: Shape) -> [Double] {
    var generator = RandomGenerator(seed: 1)
    var draws: [Double] = []
    while draws.count < 20_000 {
      draws += initializer.tensor(shape, as: Double.self, using: &generator).elements
    }
    return draws
  }

  /// Mean and standard deviation of n draws may miss those of the distribution by five of their
  /// standard errors, σ/√n and (for a normal distribution, the widest here) σ/√(2·n).
  private func compareMoments(of draws: [Double], with fixture: Fixture) throws {
    let deviation = try fixture.tensor("standardDeviation").scalar()
    let expectedMean = try fixture.tensor("mean").scalar()
    let n = Double(draws.count)
    let mean = draws.reduce(0, +) / n
    let spread = (draws.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / n).squareRoot()
    #expect(
      (mean - expectedMean).magnitude <= 5 * deviation / n.squareRoot(),
      "\(fixture): the mean of \(draws.count) draws is \(mean), PyTorch's \(expectedMean)")
    #expect(
      (spread - deviation).magnitude <= 5 * deviation / (2 * n).squareRoot(),
      "\(fixture): the standard deviation is \(spread), PyTorch's \(deviation)")

    guard let low = fixture.tensors["low"]?.scalar(), let high = fixture.tensors["high"]?.scalar(),
      let least = draws.min(), let greatest = draws.max()
    else { return }
    #expect(
      least >= low && greatest <= high,
      "\(fixture): draws from \(least) to \(greatest), PyTorch's from \(low) to \(high)")
    // A uniform draw falls into the outermost part 30/n of the range with probability 30/n: that n
    // draws miss it has probability e⁻³⁰.
    guard fixture.subject.lowercased().hasSuffix("uniform") else { return }
    let margin = 30 / n * (high - low)
    #expect(
      least < low + margin && greatest > high - margin,
      "\(fixture): draws from \(least) to \(greatest) leave out an end of \(low) to \(high)")
  }

  /// The rows or columns of an orthogonal matrix have the same products with each other whichever way
  /// they point, so these are compared as exactly as everything else.
  private func compareGram(
    of initializer: Initializer, _ shape: Shape, with gram: Tensor<Double>, _ fixture: Fixture
  ) {
    var generator = RandomGenerator(seed: 1)
    let matrix = initializer.tensor(shape, as: Double.self, using: &generator)
      .reshaped(to: [shape[0], shape.elementCount / shape[0]])
    let isWide = matrix.shape[0] <= matrix.shape[1]
    let products = matmul(matrix, matrix, transposeA: !isWide, transposeB: isWide)
    if let difference = difference(products, fromPyTorchs: gram) {
      Issue.record("\(fixture): the product of the rows or columns \(difference)")
    }
  }
}

/// Each initializer in a fixture's configuration.
let initializers: [String: @Sendable (Fixture) throws -> Initializer] = [
  "zeros": { _ in .zeros },
  "constant": { _ in .constant(0.25) },
  "uniform": { _ in .uniform(from: -0.5, to: 1.5) },
  "normal": { _ in .normal(mean: 0.5, standardDeviation: 2) },
  "truncatedNormal": { _ in .truncatedNormal(mean: 0.5, standardDeviation: 0.5) },
  "glorotUniform": { _ in .glorotUniform },
  "glorotNormal": { _ in .glorotNormal },
  "heUniform": { _ in .heUniform },
  "heNormal": { _ in .heNormal },
  "pytorchDefault": { _ in .pytorchDefault },
  "lecunUniform": { _ in .lecunUniform },
  "lecunNormal": { _ in .lecunNormal },
  "orthogonal": { .orthogonal(gain: try $0.number("gain") ?? 1) },
]
