import Autograd
import DataLoading
import Layers
import TensorCore
import Testing
import Training

private typealias Clouds = Samples<Tensor<Float>, Tensor<Int>>

/// What is found of a batch: all that could differ from one number of threads to another.
private struct Found: Equatable {
  var loss: Float
  var gradients: [[Float]]
  var model: [Float]
  var generator: RandomGenerator
}

@Suite struct ParallelGradientsTests {
  /// A network with everything that is particular in parts: dropout and batch statistics.
  private static let model: Sequential<Float> = {
    var generator = RandomGenerator(seed: 5)
    return Sequential(
      Linear(2, 8, using: &generator), BatchNorm(8), Tanh(), Dropout(0.3),
      Linear(8, 2, using: &generator))
  }()

  @Sendable private static func loss(
    _ model: inout Sequential<Float>, _ part: Clouds, _ context: inout Context
  ) -> Variable<Float> {
    softmaxCrossEntropy(
      logits: model.forward(Variable(part.inputs), in: &context), labels: part.targets)
  }

  private func found(_ batch: Clouds, parts: Int, _ backend: Backend, threads: Int) -> Found {
    withBackend(backend, threads: threads) {
      var (model, context) = (Self.model, Context.training(seed: 9))
      let (loss, gradients) = parallelGradients(
        at: &model, over: batch, parts: parts, in: &context, of: Self.loss)
      return Found(
        loss: loss, gradients: gradients.tensors.map(\.elements), model: numbers(of: model),
        generator: context.generator)
    }
  }

  /// The rule, one part after the other.
  private func byHand(_ batch: Clouds, sizes: [Int]) -> Found {
    var (start, total, loss) = (0, 0.0, 0.0)
    var generator = Context.training(seed: 9).generator
    var (gradients, state): ([Tensor<Float>], [Tensor<Float>]) = ([], [])
    for size in sizes {
      var (model, context) = (Self.model, Context.training(seed: 0))
      context.generator = generator.split()
      let part = batch.samples(at: Array(start..<(start + size)))
      let (value, own) = valueWithGradients(at: &model) { Self.loss(&$0, part, &context) }
      loss += Double(value) * Double(size)
      total += Double(size)
      let share = Float(Double(size) / total)
      let ownState = model.state.map(\.value)
      gradients =
        gradients.isEmpty ? own.tensors : zip(gradients, own.tensors).map { $0 + ($1 - $0) * share }
      state = state.isEmpty ? ownState : zip(state, ownState).map { $0 + ($1 - $0) * share }
      start += size
    }
    return Found(
      loss: Float(loss / total), gradients: gradients.map(\.elements),
      model: state.flatMap(\.elements), generator: generator)
  }

  @Test("the same for any number of threads, bit for bit, and as by hand, on both backends")
  func anyNumberOfThreads() {
    for (count, parts, sizes) in [
      (37, 5, [7, 7, 8, 7, 8]), (64, 4, [16, 16, 16, 16]), (3, 1, [3]), (6, 3, [2, 2, 2]),
    ] {
      let batch = twoClouds(count, seed: 2)
      for backend in Backend.allCases {
        let expected = withBackend(backend, threads: 1) { byHand(batch, sizes: sizes) }
        for threads in [1, 2, 3, 8] {
          let found = found(batch, parts: parts, backend, threads: threads)
          #expect(found == expected, "\(count) samples, \(backend), \(threads) threads")
        }
      }
    }
  }

  /// Of more than 65 536 numbers the mean, too, is taken on several threads.
  @Test("a large model's gradients are those of the whole batch, on any number of threads")
  func largeModel() {
    var generator = RandomGenerator(seed: 4)
    let batch = Tensor<Double>.normal([7, 300], using: &generator)
    var model = Sequential<Double>(
      Linear(300, 300, using: &generator), Tanh(), Linear(300, 1, using: &generator))
    let whole = valueWithGradients(at: &model) { model in
      var context = Context.inference
      return model.forward(Variable(batch), in: &context).squared().mean()
    }.gradients
    var first: [Tensor<Double>]?
    for threads in [1, 2, 3] {
      withBackend(.naive, threads: threads) {
        var context = Context.inference
        let found = parallelGradients(at: &model, over: batch, parts: 3, in: &context) {
          model, part, context in
          model.forward(Variable(part), in: &context).squared().mean()
        }.gradients
        #expect((found - whole).globalNorm <= 1e-13 * whole.globalNorm, "\(threads) threads")
        #expect(found.tensors == first ?? found.tensors, "\(threads) threads")
        first = found.tensors
      }
    }
  }

