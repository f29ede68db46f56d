import SIMDKernels
import TestSupport
import Testing

/// Convolutions that read shifted images, beside the textbook's loops.
@Suite("Convolution kernels") struct ConvolutionTests {
  /// Ragged sizes of everything: windows that leave a rest, padding wider than the window, strides wider than it.
  private static func randomProblem(_ generator: inout RepeatableGenerator) -> ConvolutionProblem {
    func axis() -> WindowAxis {
      let kernel = Int.random(in: 1...5, using: &generator)
      let stride = Int.random(in: 1...4, using: &generator)
      let padding = Int.random(in: 0...kernel + 1, using: &generator)
      let input = Int.random(in: max(1, kernel - 2 * padding)...13, using: &generator)
      let output = (input + 2 * padding - kernel) / stride + 1
      return WindowAxis(
        input: input, output: output, kernel: kernel, stride: stride, padding: padding)
    }
    return ConvolutionProblem(
      channels: Int.random(in: 1...5, using: &generator),
      outputs: Int.random(in: 1...20, using: &generator), rows: axis(), columns: axis())
  }

  /// What rounding may do to a sum of products, and a little more for the sum of magnitudes itself.
  private func expectAgreement<Scalar: KernelScalar>(
    _ found: [Scalar], _ expected: [PlainSum], _ what: String
  ) {
    #expect(found.count == expected.count)
    let failure = zip(found, expected).first { found, expected in
      let bound = Double(expected.terms + 1) * Double(Scalar.ulpOfOne) * expected.magnitude
      return !(abs(Double(found) - expected.value) <= bound)
    }
    #expect(failure == nil, "\(what)")
  }

  @Test(
    "values and both gradients are those of plain loops, and nothing outside is read or written")
  func plainLoops() {
    check(Float.self, seed: 21)
    check(Double.self, seed: 22)
  }

  private func check<Scalar: KernelScalar>(_: Scalar.Type, seed: UInt64) {
    var generator = RepeatableGenerator(seed: seed)
    for trial in 0..<40 {
      let problem = Self.randomProblem(&generator)
      let trial = ConvolutionTrial<Scalar>(
        problem, images: trial % 3 + 1, gap: trial % 2 * 7, using: &generator)
      check(trial, seed: seed)
    }
  }

  private func check<Scalar: KernelScalar>(_ trial: ConvolutionTrial<Scalar>, seed: UInt64) {
    let found = trial.results(threads: 1)
    let name = "seed \(seed), \(Scalar.self), \(trial.problem)"
    expectAgreement(found.values, trial.plain.values, "values, \(name)")
    expectAgreement(found.ofImages, trial.plain.ofImages, "gradient of the images, \(name)")
    expectAgreement(found.ofWeight, trial.plain.ofWeight, "gradient of the weight, \(name)")
    #expect(found.isIntact, "\(name)")
  }

  @Test("a window that reaches beyond the padding on the right meets zeros")
  func beyondPadding() {
    var generator = RepeatableGenerator(seed: 23)
    let axis = WindowAxis(input: 6, output: 6, kernel: 4, stride: 1, padding: 1)
    let problem = ConvolutionProblem(channels: 2, outputs: 3, rows: axis, columns: axis)
    check(ConvolutionTrial<Double>(problem, images: 2, gap: 0, using: &generator), seed: 23)
  }

