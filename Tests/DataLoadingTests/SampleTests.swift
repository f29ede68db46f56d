import TensorCore
import Testing

@testable import DataLoading

@Suite struct SampleTests {
  private let samples = Tensor<Double>(
    shape: [4, 3], elements: [1, 0.1, 100, 2, 0.1, 300, 3, 0.1, 200, 6, 0.1, 600])

  @Test func standardizing() {
    let standardizer = Standardizer(fitting: samples)
    #expect(standardizer.mean == Tensor(shape: [3], elements: [3, 0.1, 300]))
    let expected = [3.5, 1, 35_000].map { $0.squareRoot() }
    for (deviation, expected) in zip(standardizer.standardDeviation.elements, expected) {
      #expect(abs(deviation - expected) < 1e-12 * expected)
    }
    let standardized = standardizer(samples)
    let (means, variances) = (standardized.mean(along: 0), standardized.variance(along: 0))
    for (mean, expected) in zip(means.elements, [0.0, 0, 0]) {
      #expect(abs(mean - expected) < 1e-12)
    }
    for (variance, expected) in zip(variances.elements, [1.0, 0, 1]) {
      #expect(abs(variance - expected) < 1e-12)
    }
    for (original, restored) in zip(samples.elements, standardizer.inverse(standardized).elements) {
      #expect(abs(original - restored) < 1e-9)
    }
  }

  /// Years and small numbers in one table, as many as a data set has, in `Float`.
  @Test(arguments: Backend.allCases) func manyYears(backend: Backend) {
    let count = 100_000
    let table = Tensor<Float>(
      shape: [count, 2],
      elements: (0..<count).flatMap { [Float(2007 + $0 % 3), Float($0 % 2)] })
    let standardizer = withBackend(backend) { Standardizer(fitting: table) }
    // Sums of 100 000 numbers, in three levels of 64: each number passes at most 189 roundings.
    let meanBound = 190 * 0x1p-24 * 2008
    #expect(abs(Double(standardizer.mean[0]) - 2007.99999) <= meanBound)
    #expect(abs(Double(standardizer.mean[1]) - 0.5) <= 190 * 0x1p-24 * 0.5)
    // A mean that is off by e adds e² to the variance, 2/3 here.
    let variance =
      Double(standardizer.standardDeviation[0]) * Double(standardizer.standardDeviation[0])
    #expect(abs(variance - 2.0 / 3) <= 195 * 0x1p-24 + meanBound * meanBound + 1e-5)
  }

  @Test func constantColumnBecomesZero() {
    let constant = Tensor<Float>(shape: [333, 1], elements: [Float](repeating: 0.1, count: 333))
    let standardizer = Standardizer(fitting: constant)
    #expect(standardizer.standardDeviation.elements == [1])
    #expect(standardizer(constant).elements.allSatisfy { $0 == 0 })
  }

  @Test("columns whose squares overflow or vanish have a deviation")
  func standardizingExtremes() {
    let column = [1, 2, 3, 6] as [Float]
    let factors = [1, 1e30, 1e-30, 1e38 / 3, 0x1p-146] as [Float]
    let samples = Tensor<Float>(
      shape: [4, factors.count], elements: column.flatMap { x in factors.map { x * $0 } })
    let standardizer = Standardizer(fitting: samples)
    for (index, factor) in factors.enumerated().dropLast() {
      #expect(abs(standardizer.mean[index] / factor - 3) < 1e-6)
      #expect(abs(standardizer.standardDeviation[index] / factor - Float(3.5).squareRoot()) < 1e-6)
    }
    // The smallest numbers have few digits, but more than none.
    #expect(standardizer(samples).elements.allSatisfy { $0.isFinite && abs($0) < 2 })
    let doubles = Standardizer(fitting: Tensor<Double>([[1e300], [3e300]]))
    #expect(doubles.mean == [2e300] && doubles.standardDeviation == [1e300])
  }