  /// A mean of means of double precision: each of the sums is rounded a few dozen times.
  @Test(
    "the mean loss of the batch and its gradients, for parts of different sizes and for class weights"
  )
  func mean() {
    var generator = RandomGenerator(seed: 3)
    let inputs = Tensor<Double>.normal([23, 4], using: &generator)
    let labels = Tensor((0..<23).map { $0 * $0 % 3 })
    let start = Sequential<Double>(
      Linear(4, 6, using: &generator), Tanh(), Linear(6, 3, using: &generator))
    for weights in [nil, Tensor<Double>([1, 3, 0.25])] {
      let loss:
        @Sendable (inout Sequential<Double>, Samples<Tensor<Double>, Tensor<Int>>, inout Context)
          -> Variable<Double> = { model, part, context in
            softmaxCrossEntropy(
              logits: model.forward(Variable(part.inputs), in: &context), labels: part.targets,
              classWeights: weights)
          }
      let batch = Samples(inputs, labels)
      var (model, context) = (start, Context.training(seed: 1))
      let whole = valueWithGradients(at: &model) { loss(&$0, batch, &context) }
      for parts in [1, 2, 7, 23, 40] {
        let found = parallelGradients(
          at: &model, over: batch, parts: parts, in: &context, of: loss)
        #expect((found.value - whole.value).magnitude < 1e-14)
        for (first, second) in zip(found.gradients.tensors, whole.gradients.tensors) {
          #expect((first - second).abs().max() < 1e-14)
        }
        #expect(found.gradients.names == whole.gradients.names)
      }
    }
  }

  @Test("a training is the same on one thread and on several, and learns")
  func training() throws {
    @Sendable func trained(threads: Int) throws -> (History, [Float]) {
      try withBackend(.simd, threads: threads) {
        var (model, optimizer) = (Self.model, Adam<Float>(learningRate: 0.01))
        let history = try train(
          &model, on: twoClouds(60, seed: 1), with: &optimizer, epochs: 6, batchSize: 24, seed: 4
        ) { run, batch, context in
          let (loss, gradients) = parallelGradients(
            at: &run.model, over: batch, parts: 3, in: &context, of: Self.loss)
          try run.report(Double(loss), weight: Double(batch.count))
          try run.takeStep(along: gradients)
        }
        return (history, numbers(of: model))
      }
    }
    let (one, three) = (try trained(threads: 1), try trained(threads: 3))
    #expect(one.0 == three.0 && one.1 == three.1)
    let losses = one.0["loss"]
    #expect(losses.last! < losses.first!)
  }

  private struct Failure: Error, Equatable { var firstLabel: Int }

  @Test("throws what the first part throws that fails, and leaves the model as it was")
  func failure() {
    var (model, context) = (Self.model, Context.training(seed: 1))
    let inputs = Tensor<Float>.zeros([8, 2])
    #expect(throws: Failure(firstLabel: 2)) {
      _ = try parallelGradients(
        at: &model, over: Samples(inputs, Tensor(0..<8)), parts: 4, in: &context
      ) { model, part, context throws(Failure) in
        guard part.targets.elements[0] == 0 else {
          throw Failure(firstLabel: part.targets.elements[0])
        }
        return model.forward(Variable(part.inputs), in: &context).sum()
      }
    }
    #expect(numbers(of: model) == numbers(of: Self.model))
  }

  @Test("who looks on sees all parts")
  func lookedOn() {
    withBackend(.simd, threads: 4) {
      var (model, context) = (Self.model, Context.training(seed: 1))
      let (_, profile) = profilingOperations {
        parallelGradients(
          at: &model, over: twoClouds(30, seed: 1), parts: 5, in: &context, of: Self.loss)
      }
      let products = profile.entries.filter { $0.operation == "matmul" }
      #expect(products.reduce(0) { $0 + $1.forwardCount } == 10, "\(profile.entries)")
    }
  }

  @Test func noPart() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var (model, context) = (smallNetwork(seed: 1), Context.training(seed: 1))
      _ = parallelGradients(at: &model, over: twoClouds(4, seed: 1), parts: 0, in: &context) {
        model, part, context in model.forward(Variable(part.inputs), in: &context).sum()
      }
    }
    expect(
      "parallelGradients: expected at least 1 part, found 0", in: result,
      at: "ParallelGradientsTests.swift")
  }

  @Test("samples without numbers take no memory, but their positions do")
  func countlessSamples() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var (model, context) = (smallNetwork(seed: 1), Context.training(seed: 1))
      _ = parallelGradients(
        at: &model, over: Tensor<Float>.zeros([1 << 40, 0]), parts: 2, in: &context
      ) { model, part, context in model.forward(Variable(part), in: &context).sum() }
    }
    expect(
      "parallelGradients: the positions in a batch of shape [1099511627776, 0]: no memory holds",
      in: result, at: "ParallelGradientsTests.swift")
  }

  @Test func noSample() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var (model, context) = (smallNetwork(seed: 1), Context.training(seed: 1))
      _ = parallelGradients(
        at: &model, over: Tensor<Float>.zeros([0, 2]), parts: 2, in: &context
      ) { model, part, context in model.forward(Variable(part), in: &context).sum() }
    }
    expect(
      "parallelGradients: the batch is empty, it is of shape [0, 2]", in: result,
      at: "ParallelGradientsTests.swift")
  }
}
