import Autograd
import DataLoading
import Foundation
import Layers
import TensorCore
import Testing
import Training

/// One model in several tasks.
@Suite struct SharedModelTests {
  static let model = smallNetwork(seed: 1, dropout: 0.5)

  @Test("many tasks predict with one model, on both backends")
  func predictions() async {
    for backend in Backend.allCases {
      await withBackendOfTasks(backend) {
        let batches = (0..<24).map { twoClouds(5 + $0, seed: UInt64($0)).inputs }
        let expected = batches.map { Self.model($0) }
        let found = await withTaskGroup(of: (Int, Tensor<Float>).self) { group in
          for (index, batch) in batches.enumerated() {
            group.addTask { (index, Self.model(batch)) }
          }
          return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for (index, output) in expected.enumerated() { #expect(found[index] == output) }
      }
    }
  }

  @Test("tasks train copies of one model, which stays as it was")
  func training() async throws {
    let before = numbers(of: Self.model)
    @Sendable func trained(_ seed: UInt64) throws -> [Float] {
      var (model, optimizer) = (Self.model, Adam<Float>())
      try fit(&model, to: twoClouds(20, seed: 1), with: &optimizer, epochs: 2, seed: seed) {
        softmaxCrossEntropy(logits: $0, labels: $1)
      }
      return numbers(of: model)
    }
    let found = try await withThrowingTaskGroup(of: (UInt64, [Float]).self) { group in
      for seed in 0..<6 { group.addTask { (UInt64(seed), try trained(UInt64(seed))) } }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    for seed in 0..<6 { #expect(try found[UInt64(seed)] == trained(UInt64(seed))) }
    #expect(numbers(of: Self.model) == before)
  }

  @Test("a variable that is left of a differentiation is a constant in other tasks")
  func whatIsLeft() async {
    var left = Variable(Tensor<Double>(0))
    _ = gradient(at: Tensor<Double>(3)) { x in
      left = x
      return x * x
    }
    let sent = left
    let product = await Task.detached { sent * sent }.value
    #expect(product.value == Tensor(9) && product.isConstant)
  }

  @Test("a model that goes to a task while it is differentiated is stopped there")
  func whileDifferentiated() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var model = smallNetwork(seed: 1)
      _ = valueWithGradients(at: &model) { model in
        let (copy, done) = (model, DispatchSemaphore(value: 0))
        Task.detached {
          var (copy, context) = (copy, Context.inference)
          _ = copy.forward(Variable(Tensor([[1, 2]])), in: &context)
          done.signal()
        }
        done.wait()
        return Variable(Tensor(0))
      }
    }
    expect(
      "matmul: a variable of the differentiation at TrainingTests/SharedModelTests.swift:",
      in: result,
      at: "SharedModelTests.swift:")
    expect(
      "is used in another task or thread, while one thread alone may record. Hint: hand tasks a model "
        + "that is not being differentiated, or a detached() variable;", in: result)
  }

  @Test(
    "in the closure of a differentiation, a model that was copied before predicts in other threads")
  func besideADifferentiation() {
    var model = Self.model
    let expected = Self.model(Tensor([[1, 2]]))
    let (_, gradients) = valueWithGradients(at: &model) { model in
      let wrong = Counted()
      DispatchQueue.concurrentPerform(iterations: 8) { _ in
        if Self.model(Tensor([[1, 2]])) != expected { wrong.add() }
      }
      #expect(wrong.count == 0)
      var context = Context.inference
      return model.forward(Variable(Tensor([[1, 2]])), in: &context).sum()
    }
    #expect(gradients.tensors.contains { $0.abs().max() > 0 })
  }
}

/// A number that several threads add to.
private final class Counted: @unchecked Sendable {
  private let lock = NSLock()
  private var value = 0
  var count: Int { lock.withLock { value } }
  func add() { lock.withLock { value += 1 } }
}

/// Runs a closure of tasks with a backend, which they inherit.
private func withBackendOfTasks(_ backend: Backend, _ body: @Sendable () async -> Void) async {
  let execution = withBackend(backend) { Execution.current }
  await Execution.$current.withValue(execution) { await body() }
}
