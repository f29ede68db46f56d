import DataLoading
import TensorCore
import Testing

@Suite struct MixingTests {
  /// Images whose pixels all are the number of their class, so that shares can be read off.
  private func samples(_ count: Int) -> Samples<Tensor<Double>, Tensor<Double>> {
    let labels = (0..<count).map { $0 % 10 }
    let images = Tensor(shape: [count, 1, 1, 1], elements: labels.map { Double($0) })
    return Samples(images.broadcast(to: [count, 1, 6, 8]), Tensor(labels))
      .withDistributions(classCount: 10)
  }

  /// Inputs and targets are mixed with the same shares, in the same pairs.
  @Test func mixupKeepsTargetsWithInputs() {
    var generator = RandomGenerator(seed: 1)
    let mixed = Mixup(alpha: 1)(samples(200), using: &generator)
    #expect(mixed.targets.shape == [200, 10] && mixed.inputs.shape == [200, 1, 6, 8])
    #expect((mixed.targets.sum(along: 1) - 1).abs().max() < 1e-14)
    // Σ k·q[k] of the target is the mixture of the two class numbers, which the pixels show.
    let classes = Tensor<Double>.range(to: 10)
    let expected = (mixed.targets * classes).sum(along: 1)
    let pixels = mixed.inputs.mean(along: [1, 2, 3])
    #expect((pixels - expected).abs().max() < 1e-12)
    // Two labels each, unless a sample meets one of its own class.
    let labelCounts = (0..<200).map { row in
      mixed.targets.slice(row..<row + 1, along: 0).elements.count { $0 > 0 }
    }
    #expect(labelCounts.allSatisfy { $0 == 1 || $0 == 2 })
    // One in ten meets its own class: 20 expected, of standard deviation 4.2.
    #expect(labelCounts.count { $0 == 2 } > 160, "seed 1")
    // The order stays: with α = 1 the own share is uniform, ½ on average, with deviation 0.29.
    let own = (0..<200).map { (row: Int) -> Double in mixed.targets[row, row % 10] }
    let mean = own.reduce(0, +) / 200
    #expect(abs(mean - 0.55) < 0.1, "seed 1: \(mean)")
  }

  @Test func cutMixTargetsFollowTheArea() {
    var generator = RandomGenerator(seed: 2)
    let batch = samples(300)
    let mixed = CutMix()(batch, using: &generator)
    var shares: Set<Double> = []
    for sample in 0..<300 {
      let own = Double(sample % 10)
      let pixels = mixed.inputs[sample..<sample + 1].elements
      let foreign = pixels.filter { $0 != own }
      #expect(Set(foreign).count <= 1, "only one other image")
      let share = Double(48 - foreign.count) / 48
      shares.insert(share)
      if let other = foreign.first {
        #expect(abs(mixed.targets[sample, Int(other)] - (1 - share)) < 1e-14)
        #expect(abs(mixed.targets[sample, sample % 10] - share) < 1e-14)
        // What is covered is a rectangle.
        let places = pixels.indices.filter { pixels[$0] != own }
        let rows = places.last! / 8 - places.first! / 8 + 1
        let columns = places.last! % 8 - places.first! % 8 + 1
        #expect(places.count == rows * columns)
      } else {
        #expect(mixed.targets[sample, sample % 10] == 1)
      }
    }
    #expect(shares.count > 10, "seed 2")
  }

  /// Mean ½ and variance 1/(4·(2α + 1)), from the textbook.
  @Test(arguments: [0.2, 0.5, 1, 2, 8]) func betaDistribution(alpha: Double) {
    var generator = RandomGenerator(seed: 3)
    let draws = Tensor((0..<20_000).map { _ in generator.beta(alpha) })
    #expect(draws.min() >= 0 && draws.max() <= 1)
    let variance = 1 / (4 * (2 * alpha + 1))
    #expect(abs(draws.mean() - 0.5) < 4 * (variance / 20_000).squareRoot(), "seed 3")
    // The variance of (x − ½)² is at most 1/16; four standard deviations of its mean.
    #expect(abs(draws.variance() - variance) < 4 * 0.25 / 20_000.0.squareRoot(), "seed 3")
  }

  /// Mean and variance could be right by chance: P(x < ¼) is that of the formula too.
  @Test func betaQuantiles() {
    var generator = RandomGenerator(seed: 4)
    // β(2, 2): the distribution function is 3x² − 2x³, 0.15625 at ¼; β(½, ½): 2/π·asin √x, ⅓ at ¼.
    for (alpha, expected) in [(2.0, 0.15625), (0.5, 1.0 / 3)] {
      let count = (0..<20_000).count { _ in generator.beta(alpha) < 0.25 }
      let deviation = (20_000 * expected * (1 - expected)).squareRoot()
      #expect(abs(Double(count) - 20_000 * expected) < 4 * deviation, "seed 4, α \(alpha)")
    }
  }
}
