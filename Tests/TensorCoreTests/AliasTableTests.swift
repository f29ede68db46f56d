import TensorCore
import Testing

@Suite struct AliasTableTests {
  @Test("the table's probabilities are the weights' shares, and those of zeros are 0")
  func probabilities() {
    var generator = RandomGenerator(seed: 11)
    var cases: [[Double]] = [
      [1], [0, 3], [1, 1, 1], [0, 0, 1, 0], [1, 2, 3, 4], [1e-300, 1e300], [1e308, 1e308, 1e308],
      [.leastNonzeroMagnitude, .leastNonzeroMagnitude], Array(repeating: 0.1, count: 1000),
    ]
    for count in [2, 3, 17, 1000, 4097] {
      cases.append((0..<count).map { _ in generator.uniform() })
      cases.append((1...count).map { 1 / Double($0) })
      cases.append((0..<count).map { $0 % 3 == 1 ? 1e6 * generator.uniform() : 0 })
    }
    for weights in cases {
      let found = AliasTable(weights: weights).probabilities
      let largest = weights.max()!
      let sum = weights.reduce(0) { $0 + $1 / largest }
      for (weight, probability) in zip(weights, found) {
        // One rounding of each term of the sum, and a few of the share.
        let share = weight / largest / sum
        let bound = Double(weights.count + 8) * 0x1p-53 * share + 0x1p-60
        // What the others lose by rounding, the heaviest has.
        let ofHeaviest = weight == largest ? Double(weights.count + 8) * 0x1p-52 : 0
        #expect(
          abs(probability - share) <= bound + ofHeaviest, "\(probability), not \(share)")
        #expect((weight == 0) == (probability == 0) || share < 0x1p-59)
      }
      #expect(abs(found.reduce(0, +) - 1) < Double(weights.count) * 0x1p-52)
    }
  }

  @Test("draws follow the weights, one as the other, and zeros are never drawn")
  func draws() {
    let weights = [0, 5, 1, 0, 2, 0.5, 0, 1.5]
    let table = AliasTable(weights: weights)
    var generator = RandomGenerator(seed: 3)
    var counts = Array(repeating: 0.0, count: weights.count)
    for _ in 0..<100_000 { counts[table.draw(using: &generator)] += 1 }
    #expect(table.count == 8)
    for (count, weight) in zip(counts, weights) {
      let expected = weight * 10_000
      // Five standard deviations.
      #expect(abs(count - expected) <= 5 * (expected * (1 - weight / 10)).squareRoot(), "\(counts)")
    }
  }

  @Test("no weights, negative ones, NaN, infinity, and zeros alone are told")
  func badWeights() async {
    let none = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = AliasTable(weights: [])
    }
    none.says("AliasTable: expected a weight above 0, found no weights")
    let zeros = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = AliasTable(weights: [0, 0])
    }
    zeros.says("AliasTable: expected a weight above 0, found zeros alone")
    let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = AliasTable(weights: [1, -0.5])
    }
    negative.says(
      "AliasTable: expected weights that are finite and at least 0, found -0.5 at index 1")
    let nan = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = AliasTable(weights: [.nan])
    }
    nan.says("AliasTable: expected weights that are finite and at least 0, found nan at index 0")
    let infinite = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = AliasTable(weights: [1, .infinity])
    }
    infinite.says(
      "AliasTable: expected weights that are finite and at least 0, found inf at index 1")
  }
}
