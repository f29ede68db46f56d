import Autograd
import Foundation
import Layers
import TensorCore
import Testing
import Training

private struct Million: Module {
  var weight = Variable(Tensor<Float>.ones([1000, 1000]))
  mutating func visitParameters(_ visit: ParameterVisit<Float>) { visit("w", &weight) }
}

/// An update reads and writes each number once, and so takes about as long as copying them.
///
/// Speeds need a quiet machine: these run only where the environment variable GRADUS_SPEED is set.
@Suite(
  .serialized,
  .enabled("a quiet machine: set GRADUS_SPEED=1") {
    ProcessInfo.processInfo.environment["GRADUS_SPEED"] != nil
  })
struct OptimizerSpeedTests {
  /// A loop that is not vectorized takes more than three times as long as the copy, one that calls a
  /// closure for each element more than seven times.
  @Test("an update of a million parameters takes as long as a copy of its four arrays")
  func adam() {
    let ratio = timeOfUpdate(Adam())
    print("Adam: \(String(format: "%.2f", ratio)) times a copy of its four arrays")
    #expect(ratio < 1.3)
  }

  @Test("every optimizer is one vectorized loop")
  func all() {
    let optimizers: [any Optimizer<Float>] = [
      SGD(learningRate: 1e-3), SGD(learningRate: 1e-3, momentum: 0.9), AdamW(), AMSGrad(), AdaMax(),
      NAdam(), RAdam(), AdaGrad(), AdaDelta(), RMSProp(), RMSProp(momentum: 0.9), Lion(),
    ]
    for optimizer in optimizers {
      let ratio = timeOfUpdate(optimizer)
      print("\(optimizer.name): \(String(format: "%.2f", ratio))")
      #expect(ratio < 2.8, "\(optimizer.name)")
    }
  }

  /// The time of an update as a multiple of that of copying four arrays of a million numbers, taken in
  /// turn. The shortest of each: the tests that run beside this one can only make them longer.
  private func timeOfUpdate<O: Optimizer<Float>>(_ optimizer: O) -> Double {
    var (model, optimizer) = (Million(), optimizer)
    let gradients = Gradients(names: ["w"], tensors: [Tensor<Float>.ones([1000, 1000]) * 0.1])
    let count = 1_000_000
    let arrays = (0..<8).map { index in
      let array = UnsafeMutablePointer<Float>.allocate(capacity: count)
      array.initialize(repeating: Float(index), count: count)
      return array
    }
    defer { for array in arrays { array.deallocate() } }
    optimizer.update(&model, along: gradients)
    let clock = ContinuousClock()
    var (update, copy) = (Duration.seconds(1), Duration.seconds(1))
    for _ in 0..<15 {
      update = min(update, clock.measure { optimizer.update(&model, along: gradients) })
      copy = min(
        copy,
        clock.measure {
          for index in 0..<4 { arrays[index].update(from: arrays[index + 4], count: count) }
        })
    }
    return update / copy
  }
}
