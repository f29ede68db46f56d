import Autograd
import Layers
import TensorCore
import Testing
import Training

/// One matrix of a size that nothing else has, so that freed buffers of it can be told.
private struct Matrix: Module {
  var weight = Variable(Tensor<Float>.ones([1001, 999]))

  mutating func visitParameters(_ visit: ParameterVisit<Float>) { visit("w", &weight) }

  var gradients: Gradients<Float> {
    Gradients(names: ["w"], tensors: [Tensor<Float>.ones([1001, 999])])
  }
}

/// In processes of their own, since memory is that of the whole process.
@Suite struct OptimizerMemoryTests {
  @Test("parameters and state stay where they are, and no step leaves a buffer behind")
  func inPlace() async {
    await #expect(processExitsWith: .success) {
      for optimizer in allOptimizers { expectInPlace(optimizer) }
    }
  }

  /// Large buffers that are freed wait to be used again, with what was in them. So a tensor that a step
  /// made, even for a moment, would be written over one of those that were marked here.
  @Test("a step allocates the state at first, and then nothing")
  func allocatesNothing() async {
    await #expect(processExitsWith: .success) {
      expectNothingAllocated(SGD(learningRate: 0.1), stateCount: 0)
      expectNothingAllocated(SGD(learningRate: 0.1, momentum: 0.9), stateCount: 1)
      expectNothingAllocated(Adam(), stateCount: 2)
      expectNothingAllocated(AdamW(), stateCount: 2)
      expectNothingAllocated(AMSGrad(), stateCount: 3)
      expectNothingAllocated(AdaMax(), stateCount: 2)
      expectNothingAllocated(NAdam(), stateCount: 2)
      expectNothingAllocated(RAdam(), stateCount: 2)
      expectNothingAllocated(AdaGrad(), stateCount: 1)
      expectNothingAllocated(AdaDelta(), stateCount: 2)
      expectNothingAllocated(RMSProp(), stateCount: 1)
      expectNothingAllocated(RMSProp(momentum: 0.9), stateCount: 3)
      expectNothingAllocated(Lion(), stateCount: 1)
    }
  }

  @Test("a tensor that is made for a moment is noticed")
  func momentaryTensor() async {
    await #expect(processExitsWith: .success) {
      let marked = markedBuffers()
      _ = Matrix().gradients.tensors[0] + 1
      #expect(!areMarked(marked))
    }
  }

  @Test("a copy keeps what it has while the original goes on")
  func copies() {
    for optimizer in allOptimizers { expectIndependentCopy(optimizer) }
  }
}

private func expectInPlace<O: Optimizer<Double>>(_ optimizer: O) {
  var (model, optimizer) = (SmallModel(), optimizer)
  optimizer.update(&model, along: model.gradients(at: 0))
  func addresses() -> [Int] {
    var addresses: [Int] = []
    model.visitParameters { addresses.append(address(of: $1.value)) }
    optimizer.visitState { if !$0.hasSuffix(".step") { addresses.append(address(of: $1)) } }
    return addresses
  }
  let gradients = model.gradients(at: 1)
  let (before, count) = (addresses(), TensorMemory.liveBufferCount)
  for _ in 0..<1000 { optimizer.update(&model, along: gradients) }
  #expect(addresses() == before, "\(optimizer.name)")
  #expect(TensorMemory.liveBufferCount == count, "\(optimizer.name)")
  // An optimized build frees what is not used any more: not before it has been counted.
  withExtendedLifetime((model, optimizer, gradients)) {}
}

private func address<Scalar>(of tensor: Tensor<Scalar>) -> Int {
  tensor.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
}

private func expectNothingAllocated<O: Optimizer<Float>>(_ optimizer: O, stateCount: Int) {
  var (model, optimizer) = (Matrix(), optimizer)
  let gradients = model.gradients
  let count = TensorMemory.liveBufferCount
  optimizer.update(&model, along: gradients)
  #expect(TensorMemory.liveBufferCount - count == stateCount, "\(optimizer.name), first step")
  let marked = markedBuffers()
  for _ in 0..<3 { optimizer.update(&model, along: gradients) }
  #expect(areMarked(marked), "\(optimizer.name), later steps")
  withExtendedLifetime((model, optimizer, gradients)) {}
}

/// Frees four buffers of the matrix' size with a mark in them, and says where they are.
private func markedBuffers() -> Set<Int> {
  let tensors = (0..<4).map { _ in Tensor<Float>.ones([1001, 999]) * -77 }
  return Set(tensors.map { address(of: $0) })
}

/// Whether these four buffers are handed out again with their marks.
private func areMarked(_ addresses: Set<Int>) -> Bool {
  let tensors = (0..<4).map { _ in Tensor<Float>(unsafeUninitializedShape: [1001, 999]) { _ in } }
  return Set(tensors.map { address(of: $0) }) == addresses
    && tensors.allSatisfy { $0.min() == -77 && $0.max() == -77 }
}

private func expectIndependentCopy<O: Optimizer<Double>>(_ optimizer: O) {
  var (model, optimizer) = (SmallModel(), optimizer)
  optimizer.update(&model, along: model.gradients(at: 0))
  let checkpoint = (model: model, optimizer: optimizer)
  for step in 1..<5 { optimizer.update(&model, along: model.gradients(at: step)) }
  let end = model
  #expect(checkpoint.model != end && checkpoint.optimizer.stepCount == 1)
  (model, optimizer) = checkpoint
  for step in 1..<5 { optimizer.update(&model, along: model.gradients(at: step)) }
  #expect(model == end, "\(optimizer.name)")
}
