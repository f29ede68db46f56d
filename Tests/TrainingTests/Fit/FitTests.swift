import Autograd
import DataLoading
import Dispatch
import Layers
import Synchronization
import TensorCore
import Testing
import Training

private let train = twoClouds(100, seed: 1)
private let validation = twoClouds(60, seed: 2)

private func crossEntropy(_ x: Variable<Float>, _ y: Tensor<Int>) -> Variable<Float> {
  softmaxCrossEntropy(logits: x, labels: y)
}

/// Adds 1 to every input: what is augmented can be told from what is not.
private struct AddOne: Augmentation {
  func callAsFunction<Scalar: TensorScalar>(
    _ images: Tensor<Scalar>, using generator: inout RandomGenerator
  ) -> Tensor<Scalar> { images + 1 }
}

/// Adds 2 to every input.
private struct AddTwo: MixingRule {
  func callAsFunction(
    _ batch: Samples<Tensor<Float>, Tensor<Int>>, using generator: inout RandomGenerator
  ) -> Samples<Tensor<Float>, Tensor<Int>> { Samples(batch.inputs + 2, batch.targets) }
}

/// Notes every input that it sees, and gives it on.
private struct Spy: ParameterlessLayer {
  typealias Scalar = Float
  final class Notes: Sendable {
    let seen = Mutex<[(isTraining: Bool, smallest: Float)]>([])
  }
  let notes = Notes()
  func forward(_ x: Variable<Float>, in context: inout Context) -> Variable<Float> {
    let (isTraining, smallest) = (context.isTraining, x.value.min())
    notes.seen.withLock { $0.append((isTraining, smallest)) }
    return x
  }
}

@Suite struct FitTests {
  /// What `fit` does is the ten-line loop: the same numbers, bit for bit.
  @Test func isTheTenLineLoop() throws {
    var model = smallNetwork(seed: 3, dropout: 0.2)
    var byHand = model
    var optimizer = Adam<Float>(learningRate: 0.01)
    try fit(&model, to: train, with: &optimizer, epochs: 3, seed: 4, loss: crossEntropy)

    var seeds = RandomGenerator(seed: 4)
    var order = seeds.split()
    _ = seeds.split()
    var context = Context.training(seed: 0)
    context.generator = seeds.split()
    var rule = Adam<Float>(learningRate: 0.01)
    for _ in 0..<3 {
      for batch in Batches(train, size: 32, shuffledBy: &order) {
        let (_, gradients) = valueWithGradients(at: &byHand) { model in
          crossEntropy(model.forward(Variable(batch.inputs), in: &context), batch.targets)
        }
        rule.update(&byHand, along: gradients)
      }
    }
    #expect(numbers(of: model) == numbers(of: byHand))
  }

