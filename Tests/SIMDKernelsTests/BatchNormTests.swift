import TestSupport
import Testing

@testable import SIMDKernels

/// Batch normalization with its scale and shift, beside its formulas in plain loops.
@Suite("Batch norm kernels") struct BatchNormTests {
  /// x, γ, β and u, and what the kernels make of them, each between fences or before a forbidden page.
  private func run<Scalar: KernelScalar>(
    _: Scalar.Type, _ planes: ChannelPlanes, threads: Int, forbiddingReads: Bool = false,
    change: (inout [Scalar]) -> Void = { _ in }
  ) -> (inputs: [[Scalar]], results: [[Scalar]], isIntact: Bool) {
    var generator = RepeatableGenerator(seed: 51)
    let (count, channels) = (planes.samples * planes.channels * planes.places, planes.channels)
    var numbers: [[Scalar]] = [count, channels, channels, count].map { generator.numbers($0) }
    change(&numbers[0])
    let inputs = numbers.map { GuardedBuffer($0, forbiddingReads: forbiddingReads) }
    // What is not written stays NaN.
    let results = [count, channels, channels, count, channels, channels].map {
      GuardedBuffer([Scalar](repeating: .nan, count: $0), forbiddingReads: forbiddingReads)
    }
    let (x, scale, shift, upstream) = (inputs[0], inputs[1], inputs[2], inputs[3])
    let kernels = Scalar.kernels
    kernels.batchNorm(
      x.pointer, scale.pointer, shift.pointer, results[0].pointer, results[1].pointer,
      results[2].pointer, 0.01, planes, threads)
    kernels.batchNormGradient(
      x.pointer, scale.pointer, results[1].pointer, results[2].pointer, upstream.pointer,
      NormGradient(x: results[3].pointer, scale: results[4].pointer, shift: results[5].pointer),
      0.01, planes, threads)
    return (
      inputs.map(\.numbers), results.map(\.numbers), (inputs + results).allSatisfy(\.isIntact)
    )
  }

  /// Ragged counts: of planes that fill no register, some, and more than a block of a sum has.
  private static let shapes = [
    (1, 1, 2), (2, 3, 1), (3, 2, 7), (5, 4, 16), (2, 5, 17), (64, 3, 49), (7, 1, 130), (2, 2, 8195),
  ].map { ChannelPlanes(samples: $0.0, channels: $0.1, places: $0.2) }

  @Test("value and gradients are those of the formulas", arguments: shapes.indices)
  func formulas(index: Int) {
    check(Double.self, Self.shapes[index])
    check(Float.self, Self.shapes[index])
  }

  private func check<Scalar: KernelScalar>(_: Scalar.Type, _ planes: ChannelPlanes) {
    let (inputs, results, isIntact) = run(Scalar.self, planes, threads: 1)
    #expect(isIntact)
    let numbers = inputs.map { $0.map(Double.init) }
    let found = results.map { $0.map(Double.init) }
    let n = Double(planes.samples * planes.places)
    // With numbers from −1 to 1 and r up to 10, no result of a sum is more than a few hundred times as far off as
    // one number is rounded.
    let bound = 300 * Double(Scalar.ulpOfOne)
    for channel in 0..<planes.channels {
      let places = (0..<planes.samples).flatMap { sample in
        (0..<planes.places).map { (sample * planes.channels + channel) * planes.places + $0 }
      }
      let (x, u) = (places.map { numbers[0][$0] }, places.map { numbers[3][$0] })
      let mean = x.reduce(0, +) / n
      let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
      let r = 1 / (variance + 0.01).squareRoot()
      let z = x.map { ($0 - mean) * r }
      let ofShift = u.reduce(0, +)
      let ofScale = zip(u, z).reduce(0) { $0 + $1.0 * $1.1 }
      let (scale, shift) = (numbers[1][channel], numbers[2][channel])
      #expect(abs(found[1][channel] - mean) < bound)
      #expect(abs(found[2][channel] - variance) < bound)
      #expect(abs(found[4][channel] - ofScale) < bound * n)
      #expect(abs(found[5][channel] - ofShift) < bound * n)
      let ofX = zip(u, z).map { ($0 - ofShift / n - $1 * ofScale / n) * scale * r }
      #expect(
        zip(places, z).allSatisfy { abs(found[0][$0] - (scale * $1 + shift)) < bound },
        "values, \(planes), seed 51")
      #expect(
        zip(places, ofX).allSatisfy { abs(found[3][$0] - $1) < 10 * bound },
        "gradient of x, \(planes), seed 51")
    }
  }

  @Test("the number of threads changes no bit")
  func threads() {
    let planes = ChannelPlanes(samples: 40, channels: 7, places: 785)
    let one = run(Float.self, planes, threads: 1).results
    for threads in [2, 3, 8] {
      #expect(run(Float.self, planes, threads: threads).results == one, "\(threads) threads")
    }
  }

  @Test("a NaN makes its own channel NaN, and no other")
  func specialValues() {
    let planes = ChannelPlanes(samples: 3, channels: 4, places: 21)
    let (_, results, _) = run(Float.self, planes, threads: 1) { $0[(1 * 4 + 2) * 21 + 20] = .nan }
    for index in [0, 3] {
      for (place, number) in results[index].enumerated() {
        #expect(number.isNaN == (place / 21 % 4 == 2))
      }
    }
    for index in [1, 2, 4] {
      #expect(results[index].map(\.isNaN) == [false, false, true, false])
    }
  }

  @Test("nothing is read after the end: a page that may not be touched lies there")
  func forbiddenPages() async {
    await #expect(processExitsWith: .success) {
      for planes in BatchNormTests.shapes {
        _ = BatchNormTests().run(Float.self, planes, threads: 1, forbiddingReads: true)
      }
    }
  }
}
