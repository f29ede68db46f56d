import GradientChecking
import Layers
import TensorCore
import Testing
import Training

/// An optimizer and what its steps are to be.
struct OptimizerCase: Sendable, CustomTestStringConvertible {
  let optimizer: any Optimizer<Double> & Sendable
  var reference: OptimizerReference?
  var shapes: [Shape] = [[3, 4], [5], [], [0], [2, 1, 3]]

  init(
    _ optimizer: any Optimizer<Double> & Sendable, _ reference: OptimizerReference? = nil
  ) {
    self.optimizer = optimizer
    self.reference = reference
  }

  var testDescription: String { "\(optimizer)" }

  func check(seed: UInt64) -> [ProofProblem] {
    func check(_ optimizer: some Optimizer<Double>) -> [ProofProblem] {
      checkOptimizer(optimizer, against: reference, shapes: shapes, seed: seed)
    }
    return check(optimizer)
  }

  /// Adam as the paper has it, with λ·p added to the gradient.
  static let adamRule = OptimizerReference.rule(memory: 2) { p, memory, step in
    let g = step.gradient + step.weightDecay * p
    memory[0] = 0.9 * memory[0] + 0.1 * g
    memory[1] = 0.999 * memory[1] + 0.001 * g * g
    let (m, v) = (
      memory[0] / (1 - Double.pow(0.9, Double(step.count))),
      memory[1] / (1 - Double.pow(0.999, Double(step.count)))
    )
    p -= step.learningRate * m / (v.squareRoot() + 1e-8)
  }

  static let all: [OptimizerCase] = {
    var muon = OptimizerCase(Muon(learningRate: 0.1))
    muon.shapes = [[3, 4], [0, 3], [2, 1, 3]]
    return [
      muon,
      OptimizerCase(
        SGD(learningRate: 0.1, weightDecay: 0.25),
        .rule(memory: 0) { p, _, step in
          p -= step.learningRate * (step.gradient + step.weightDecay * p)
        }),
      OptimizerCase(
        SGD(learningRate: 0.05, momentum: 0.9),
        .rule(memory: 1) { p, memory, step in
          memory[0] = 0.9 * memory[0] + step.gradient
          p -= step.learningRate * memory[0]
        }),
      OptimizerCase(
        SGD(learningRate: 0.05, momentum: 0.9, isNesterov: true),
        .rule(memory: 1) { p, memory, step in
          memory[0] = 0.9 * memory[0] + step.gradient
          p -= step.learningRate * (step.gradient + 0.9 * memory[0])
        }),
      OptimizerCase(Adam(learningRate: 0.1, weightDecay: 0.5), adamRule),
      OptimizerCase(
        AdamW(learningRate: 0.1, weightDecay: 0.5),
        .rule(memory: 2) { p, memory, step in
          memory[0] = 0.9 * memory[0] + 0.1 * step.gradient
          memory[1] = 0.999 * memory[1] + 0.001 * step.gradient * step.gradient
          let (m, v) = (
            memory[0] / (1 - Double.pow(0.9, Double(step.count))),
            memory[1] / (1 - Double.pow(0.999, Double(step.count)))
          )
          p -= step.learningRate * (step.weightDecay * p + m / (v.squareRoot() + 1e-8))
        }),
      OptimizerCase(
        AdaGrad(learningRate: 0.5),
        .rule(memory: 1) { p, memory, step in
          memory[0] += step.gradient * step.gradient
          p -= step.learningRate * step.gradient / (memory[0].squareRoot() + 1e-10)
        }),
      OptimizerCase(
        RMSProp(learningRate: 0.02),
        .rule(memory: 1) { p, memory, step in
          memory[0] = 0.99 * memory[0] + 0.01 * step.gradient * step.gradient
          p -= step.learningRate * step.gradient / (memory[0].squareRoot() + 1e-8)
        }),
      OptimizerCase(
        Lion(learningRate: 0.02, weightDecay: 0.5),
        .rule(memory: 1) { p, memory, step in
          let direction = 0.9 * memory[0] + 0.1 * step.gradient
          let sign: Double = direction > 0 ? 1 : direction < 0 ? -1 : 0
          p -= step.learningRate * (sign + step.weightDecay * p)
          memory[0] = 0.99 * memory[0] + 0.01 * step.gradient
        }),
      // Their trajectories are PyTorch's, in PyTorchParityTests.
      OptimizerCase(AMSGrad(learningRate: 0.1)), OptimizerCase(AdaMax(learningRate: 0.1)),
      OptimizerCase(NAdam(learningRate: 0.1)), OptimizerCase(RAdam(learningRate: 0.1)),
      OptimizerCase(AdaDelta(learningRate: 1, rho: 0.9, epsilon: 1e-3)),
      OptimizerCase(RMSProp(learningRate: 0.02, momentum: 0.5, isCentered: true)),
      OptimizerCase(Adafactor(learningRate: 0.1)),
      OptimizerCase(
        OptimizerGroups([
          "matrices": SGD(learningRate: 0.1, momentum: 0.9), "rest": Adam(learningRate: 0.1),
        ]) { _, shape in shape.rank == 2 ? "matrices" : "rest" }),
    ]
  }()
}

@Suite struct OptimizerKindTests {
  @Test("the framework's optimizers are right", arguments: OptimizerCase.all)
  func optimizers(optimizer: OptimizerCase) {
    for seed in 1...3 { #expect(optimizer.check(seed: UInt64(seed)) == []) }
  }

  @Test("a wrong optimizer is rejected", arguments: WrongOptimizer.Mistake.allCases)
  func mistakes(mistake: WrongOptimizer.Mistake) {
    expect(mistake, in: checkOptimizer(WrongOptimizer(mistake), against: mistake.reference))
  }

  @Test("what is remembered outside of the state is lost by a restart") func forgetful() {
    let problems = checkOptimizer(ForgetfulMomentum())
    #expect(problems.map(\.check) == ["restart"], "\(problems)")
    #expect(problems.first?.likelyCause?.contains("outside of `state`") == true)
  }

  @Test("numbers from elsewhere: SGD with momentum ½, by hand") func numbers() {
    func problems(_ last: Double, momentum: Double = 0.5) -> [ProofProblem] {
      checkOptimizer(
        SGD(learningRate: 0.5, momentum: momentum),
        against: .numbers(
          start: [1, -2],
          [
            (gradient: [2, -4], parameter: [0, 0]),
            (gradient: [2, -4], parameter: Tensor([-1.5, last])),
          ]))
    }
    #expect(problems(3) == [])
    #expect(problems(2).first?.finding.contains("after step 2, the parameter has 3 at [1]") == true)
    #expect(problems(3, momentum: 0.75).first?.likelyCause?.contains("remembered") == true)
    let shapes = checkOptimizer(
      SGD(learningRate: 0.5),
      against: .numbers(start: [1], [(gradient: [1, 2], parameter: [1, 2])]))
    #expect(shapes.map(\.check) == ["trajectory"])
  }

  @Test("what was used before, and nothing to train, trap") func wrongArguments() async {
    await #expect(processExitsWith: .failure) {
      _ = checkOptimizer(SGD<Double>(learningRate: 1), shapes: [[0]])
    }
    await #expect(processExitsWith: .failure) {
      var optimizer = SGD<Double>(learningRate: 1)
      var model = Linear<Double>(weight: [[1]], bias: [0])
      optimizer.update(&model, along: Gradients(names: ["weight", "bias"], tensors: [[[1]], [1]]))
      _ = checkOptimizer(optimizer)
    }
  }
}
