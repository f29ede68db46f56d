import Autograd
import GradientChecking
import Layers
import TensorCore
import Testing

/// The check is checked: it must find every mistake of a collection.
@Suite struct MistakeTests {
  @Test(arguments: WrongPullback.allCases)
  func wrongPullbackIsRejected(mistake: WrongPullback) throws {
    let problems = checkGradients(of: mistake)
    let first = try #require(problems.first, "\(mistake) was not noticed")
    #expect(first.argument == "input \(mistake.wrongInput)", "\(problems)")
    #expect(first.description.hasPrefix(mistake.rawValue), "\(problems)")
    if let cause = mistake.cause {
      #expect(first.likelyCause?.contains(cause) == true, "\(problems)")
    }
  }

  @Test(arguments: WrongLayer.allCases)
  func wrongLayerIsRejected(mistake: WrongLayer) {
    let problems = checkGradients(of: mistake)
    #expect(problems.contains { $0.description.contains(mistake.finding) }, "\(problems)")
  }

  @Test func messageNamesEverything() throws {
    let error = #expect(throws: GradientCheckFailure.self) {
      try requireRightGradients(of: WrongPullback.squareWithoutTwo, seed: 5)
    }
    let text = "\(try #require(error))"
    #expect(text.hasPrefix("squareWithoutTwo, input 0: at ["))
    #expect(
      text.contains(/\] the pullback gives (-?[\d.]+), differences give (-?[\d.]+), ratio 0\.5;/))
    #expect(
      text.hasSuffix(
        "; 12 of 12 elements are wrong. Likely cause: it is half of what it should be: is a factor 2 "
          + "missing? (central differences, seed 5)"), "\(text)")
  }

  @Test func layerThrowsToo() {
    #expect(throws: GradientCheckFailure.self) {
      try requireRightGradients(of: WrongLayer.forgottenGain)
    }
    #expect(throws: Never.self) { try requireRightGradients(of: LayersProof.linear) }
  }

  /// Samples near a kink are drawn again; where there are no others, the check says so.
  @Test func kinksAreRecognized() throws {
    struct KinkAtSample: DifferentiableFunction {
      let name = "relu at 0"
      let inputs: [FunctionInput]
      func callAsFunction<S>(_ x: [Variable<S>]) -> Variable<S> { x[0].relu() }
    }
    // Half of the samples lie so near to 0 that the differences cross it.
    let narrow = KinkAtSample(inputs: [.uniform([1], in: -2e-5...2e-5)])
    for seed in 1...20 {
      let problems = checkGradients(of: narrow, seed: UInt64(seed))
      #expect(
        problems.allSatisfy { $0.finding.contains("the gradient is zero everywhere") },
        "\(problems)")
    }
    for kink in [0, 4e-6, -9e-6] {
      let fixed = checkGradients(of: KinkAtSample(inputs: [.values([2], [1, kink])]))
      let problem = try #require(fixed.first)
      #expect(problem.check == .samples)
      #expect(problem.finding.contains("10 samples in a row lie near a kink, the first at [1]"))
    }
  }

  @Test func declaredZeroMustBeZero() {
    struct Constant: DifferentiableFunction {
      let name = "x"
      var inputs: [FunctionInput]
      func callAsFunction<S>(_ x: [Variable<S>]) -> Variable<S> { x[0] + x[1].detached() * 0 }
    }
    let zero = FunctionInput([2], hasZeroGradient: true)
    #expect(checkGradients(of: Constant(inputs: [[2], zero])).isEmpty)
    #expect(checkGradients(of: Constant(inputs: [[2], [2]])).map(\.argument) == ["input 1"])
    #expect(checkGradients(of: Constant(inputs: [zero, zero])).map(\.argument) == ["input 0"])
  }
}
