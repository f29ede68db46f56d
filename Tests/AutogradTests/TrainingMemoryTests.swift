import Autograd
import Layers
import TensorCore
import Testing
import Training

/// In processes of their own, since the count of live buffers is that of the whole process.
@Suite struct TrainingMemoryTests {
  @Test func sgdNeitherLeaksNorCopies() async {
    await #expect(processExitsWith: .success) {
      expectSteadyMemory(SGD<Float>(learningRate: 1e-3))
    }
  }

  @Test func adamNeitherLeaksNorCopies() async {
    await #expect(processExitsWith: .success) { expectSteadyMemory(Adam<Float>()) }
  }

  /// A pullback that captures a variable holds the tape that holds the pullback: released all the same.
  @Test func nothingIsKeptWhenTheLossThrows() async {
    await #expect(processExitsWith: .success) {
      struct Stop: Error {}
      var generator = RandomGenerator(seed: 1)
      var model = Linear<Float>(4, 3, using: &generator)
      let before = TensorMemory.liveBufferCount
      for _ in 0..<10 {
        #expect(throws: Stop.self) {
          try valueWithGradients(at: &model) { model -> Variable<Float> in
            let weight = model.weight
            let square = weight.value.squared()
            _ = Variable("cube", weight.value * square, (weight, { _ in weight.value * square }))
            throw Stop()
          }
        }
      }
      #expect(TensorMemory.liveBufferCount == before)
    }
  }
}

/// Trains for 1000 steps, while a variable escapes from each: the weights stay where they are in memory,
/// and no buffers are added.
private func expectSteadyMemory(_ optimizer: some Optimizer<Float>) {
  var optimizer = optimizer
  var generator = RandomGenerator(seed: 1)
  var model = Linear<Float>(4, 3, using: &generator)
  let x = Tensor<Float>.normal([8, 4], using: &generator)
  let y = Tensor<Float>.normal([8, 3], using: &generator)
  var context = Context.training(seed: 1)
  func addresses() -> [Int] {
    [model.weight.value, model.bias?.value].compactMap { tensor in
      tensor?.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
    }
  }
  let addressesAtStart = addresses()
  var bufferCounts: [Int] = []
  var escaped: Variable<Float>?
  for step in 1...1000 {
    let (_, gradients) = valueWithGradients(at: &model) { model in
      let prediction = model.forward(Variable(x), in: &context)
      escaped = prediction
      return meanSquaredError(prediction, y)
    }
    optimizer.update(&model, along: gradients)
    if step == 10 || step == 1000 { bufferCounts.append(TensorMemory.liveBufferCount) }
  }
  #expect(bufferCounts[0] == bufferCounts[1])
  #expect(addresses() == addressesAtStart)
  #expect(escaped?.shape == [8, 3])
}
