import Games
import GradientChecking
import Gradus
import Testing

/// ln cosh(ŷ − y): quadratic near 0 and straight far away, in a form that does not overflow.
struct LogCoshProof: LossProof {
  let name = "logCosh"
  let prediction: FunctionInput = [3, 4]
  let target: FunctionInput = [3, 4]

  func loss<S: TensorScalar>(
    _ prediction: Variable<S>, _ target: Tensor<S>, reduction: LossReduction
  ) -> Variable<S> {
    let error = (prediction - Variable(target)).abs()
    let losses = error + (error * -2).exp().log1p() - S.log(2)
    return switch reduction {
    case .mean: losses.mean()
    case .sum: losses.sum()
    case .none: losses
    }
  }

  func bestPrediction(for target: Tensor<Double>) -> Tensor<Double>? { target }
}

@Test("the loss is right", arguments: [1, 2, 3]) func logCosh(seed: UInt64) {
  #expect(checkLoss(LogCoshProof(), seed: seed) == [])
}

@Test("parts of every kind are right") func parts() {
  let momentum = SGD<Double>(learningRate: 0.1, momentum: 0.9)
  let steps = checkOptimizer(
    momentum,
    against: .rule(memory: 1) { p, velocity, step in
      velocity[0] = 0.9 * velocity[0] + step.gradient
      p -= step.learningRate * velocity[0]
    })
  #expect(steps == [])

  let schedule = LinearWarmup(steps: 10, then: CosineDecay(from: 0.1, steps: 90))
  let rates = checkSchedule(
    schedule, steps: 100, rates: [0: 0.01, 9: 0.1, 100: 0], largestChange: 0.01)
  #expect(rates == [])

  #expect(checkInitializer(.heUniform, name: "heUniform") { 2 / $0.fanIn } == [])

  let flip = checkAugmentation(
    RandomFlip(), atZeroStrength: RandomFlip(probability: 0), range: 0...1)
  #expect(flip == [])
  #expect(checkMixing(Mixup<Double>(alpha: 0.4)) == [])

  #expect(checkEnvironment(CartPole()) == [])
  #expect(checkEnvironment(FrozenLake.fourByFour.environment()) { [Double($0)] } == [])
  #expect(checkBoardGame(TicTacToe.self) == [])
}

@Test("the squared ReLU's kernel is right") func squaredReLUKernel() {
  let problems = checkKernel("squaredReLU()", of: Float.self) { x, y in
    for i in x.indices { y[i] = x[i] > 0 ? x[i] * x[i] : 0 }
  } rule: {
    $0 > 0 ? $0 * $0 : 0
  }
  #expect(problems == [])
}

@Test("what is wrong is said") func remark() {
  struct Decay: Schedule {
    func rate(at step: Int) -> Double { 0.1 - 0.001 * Double(step) }
  }
  #expect(
    checkSchedule(Decay(), steps: 100)[0].description
      == "Decay: at step 101 the rate is -0.001. Likely cause: the formula goes on past its last step: "
      + "the step is to be limited, as in min(step, steps). (finite and at least 0)")
}
