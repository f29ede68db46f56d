import Curriculum
import Gradus
import Testing

@testable import Curriculum14

/// What lesson 14's page claims.
@Suite("Lesson 14's experiment")
struct LeavingExperimentTests {
  let experiment = LeavingExperiment(LeavingLesson.lesson.solution)

  @Test("(a) a network comes back as it was, bit for bit") func thereAndBack() throws {
    let result = try experiment.thereAndBack(seed: 3)
    #expect(result.difference == 0)
    #expect(
      result.here.map(\.name)
        == ["0.bias", "0.weight", "2.bias", "2.weight"].map { "layers." + $0 })
    var forgetful = LeavingLesson.lesson.solution
    forgetful.translated = { weights, _, _ in weights }
    #expect(try LeavingExperiment(forgetful).thereAndBack(seed: 3).difference > 0.01)
  }

  @Test("(b) bytes change few predictions, and take little more than a quarter") func bytes() throws
  {
    for seed in 1...2 as ClosedRange<UInt64> {
      let result = try experiment.quantization(of: .digits(), epochs: 5, seed: seed)
      let (before, after) = (result.before.argmax(along: 1), result.after.argmax(along: 1))
      #expect(countRight(before, after) >= 294, "of 297; seed \(seed)")
      #expect(result.byteBytes < result.floatBytes * 3 / 10)
    }
  }

  @Test("(b) no product is farther off than its bound, and each is the framework's") func errors()
    throws
  {
    let data = try PictureRows.digits()
    let network = try Recipe().trained(on: data.train, epochs: 1, seed: 2)
    let errors = try experiment.errors(of: network, on: data.test.inputs[0..<10])
    #expect(errors.share <= 1 && errors.share > 0.05)
    #expect(errors.largest <= errors.bound && errors.products == 640)
    #expect(errors.fromFramework < 1e-6)
  }

  @Test("without its last part, the bound can be passed") func smallPart() throws {
    // Nearly all numbers are one and a half steps large, and rounded up to two.
    let x = [127, 0] + [Double](repeating: 1.5, count: 1022)
    let w = [0, 127] + [Double](repeating: 1.5, count: 1022)
    let (ofX, ofW) = (try Leaving.quantizedRow(x), try Leaving.quantizedRow(w))
    #expect(ofX.scale == 1 && ofW.scale == 1)
    let y = try Leaving.integerProduct(
      ofX.integers, weight: [ofW.integers], xScale: 1, weightScales: [1], bias: [0])[0]
    let error = abs(y - zip(x, w).reduce(0) { $0 + $1.0 * $1.1 })
    let sums = x.reduce(0, +) + w.reduce(0, +)
    #expect(error > sums / 2, "\(error) and \(sums / 2)")
    #expect(error <= (try Leaving.errorBound(x, xScale: 1, weight: w, weightScale: 1)))
  }

  @Test("(e) parameters are those of the models") func costs() throws {
    let costs = try experiment.courseInNumbers()
    var generator = RandomGenerator(seed: 1)
    let digits = Sequential(
      Linear<Float>(64, 32, using: &generator), ReLU(), Linear(32, 10, using: &generator))
    #expect(costs.first { $0.lesson == 2 }?.parameterCount == digits.parameterCount)
    // Pixels, inputs of a filter, filters; then the classes.
    let convolutions = 2 * (64 * 9 * 16 + 16 * 144 * 32 + 128 * 10)
    #expect(costs.first { $0.lesson == 8 }?.operations == convolutions)
    #expect(costs.map(\.lesson) == costs.map(\.lesson).sorted())
  }

  @Test("(f) all combinations of levels are tried, each once") func combinations() {
    let combinations = Factor.combinations
    #expect(Set(combinations).count == 108 && combinations.count == 108)
    let first = Factor.recipe([0, 2, 1, 1, 0])
    #expect(first.rule == .momentum && first.rate == 0.3 && first.activation == .tanh)
    #expect(first.depth == 3 && first.width == 16)
  }

  @Test("(f) half of the rates are left after each round, and the same again") func halving() throws
  {
    let data = try PictureRows.fewDigits(seed: 4)
    let rounds = try (0..<2).map { _ in try experiment.halving(on: data, seed: 4) }
    #expect(rounds[0].map(\.tried) == [16, 8, 4, 2])
    #expect(rounds[0].map(\.kept) == rounds[1].map(\.kept))
    // Numbers go through a logarithm and back.
    for (before, after) in zip(rounds[0], rounds[0].dropFirst()) {
      for rate in after.kept { #expect(before.kept.contains { abs($0 / rate - 1) < 1e-9 }) }
    }
  }
}
