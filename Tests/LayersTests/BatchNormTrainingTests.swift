import Autograd
import Layers
import TensorCore
import Testing
import Training

/// Batch normalization in a model that is trained.
@Suite struct BatchNormTrainingTests {
  /// A regression whose inputs lie far from 0, and on very different scales.
  struct Problem {
    var model: Sequential<Float>
    var context = Context.training(seed: 1)
    var optimizer = SGD<Float>(learningRate: 0.05)
    let x: Tensor<Float>
    let y: Tensor<Float>

    init() {
      var generator = RandomGenerator(seed: 7)
      model = Sequential(
        BatchNorm(2), Linear(2, 8, hasBias: false, using: &generator), BatchNorm(8), Tanh(),
        Linear(8, 1, using: &generator))
      let z = Tensor<Float>.normal([64, 2], using: &generator)
      x = z * Tensor([100, 0.01]) + Tensor([500, -3])
      y = (z[0..<64, 0..<1] * z[0..<64, 1..<2]).sin()
    }

    mutating func step() -> Float {
      let (loss, gradients) = valueWithGradients(at: &model) { model in
        meanSquaredError(model.forward(Variable(x), in: &context), y)
      }
      optimizer.update(&model, along: gradients)
      return loss
    }
  }

  @Test func lossFallsAndInferenceAgrees() {
    var problem = Problem()
    let first = problem.step()
    var last = first
    for _ in 0..<300 { last = problem.step() }
    #expect(last < first / 4, "seed 7: from \(first) to \(last)")
    // All batches were the same, so the running statistics have come to be theirs.
    let atInference = meanSquaredError(Variable(problem.model(problem.x)), problem.y).value.scalar()
    #expect(abs(atInference - last) < 0.1 * last, "seed 7: \(last), at inference \(atInference)")
  }

  @Test func buffersStayFlatOverTheSteps() async {
    await #expect(processExitsWith: .success) {
      var problem = Problem()
      _ = problem.step()
      let start = TensorMemory.liveBufferCount
      for _ in 0..<20 {
        _ = problem.step()
        #expect(TensorMemory.liveBufferCount == start)
      }
    }
  }

  @Test func aThrowingLossLeavesTheModelUsable() {
    struct Stop: Error {}
    var problem = Problem()
    let names = problem.model.state.map(\.name)
    #expect(throws: Stop.self) {
      try valueWithGradients(at: &problem.model) { model in
        _ = model.forward(Variable(problem.x), in: &problem.context)
        throw Stop()
      }
    }
    #expect(problem.model.state.map(\.name) == names)
    #expect(problem.step().isFinite)
  }
}
