import Foundation
import TensorCore
import Testing

/// All seeds are fixed. The bounds are 4 standard deviations or the 0.1 % quantile of the test.
@Suite struct RandomDistributionTests {
  private static let n = 50_000

  /// The largest distance between the numbers' empirical distribution and an exact one, times √n:
  /// below 1.95 in 99.9 % of all samples (Kolmogorov and Smirnov).
  private func kolmogorovSmirnov(_ numbers: [Double], _ distribution: (Double) -> Double) -> Double
  {
    let n = Double(numbers.count)
    var largest = 0.0
    for (index, number) in numbers.sorted().enumerated() {
      let exact = distribution(number)
      largest = max(largest, abs(Double(index) / n - exact), abs(Double(index + 1) / n - exact))
    }
    return largest * n.squareRoot()
  }

  private func chiSquared(_ counts: [Int]) -> Double {
    let expected = Double(counts.reduce(0, +)) / Double(counts.count)
    return counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
  }

  @Test func uniformNumbers() {
    var generator = RandomGenerator(seed: 11)
    let numbers = (0..<Self.n).map { _ in generator.uniform() }
    #expect(numbers.allSatisfy { $0 >= 0 && $0 < 1 })
    let n = Double(Self.n)
    let mean = numbers.reduce(0, +) / n
    let variance = numbers.reduce(0) { $0 + ($1 - 0.5) * ($1 - 0.5) } / n
    #expect(abs(mean - 0.5) < 4 * (1 / (12 * n)).squareRoot())
    // The variance of (x − ½)² is 1/80 − 1/144 = 1/180.
    #expect(abs(variance - 1.0 / 12) < 4 * (1 / (180 * n)).squareRoot())
    #expect(kolmogorovSmirnov(numbers) { $0 } < 1.95)
  }

  @Test func normalNumbers() {
    var generator = RandomGenerator(seed: 12)
    let numbers = (0..<Self.n).map { _ in generator.normal() }
    let n = Double(Self.n)
    func moment(_ power: Double) -> Double { numbers.reduce(0) { $0 + pow($1, power) } / n }
    // The moments 0, 1, 0, 3 have the variances E x²ᵏ − (E xᵏ)²: 1, 2, 15, 96.
    #expect(abs(moment(1)) < 4 * (1 / n).squareRoot())
    #expect(abs(moment(2) - 1) < 4 * (2 / n).squareRoot())
    #expect(abs(moment(3)) < 4 * (15 / n).squareRoot())
    #expect(abs(moment(4) - 3) < 4 * (96 / n).squareRoot())
    #expect(kolmogorovSmirnov(numbers) { erfc(-$0 / 2.0.squareRoot()) / 2 } < 1.95)
  }