  @Test func standardizingOtherSamples() {
    let standardizer = Standardizer(fitting: Tensor<Float>(shape: [2, 1], elements: [1, 3]))
    #expect(standardizer(Tensor(shape: [3, 1], elements: [2, 3, 6])).elements == [0, 1, 4])
  }

  @Test func oneHotVectors() {
    let vectors: Tensor<Float> = oneHot(
      labels: Tensor(shape: [3], elements: [2, 0, 1]), classCount: 3)
    #expect(vectors == Tensor(shape: [3, 3], elements: [0, 0, 1, 1, 0, 0, 0, 1, 0]))
    let empty = oneHot(labels: Tensor(shape: [0], elements: []), classCount: 2, as: Double.self)
    #expect(empty.shape == [0, 2])
  }

  @Test("Batches hold every sample once", arguments: [1, 2, 3, 7, 10, 11], [UInt64(1), 2, 99])
  func everySampleOnce(size: Int, seed: UInt64) {
    let inputs = Tensor<Float>(shape: [10, 2], elements: (0..<20).map { Float($0) })
    let labels = Tensor<Int>(shape: [10], elements: Array(0..<10))
    var generator = RandomGenerator(seed: seed)
    let batches = Batches(inputs, labels, size: size, shuffledBy: &generator)
    var seen: [Int] = []
    for batch in batches {
      let (x, y) = (batch.inputs, batch.targets)
      #expect(x.shape == [y.shape[0], 2])
      #expect(x.elements == y.elements.flatMap { [Float(2 * $0), Float(2 * $0 + 1)] })
      seen += y.elements
    }
    #expect(seen.sorted() == Array(0..<10), "seed \(seed)")
    #expect(batches.count == (10 + size - 1) / size)
    #expect(batches.dropLast().allSatisfy { $0.targets.shape[0] == size })
  }

  @Test func batchOrderComesFromTheGenerator() {
    let x = Tensor<Int>(shape: [50], elements: Array(0..<50))
    func epochs(seed: UInt64) -> [[Int]] {
      var generator = RandomGenerator(seed: seed)
      return (0..<2).map { _ in
        Batches(x, x, size: 8, shuffledBy: &generator).flatMap { $0.inputs.elements }
      }
    }
    #expect(epochs(seed: 5) == epochs(seed: 5))
    #expect(epochs(seed: 5) != epochs(seed: 6))
    #expect(epochs(seed: 5)[0] != epochs(seed: 5)[1])
    #expect(Batches(x, x, size: 8).flatMap { $0.inputs.elements } == Array(0..<50))
  }

  @Test func batchesOfSamplesAreThoseOfTheirTensors() {
    let x = Tensor<Float>(shape: [10, 2], elements: (0..<20).map { Float($0) })
    let samples = Samples(x, Tensor<Int>(0..<10))
    var (first, second) = (RandomGenerator(seed: 4), RandomGenerator(seed: 4))
    let pairs = [
      (
        Batches(samples, size: 4, dropLast: true, shuffledBy: &first),
        Batches(x, samples.targets, size: 4, dropLast: true, shuffledBy: &second)
      ),
      (Batches(samples, size: 3), Batches(x, samples.targets, size: 3)),
    ]
    for (ofSamples, ofTensors) in pairs {
      #expect(ofSamples.count == ofTensors.count)
      for (ours, theirs) in zip(ofSamples, ofTensors) { #expect(ours == theirs) }
    }
  }

  @Test func droppingTheLastBatch() {
    let x = Tensor<Int>(shape: [10], elements: Array(0..<10))
    var generator = RandomGenerator(seed: 3)
    let batches = Batches(x, x, size: 4, dropLast: true, shuffledBy: &generator)
    #expect(batches.map { $0.inputs.shape[0] } == [4, 4])
    #expect(Set(batches.flatMap { $0.inputs.elements }).count == 8)
    #expect(Batches(x, x, size: 5, dropLast: true).count == 2)
  }
}
