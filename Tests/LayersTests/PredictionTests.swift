import Gradus
import Synchronization
import Testing

/// What a prediction holds in memory. Buffers are counted for the whole process, so each test runs in one of its own.
@Suite struct PredictionTests {
  @Test("a deep network holds no more at a time than a shallow one: no intermediate is kept")
  func intermediates() async {
    await #expect(processExitsWith: .success) {
      var generator = RandomGenerator(seed: 1)
      func mostBuffers(depth: Int) -> Int {
        let counter = BufferCounter()
        let layers = (0..<depth).flatMap { _ -> [any Layer<Float>] in
          [Linear(8, 8, using: &generator), Counting(counter: counter), Tanh()]
        }
        let model = Sequential<Float>(layers)
        let x = Tensor<Float>.ones([1, 8])
        let start = TensorMemory.liveBufferCount
        let y = model(x)
        // What is left is the output.
        #expect(TensorMemory.liveBufferCount == start + 1)
        withExtendedLifetime((y, x, model)) {}
        return counter.most - start
      }
      let shallow = mostBuffers(depth: 2)
      #expect(shallow <= 2, "\(shallow)")
      #expect(mostBuffers(depth: 30) == shallow)
    }
  }

  @Test("inside of its own differentiation, a prediction records nothing and keeps nothing")
  func whileTraining() async {
    await #expect(processExitsWith: .success) {
      // The derivative of tanh needs its output, which a recorded prediction would keep.
      var model = Sequential<Float>(Linear(weight: [[1, 2], [3, 4]], bias: [0, 0]), Tanh())
      let x = Tensor<Float>.ones([1, 2])
      _ = valueWithGradients(at: &model) { model in
        let start = TensorMemory.liveBufferCount
        for _ in 0..<10 { _ = model(x) }
        #expect(TensorMemory.liveBufferCount == start)
        var context = Context.inference
        return model.forward(Variable(x), in: &context).sum()
      }
    }
  }

  @Test("predictions of one model at the same time share its parameters")
  func sharing() async {
    await #expect(processExitsWith: .success) {
      var generator = RandomGenerator(seed: 1)
      let counter = BufferCounter()
      let model = Sequential<Float>(
        Linear(8, 8, using: &generator), Counting(counter: counter), Linear(8, 8, using: &generator)
      )
      let copies = (0..<100).map { _ in model }
      let x = Tensor<Float>.ones([1, 8])
      let start = TensorMemory.liveBufferCount
      for copy in copies { _ = copy(x) }
      #expect(counter.most - start <= 2 && TensorMemory.liveBufferCount == start)
      withExtendedLifetime((copies, model, x)) {}
    }
  }
}

/// The most buffers that were seen; a class, because layers are copied.
private final class BufferCounter: Sendable {
  private let mutex = Mutex(0)
  var most: Int { mutex.withLock { $0 } }
  func see(_ count: Int) { mutex.withLock { $0 = max($0, count) } }
}

/// Counts the live buffers when its turn comes, and changes nothing.
private struct Counting: ParameterlessLayer {
  typealias Scalar = Float
  let counter: BufferCounter

  func forward(_ input: Variable<Float>, in context: inout Context) -> Variable<Float> {
    counter.see(TensorMemory.liveBufferCount)
    return input
  }
}