  /// A later change of the algorithms would change what every seed means.
  @Test func valuesArePinned() {
    var generator = RandomGenerator(seed: 42)
    #expect(
      (0..<3).map { _ in generator.uniform() } == [
        0.083862971059882163, 0.37898025066266861, 0.68004341102813937,
      ])
    generator = RandomGenerator(seed: 42)
    #expect(
      (0..<4).map { _ in generator.normal() } == [
        -0.72621913824478568, 0.22162270150359331, 0.46417731016247366, 1.4762494610184149,
      ])
    generator = RandomGenerator(seed: 42)
    #expect(
      (0..<12).map { _ in generator.uniformInteger(below: 10) }
        == [0, 3, 6, 9, 9, 7, 7, 8, 7, 5, 6, 2])
    generator = RandomGenerator(seed: 42)
    #expect(generator.permutation(10) == [9, 1, 4, 2, 8, 7, 6, 5, 3, 0])
  }

  @Test func integersAreUnbiased() {
    var generator = RandomGenerator(seed: 13)
    var counts = Array(repeating: 0, count: 10)
    for _ in 0..<Self.n { counts[generator.uniformInteger(below: 10)] += 1 }
    // 9 degrees of freedom.
    #expect(chiSquared(counts) < 27.9)
    #expect(generator.uniformInteger(below: 1) == 0)
  }

  /// Of 8 products in a row, 3 fall on each of two integers and 2 on the third; without rejection
  /// every third integer would be rarer than its neighbors.
  @Test func integersBelowAHugeLimitAreUnbiased() {
    var generator = RandomGenerator(seed: 14)
    let limit = 3 << 61
    var counts = [0, 0, 0]
    for _ in 0..<Self.n {
      let number = generator.uniformInteger(below: limit)
      #expect(number >= 0 && number < limit)
      counts[number % 3] += 1
    }
    // 2 degrees of freedom.
    #expect(chiSquared(counts) < 13.8)
  }

  @Test func shufflingPermutes() {
    var generator = RandomGenerator(seed: 15)
    for count in [0, 1, 2, 3, 100] {
      #expect(generator.permutation(count).sorted() == Array(0..<count))
    }
    #expect(generator.shuffled(["a", "b", "b"]).sorted() == ["a", "b", "b"])
    #expect(generator.permutation(100) != generator.permutation(100))
  }

  @Test func allOrdersAreEquallyLikely() {
    var generator = RandomGenerator(seed: 16)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<12_000 { counts[generator.permutation(3), default: 0] += 1 }
    #expect(counts.count == 6)
    // 5 degrees of freedom.
    #expect(chiSquared(Array(counts.values)) < 20.5)
  }

  @Test func oneSeedOneTensorInEveryPrecision() {
    var (first, second) = (RandomGenerator(seed: 17), RandomGenerator(seed: 17))
    #expect(
      Tensor<Float>.uniform([5, 7], from: -2, to: 3, using: &first)
        == Tensor(Tensor<Double>.uniform([5, 7], from: -2, to: 3, using: &second)))
    #expect(
      Tensor<Float>.normal([3, 100], mean: 1, standardDeviation: 2, using: &first)
        == Tensor(Tensor<Double>.normal([3, 100], mean: 1, standardDeviation: 2, using: &second)))
    #expect(first == second, "both have drawn as often")
  }

  @Test func tensorsFollowTheirParameters() {
    var generator = RandomGenerator(seed: 18)
    let uniform = Tensor<Double>.uniform([10_000], from: -2, to: 6, using: &generator)
    #expect(uniform.min() >= -2 && uniform.max() < 6)
    // Standard deviation 8/√12, over 100 for the mean.
    #expect(abs(uniform.mean() - 2) < 4 * 8 / 12.0.squareRoot() / 100)
    let normal = Tensor<Double>.normal(
      [10_000], mean: 5, standardDeviation: 3, using: &generator)
    #expect(abs(normal.mean() - 5) < 4 * 3.0 / 100)
    // Var(s²) = 2σ⁴/n.
    #expect(abs(normal.variance() - 9) < 4 * 9 * 2.0.squareRoot() / 100)
  }

  @Test func theReproducibleLogarithm() {
    func check(_ x: Double) {
      let exact = log(x)
      #expect(abs(reproducibleLog(x) - exact) <= 2 * exact.ulp, "x = \(x)")
    }
    for exponent in -1022...1023 {
      check(Double(sign: .plus, exponent: exponent, significand: 1.37))
    }
    var generator = RandomGenerator(seed: 19)
    for _ in 0..<2000 {
      check(exp(generator.uniform() * 1400 - 700))
      check(generator.uniform() + 0x1p-53)
      check(0.5 + generator.uniform())
      check(1 + (generator.uniform() - 0.5) * 1e-6)
    }
    // Where a plainer formula, 2z·(1 + …), is off by more.
    for x in [0.69778287447644882, 1.1302616231143368, 1.000000460165033] { check(x) }
    check(.leastNormalMagnitude)
    check(.greatestFiniteMagnitude)
    #expect(reproducibleLog(1) == 0)
  }

  @Test func bernoulliDraws() {
    var generator = RandomGenerator(seed: 21)
    for probability in [0.3, 0.9] {
      let n = Double(Self.n)
      let share = Double((0..<Self.n).count { _ in generator.bernoulli(probability) }) / n
      #expect(abs(share - probability) < 4 * (probability * (1 - probability) / n).squareRoot())
    }
    #expect(!(0..<1000).contains { _ in generator.bernoulli(0) })
    #expect((0..<1000).allSatisfy { _ in generator.bernoulli(1) })
  }

  @Test func categoricalDraws() {
    var generator = RandomGenerator(seed: 22)
    // 0.1 % quantile of χ² with 3 degrees of freedom: 16.3. Weights need not add up to 1.
    let weights = [2, 0, 5, 0.5, 2.5, 0]
    var counts = [Int](repeating: 0, count: weights.count)
    for _ in 0..<Self.n { counts[generator.categorical(weights)] += 1 }
    #expect(counts[1] == 0 && counts[5] == 0)
    let chiSquared = zip(counts, weights).filter { $0.1 > 0 }.reduce(0.0) { sum, pair in
      let expected = Double(Self.n) * pair.1 / 10
      return sum + (Double(pair.0) - expected) * (Double(pair.0) - expected) / expected
    }
    #expect(chiSquared < 16.3)
    // The smallest weights there are, and the largest.
    let tiny = Double.leastNonzeroMagnitude
    for _ in 0..<100 {
      #expect(generator.categorical([0, tiny, 0]) == 1)
      #expect([0, 2].contains(generator.categorical([8e307, 0, 8e307])))
    }
  }

  @Test("weights that are none", arguments: ["negative", "nan", "all zero", "too large", "none"])
  func noWeights(sort: String) async {
    let (weights, sentence): ([Double], String) =
      switch sort {
      case "negative":
        ([1, -1], "expected weights that are finite and at least 0, found -1.0 at index 1")
      case "nan": ([.nan], "expected weights that are finite and at least 0, found nan at index 0")
      case "all zero": ([0, 0], "expected weights whose sum is positive and finite, found 0.0")
      case "too large":
        ([1e308, 1e308], "expected weights whose sum is positive and finite, found inf")
      default: ([], "expected weights whose sum is positive and finite, found 0.0")
      }
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      // A NaN cannot be handed over as a number.
      [weights = weights.map(\.bitPattern) as [UInt64]] in
      var generator = RandomGenerator(seed: 1)
      _ = generator.categorical(weights.map { Double(bitPattern: $0) })
    }.says("categorical: \(sentence)")
  }

  @Test func noProbability() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      _ = generator.bernoulli(.nan)
    }.says("bernoulli: expected a probability in 0...1, found nan")
  }
}
