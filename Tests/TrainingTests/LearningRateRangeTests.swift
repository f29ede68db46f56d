import Autograd
import Layers
import TensorCore
import Testing
import Training

@Suite struct LearningRateRangeTests {
  private func run(
    steps: Int = 100, curvature: Double = 1
  ) -> (test: LearningRateRangeTest, model: SmallModel) {
    let model = SmallModel()
    let test = learningRateRangeTest(
      of: model, with: SGD(learningRate: 0.123), from: 1e-5, to: 1e3, steps: steps
    ) { model, _ in
      valueWithGradients(at: &model) { model in
        (model.weight.squared().sum() + model.bias.squared().sum() + model.scale.squared().sum())
          * (curvature / 2)
      }
    }
    return (test, model)
  }

  @Test("rates rise by a fixed factor, and the test ends when the loss has shot up")
  func curve() {
    let (test, _) = run()
    #expect(test.rates.count == test.losses.count && test.losses.count < 100)
    #expect(test.rates[0] == 1e-5)
    for (rate, next) in zip(test.rates, test.rates.dropFirst()) {
      #expect((next / rate / Double.pow(1e8, 1.0 / 99) - 1).magnitude < 1e-12)
    }
    #expect(test.losses.dropLast().allSatisfy { $0 <= 4 * test.losses[0] })
    #expect((test.losses.last ?? 0) > 4 * test.losses[0])
  }

  /// With curvature c, plain descent falls for rates below 2/c: the suggestion follows.
  @Test(
    "the suggestion is where the loss falls, and follows the curvature", arguments: [0.1, 1, 30])
  func suggestion(curvature: Double) throws {
    let (test, _) = run(curvature: curvature)
    let suggestion = try #require(test.suggestion)
    #expect(suggestion * curvature > 0.01 && suggestion * curvature < 2)
  }

  @Test("model and optimizer stay as they are")
  func untouched() {
    #expect(run().model == SmallModel())
  }

  @Test("a loss that never falls speaks for no rate, and one that is not finite ends the test")
  func hopeless() {
    let rising = learningRateRangeTest(
      of: SmallModel(), with: SGD(learningRate: 1), steps: 20
    ) { model, step in (1 + Double(step) / 10, model.gradients(at: 0)) }
    #expect(rising.suggestion == nil && rising.losses.count == 20)
    let ending = learningRateRangeTest(
      of: SmallModel(), with: SGD(learningRate: 1), steps: 20
    ) { model, step in (step == 5 ? .nan : 1, model.gradients(at: 0)) }
    #expect(ending.losses == [1, 1, 1, 1, 1] && ending.suggestion == nil)
  }

  /// A steep fall at step 10, and noise around it that smoothing takes away.
  @Test("noise of one step does not decide")
  func noise() throws {
    let test = learningRateRangeTest(
      of: SmallModel(), with: SGD(learningRate: 1), from: 1e-4, to: 1, steps: 101
    ) { model, step in
      let fall = 2 - 1 / (1 + Double.exp(-(Double(step) - 50) / 5))
      return (fall + (step == 20 ? 0.3 : 0), model.gradients(at: 0))
    }
    let suggestion = try #require(test.suggestion)
    #expect(suggestion > 0.005 && suggestion < 0.02, "the middle of the fall is at 0.01")
  }

  @Test func fallingRates() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = learningRateRangeTest(
        of: SmallModel(), with: Adam<Double>(), from: 1, to: 0.1
      ) { model, _ in (1, model.gradients(at: 0)) }
    }
    expect(
      "learningRateRangeTest: expected rising rates, found 1.0 to 0.1", in: result,
      at: "LearningRateRangeTests.swift:")
  }
}
