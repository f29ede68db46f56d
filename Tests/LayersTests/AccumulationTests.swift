import Autograd
import Foundation
import Layers
import TensorCore
import TestSupport
import Testing

private typealias Scalar = TensorScalar & BinaryFloatingPoint

/// Gradients and layers that add up a million numbers, each large beside what distinguishes them: off by no
/// more than the sums in them may be. (The sums themselves: `SummationTests`.)
@Suite struct AccumulationTests {
  private static let million = 1_000_000

  private static func offsetNumbers<S: Scalar>(_ shape: Shape, seed: UInt64) -> Tensor<S> {
    var generator = RandomGenerator(seed: seed)
    return Tensor.uniform(shape, from: 1000, to: 1001, using: &generator)
  }

  private func forEachBackend(_ body: (Backend) -> Void) {
    for backend in Backend.allCases { withBackend(backend) { body(backend) } }
  }

  /// ½ulp(1), with room for the terms of second order.
  private static func unit<S: Scalar>(_: S.Type) -> Double { Double(S.ulpOfOne) / 2 * 1.001 }

  private func expectSum<S: Scalar>(
    _ found: S, of numbers: [S], roundings: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let exact = ExactSum(numbers)
    #expect(
      abs(Double(found) - exact.value) <= roundings * Self.unit(S.self) * exact.magnitude,
      "\(found), expected \(exact.value)", sourceLocation: sourceLocation)
  }

  @Test("gradients of a bias: of rows, and of images")
  func biases() {
    func check<S: Scalar>(_: S.Type) {
      let u: Tensor<S> = Self.offsetNumbers([Self.million, 2], seed: 1)
      let images: Tensor<S> = u.reshaped(to: [8, 2, 250, 500])
      forEachBackend { backend in
        let ofRows = gradient(at: Tensor<S>.zeros([2])) { bias in
          ((Variable(u) + bias) * Variable(u)).sum()
        }
        for (c, column) in columns(of: u).enumerated() {
          expectSum(ofRows[c], of: column, roundings: roundingsInBlocks(Self.million))
        }
        let ofImages = gradient(at: Tensor<S>.zeros([2, 1, 1])) { bias in
          ((Variable(images) + bias) * Variable(images)).sum()
        }
        // The images' sums first, then those of the batch.
        let inImage = backend == .naive ? roundingsInBlocks(125_000) : roundingsInLanes(125_000)
        for c in 0..<2 {
          expectSum(
            ofImages[c, 0, 0], of: images[0..., c..<c + 1].elements,
            roundings: inImage + roundingsInBlocks(8))
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("gradients of an embedding, of running sums and of pooled images")
  func scattered() {
    func check<S: Scalar>(_: S.Type) {
      let u: Tensor<S> = Self.offsetNumbers([Self.million, 1], seed: 2)
      let elements = u.elements
      let indices = [Int](repeating: 0, count: Self.million)
      let roundings = roundingsInBlocks(Self.million)
      forEachBackend { backend in
        let ofTable = gradient(at: Tensor<S>.zeros([2, 1])) { table in
          (table.gather(indices, along: 0) * Variable(u)).sum()
        }
        expectSum(ofTable[0, 0], of: elements, roundings: roundings)
        let ofRunning = gradient(at: Tensor<S>.zeros([Self.million, 1])) { x in
          (x.cumulativeSum(along: 0) * Variable(u)).sum()
        }
        expectSum(ofRunning[0, 0], of: elements, roundings: roundings)
        expectSum(
          ofRunning[500_000, 0], of: Array(elements[500_000...]), roundings: roundings)
        let image = u.reshaped(to: [1, 1, 1000, 1000])
        let window = Size2D(height: 1000, width: 1000)
        let pooled = Variable(image).averagePool2D(window).value.scalar()
        // Two more: 10⁻⁶ is rounded, and the product.
        expectSum(pooled * 1_000_000, of: elements, roundings: roundings + 3)
        // The middle of 1999 pixels lies in all 1000 windows.
        let row = u[..<1000].reshaped(to: [1, 1, 1, 1000])
        let ofPixels = gradient(at: Tensor<S>.zeros([1, 1, 1, 1999])) { x in
          (x.averagePool2D(Size2D(height: 1, width: 1000), stride: 1) * Variable(row)).sum()
        }
        expectSum(
          ofPixels[0, 0, 0, 999] * 1000, of: row.elements, roundings: roundingsInBlocks(1000) + 3)
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("the moments of a batch, in what BatchNorm follows")
  func batchNorm() {
    func check<S: Scalar>(_: S.Type) {
      let x: Tensor<S> = Self.offsetNumbers([Self.million, 2], seed: 3)
      let eachColumn = columns(of: x)
      let roundings = roundingsInBlocks(Self.million)
      forEachBackend { backend in
        var layer = BatchNorm<S>(2, momentum: 1)
        var context = Context.training(seed: 1)
        _ = layer.forward(Variable(x), in: &context)
        for (c, column) in eachColumn.enumerated() {
          let exact = ExactSum(column)
          let variance = exact.squaredDeviations(of: column).value / Double(Self.million - 1)
          let e = (roundings + 1) * Self.unit(S.self) * exact.magnitude / 1e6
          #expect(
            abs(Double(layer.runningMean.value[c]) - exact.mean) <= e, "\(S.self), \(backend)")
          // Three roundings more for each square, one for the quotient and two for n/(n − 1).
          #expect(
            abs(Double(layer.runningVariance.value[c]) - variance)
              <= (roundings + 6) * Self.unit(S.self) * variance + 1.01 * e * e,
            "\(S.self), \(backend)")
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("what BatchNorm follows does not drift, however long it follows")
  func runningStatistics() {
    var layer = BatchNorm<Float>(1)
    var context = Context.training(seed: 1)
    let batch = Variable(Tensor<Float>([[1000.3], [1000.5]]))
    for _ in 0..<3000 { _ = layer.forward(batch, in: &context) }
    let mean = Double(batch.value.mean())
    // 3000 batches, of which the first has long been forgotten: 0.9³⁰⁰⁰ is no number of `Float`.
    #expect(abs(Double(layer.runningMean.value[0]) - mean) <= 5 / 0.1 * 0x1p-24 * mean)
    let variance = Double(batch.value.variance(correction: 1))
    #expect(
      abs(Double(layer.runningVariance.value[0]) - variance) <= (5 / 0.1 + 4) * 0x1p-24 * variance)
  }

  @Test("a row of a million, standardized, and its gradient")
  func standardization() {
    func check<S: Scalar>(_: S.Type) {
      let x: Tensor<S> = Self.offsetNumbers([1, Self.million], seed: 4)
      let u: Tensor<S> = Self.offsetNumbers([1, Self.million], seed: 5)
      forEachBackend { backend in
        let found = gradient(at: x) { x in
          (x.standardized(along: 1, epsilon: 1e-5) * Variable(u)).sum()
        }
        let worst = standardizationErrors(
          x.elements, u.elements,
          Variable(x).standardized(along: 1, epsilon: 1e-5).value.elements, found.elements,
          epsilon: 1e-5,
          roundings: backend == .naive
            ? roundingsInBlocks(Self.million) : roundingsInLanes(Self.million),
          unit: Self.unit(S.self))
        #expect(
          worst.output <= 1 && worst.gradient <= 1, "\(S.self), \(backend): \(worst) of the bounds")
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("cross-entropy and log-sum-exp of a million classes")
  func classes() {
    func check<S: Scalar>(_: S.Type) {
      var generator = RandomGenerator(seed: 6)
      let x = Tensor<S>.uniform([1, Self.million], from: -1, to: 1, using: &generator)
      let logits = x.elements.map { Double($0) }
      let logSum = Foundation.log(ExactSum(logits.map { Foundation.exp($0) }).value)
      forEachBackend { backend in
        // The exponentials, shifted by the maximum, are off by 4 ulps, more than the kernels are; then
        // the sum. (The vector kernel adds 64 registers of two lanes, the fewest, and then such sums one
        // by one.)
        let inSum = backend == .naive ? roundingsInBlocks(Self.million) : 68 + 1e6 / 128
        let logSumBound = (inSum + 8 + 2 * logSum) * Self.unit(S.self)
        #expect(abs(Double(x.logSumExp(along: 1)[0]) - logSum) <= logSumBound)
        // All targets alike: the loss is the mean of ln Σ − x.
        let uniform = Tensor<S>(repeating: S(1e-6), shape: [1, Self.million])
        let loss = softmaxCrossEntropy(logits: Variable(x), probabilities: uniform).value.scalar()
        let mass = Double(S(1e-6)) * 1e6
        let exact = mass * logSum - Double(S(1e-6)) * ExactSum(logits).value
        let terms =
          backend == .naive ? roundingsInBlocks(Self.million) : roundingsInLanes(Self.million)
        #expect(
          abs(Double(loss) - exact)
            <= mass * logSumBound + (terms + 4) * Self.unit(S.self) * (mass * (logSum + 2)))
      }
    }
    check(Float.self)
    check(Double.self)
  }
}