  /// As in the last layers of a network: more channels than fit into any register, and hardly a place.
  @Test("many channels on few places", arguments: [1, 2, 3])
  func manyChannels(size: Int) {
    var generator = RepeatableGenerator(seed: 28)
    for (channels, outputs) in [(31, 3), (32, 2), (33, 1), (48, 17), (64, 33), (70, 2)] {
      for (kernel, stride, padding) in [(1, 1, 0), (1, 2, 0), (3, 1, 1), (3, 2, 1), (2, 1, 1)] {
        let output = (size + 2 * padding - kernel) / stride + 1
        let axis = WindowAxis(
          input: size, output: output, kernel: kernel, stride: stride, padding: padding)
        let line = WindowAxis(input: 1, output: 1, kernel: 1, stride: stride, padding: 0)
        for rows in [axis, line] {
          check(
            ConvolutionTrial<Float>(
              ConvolutionProblem(channels: channels, outputs: outputs, rows: rows, columns: axis),
              images: 2, gap: 3, using: &generator), seed: 28)
          check(
            ConvolutionTrial<Double>(
              ConvolutionProblem(channels: channels, outputs: outputs, rows: axis, columns: rows),
              images: 2, gap: 3, using: &generator), seed: 28)
        }
      }
    }
  }

  /// One channel, whose windows the weight's gradient puts together in another way.
  private static let oneChannelProblems = [(28, 3, 1), (9, 5, 2), (7, 2, 0), (5, 5, 0), (6, 1, 1)]
    .map { height, kernel, padding in
      ConvolutionProblem(
        channels: 1, outputs: 16,
        rows: WindowAxis(
          input: height, output: height + 2 * padding - kernel + 1, kernel: kernel, stride: 1,
          padding: padding),
        columns: WindowAxis(input: 11, output: 11, kernel: 3, stride: 1, padding: 1))
    }

  @Test("all is as for several channels where there is one")
  func oneChannel() {
    var generator = RepeatableGenerator(seed: 27)
    for problem in Self.oneChannelProblems {
      check(ConvolutionTrial<Float>(problem, images: 3, gap: 5, using: &generator), seed: 27)
    }
  }

  @Test("the number of threads changes no bit", arguments: [1, 2, 3])
  func threads(stride: Int) {
    var generator = RepeatableGenerator(seed: 24)
    let axis = WindowAxis(
      input: 61, output: (61 + 2 - 3) / stride + 1, kernel: 3, stride: stride, padding: 1)
    let problem = ConvolutionProblem(channels: 17, outputs: 45, rows: axis, columns: axis)
    let trial = ConvolutionTrial<Float>(problem, images: 1, gap: 0, using: &generator)
    let one = trial.results(threads: 1)
    for threads in [2, 3, 8] {
      let many = trial.results(threads: threads)
      #expect(many.values == one.values, "\(threads) threads")
      #expect(many.ofImages == one.ofImages, "\(threads) threads")
      #expect(many.ofWeight == one.ofWeight, "\(threads) threads")
    }
  }

  @Test("a NaN goes where windows meet it, and nowhere else")
  func specialValues() {
    var generator = RepeatableGenerator(seed: 25)
    for _ in 0..<40 {
      let problem = Self.randomProblem(&generator)
      var trial = ConvolutionTrial<Float>(problem, images: 1, gap: 0, using: &generator)
      trial.images[Int.random(in: trial.images.indices, using: &generator)] = .nan
      trial.upstream[Int.random(in: trial.upstream.indices, using: &generator)] = .nan
      let found = trial.results(threads: 1)
      let plain = trial.plain
      #expect(found.values.map(\.isNaN) == plain.values.map(\.value.isNaN), "seed 25, \(problem)")
      #expect(
        found.ofImages.map(\.isNaN) == plain.ofImages.map(\.value.isNaN), "seed 25, \(problem)")
    }
  }

  @Test("nothing is read after the end: a page that may not be touched lies there")
  func forbiddenPages() async {
    await #expect(processExitsWith: .success) {
      var generator = RepeatableGenerator(seed: 26)
      for trial in 0..<60 {
        let problem =
          trial < 5
          ? ConvolutionTests.oneChannelProblems[trial]
          : ConvolutionTests.randomProblem(&generator)
        let trial = ConvolutionTrial<Float>(
          problem, images: trial % 2 + 1, gap: 0, using: &generator)
        _ = trial.results(threads: 1, forbiddingReads: true)
      }
    }
  }
}