  @Test func learnsAndMeasures() throws {
    var model = smallNetwork(seed: 3)
    var optimizer = Adam<Float>(learningRate: 0.01)
    let history = try fit(
      &model, to: train, validation: validation, watching: ["test": train], with: &optimizer,
      epochs: 30, seed: 1, metrics: [Accuracy()], loss: crossEntropy)
    #expect(
      history.names == [
        "loss", "accuracy", "validation loss", "validation accuracy", "test loss",
        "test accuracy",
      ])
    #expect(history.epochCount == 30 && history.ending == .completed && history.keptEpoch == nil)
    // Two clouds of variance 1 at a distance of 2√2: Φ(√2) = 92.1 % can be told apart.
    #expect(history["validation accuracy"].last! > 0.85)
    #expect(history["loss"].last! < history["loss"][0] / 2)
    // What is in the history is what measuring the model now gives.
    let now = evaluate(model, on: validation, metrics: [Accuracy()], loss: crossEntropy)
    #expect(now.map(\.name) == ["loss", "accuracy"])
    #expect(now[0].value == history["validation loss"].last)
    #expect(now[1].value == history["validation accuracy"].last)
  }

  /// A short last batch counts for what it holds.
  @Test func evaluationDoesNotDependOnTheBatches() {
    let model = smallNetwork(seed: 3)
    let whole = evaluate(model, on: validation, metrics: [Accuracy()], loss: crossEntropy)
    let parts = evaluate(
      model, on: validation, batchSize: 7, metrics: [Accuracy()], loss: crossEntropy)
    // Each loss is rounded to a Float.
    #expect(abs(whole[0].value - parts[0].value) < 1e-6)
    #expect(whole[1].value == parts[1].value)
  }

  @Test func onlyTrainingBatchesAreAugmented() throws {
    let spy = Spy()
    var generator = RandomGenerator(seed: 1)
    var model = Sequential<Float>(spy, Linear(2, 2, using: &generator))
    var optimizer = SGD<Float>(learningRate: 0.1)
    let zeros = Samples(Tensor<Float>.zeros([40, 2]), Tensor(repeating: 1, shape: [40]))
    try fit(
      &model, to: zeros, validation: zeros, watching: ["test": zeros], with: &optimizer, epochs: 2,
      seed: 1, augmentation: AddOne(), mixing: AddTwo(),
      penalty: { l2Penalty($0, strength: 1) }, loss: crossEntropy)
    let seen = spy.notes.seen.withLock { $0 }
    // Two epochs of two batches, and each time a validation and a test batch.
    #expect(seen.count == 8)
    for (isTraining, smallest) in seen { #expect(smallest == (isTraining ? 3 : 0)) }
  }

  /// The penalty is felt by the optimizer, and is in no loss of the history.
  @Test func penaltyIsNotInTheLoss() throws {
    var model = smallNetwork(seed: 1)
    var optimizer = SGD<Float>(learningRate: 0)
    let plain = try fit(&model, to: train, with: &optimizer, epochs: 1, seed: 1, loss: crossEntropy)
    let penalized = try fit(
      &model, to: train, with: &optimizer, epochs: 1, seed: 1,
      penalty: { l2Penalty($0, strength: 5) }, loss: crossEntropy)
    #expect(plain == penalized)
    optimizer.learningRate = 0.1
    var other = model
    try fit(&model, to: train, with: &optimizer, epochs: 1, seed: 1, loss: crossEntropy)
    try fit(
      &other, to: train, with: &optimizer, epochs: 1, seed: 1,
      penalty: { l2Penalty($0, strength: 1) }, loss: crossEntropy)
    let squares = [model, other].map { l2Penalty($0, strength: 2).value.scalar() }
    #expect(squares[1] < squares[0] / 2)
  }

  /// Batches of 8, four a step, walk as batches of 32 do, up to rounding.
  @Test func accumulatedGradientsAreThoseOfALargeBatch() throws {
    let samples = Samples(Tensor<Double>(train.inputs), train.targets)
    func run(batchSize: Int, accumulating: Int) throws -> [Double] {
      var generator = RandomGenerator(seed: 2)
      var model = Sequential<Double>(
        Linear(2, 8, using: &generator), Tanh(), Linear(8, 2, using: &generator))
      var optimizer = SGD<Double>(learningRate: 0.1)
      try fit(
        &model, to: samples, with: &optimizer, epochs: 3, batchSize: batchSize,
        accumulating: accumulating, seed: 9
      ) { softmaxCrossEntropy(logits: $0, labels: $1) }
      return numbers(of: model)
    }
    let large = try run(batchSize: 32, accumulating: 1)
    // 100 samples: three steps of 32, and one of 4; or of three times 11 and one time 1.
    #expect(distance(try run(batchSize: 8, accumulating: 4), large) < 1e-14)
    let uneven = try run(batchSize: 33, accumulating: 1)
    #expect(distance(try run(batchSize: 11, accumulating: 3), uneven) < 1e-14)
    #expect(distance(uneven, large) > 1e-6)
  }

  /// From one seed, the same bits: alone, and on several threads at a time.
  @Test func reproducible() throws {
    @Sendable func run(seed: UInt64) throws -> (History, [Float]) {
      var model = smallNetwork(seed: 3, dropout: 0.3)
      var optimizer = Adam<Float>(learningRate: 0.01)
      let history = try fit(
        &model, to: train, validation: validation, with: &optimizer, epochs: 4, seed: seed,
        metrics: [Accuracy()], loss: crossEntropy)
      return (history, numbers(of: model))
    }
    let first = try run(seed: 7)
    let results = Mutex<[(History, [Float])]>([])
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      guard let result = try? run(seed: 7) else { return }
      results.withLock { $0.append(result) }
    }
    let others = results.withLock { $0 }
    #expect(others.count == 4)
    for other in others { #expect(other.0 == first.0 && other.1 == first.1) }
    #expect(try run(seed: 8).1 != first.1)
  }

  @Test func regression() throws {
    var generator = RandomGenerator(seed: 5)
    let x = Tensor<Double>.normal([80, 2], using: &generator)
    let y = matmul(x, [[2], [-1]]) + 0.5
    var model = Linear<Double>(2, 1, using: &generator)
    var optimizer = SGD<Double>(learningRate: 0.1)
    let history = try fit(
      &model, to: Samples(x, y), validation: Samples(x, y), with: &optimizer, epochs: 60, seed: 1,
      metrics: [RSquared()]
    ) { meanSquaredError($0, $1) }
    #expect(history["validation R²"].last! > 0.999_999)
    #expect(abs(model.weight.value[0, 0] - 2) < 1e-3)
  }

  /// A model that is trained is not copied at each step: it changes in place.
  @Test func stepsAreTakenInPlace() throws {
    struct Addresses: Callback {
      final class Notes: Sendable { let seen = Mutex<Set<Int>>([]) }
      let notes = Notes()
      mutating func stepEnded<Model, Rule>(_ run: inout TrainingRun<Model, Rule>) {
        run.model.visitParameters { _, parameter in
          let address = parameter.value.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
          _ = notes.seen.withLock { $0.insert(address) }
        }
      }
    }
    let addresses = Addresses()
    var model = Linear<Float>(weight: .zeros([2, 2]), bias: nil)
    var optimizer = SGD<Float>(learningRate: 0.1)
    try fit(
      &model, to: train, with: &optimizer, epochs: 1, batchSize: 10, seed: 1,
      callbacks: [addresses], loss: crossEntropy)
    #expect(addresses.notes.seen.withLock(\.count) == 1)
  }
}

private func distance(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).map { abs($0 - $1) }.max() ?? .nan
}
