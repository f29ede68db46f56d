import Autograd
import DataLoading
import Foundation
import Layers
import Serialization
import TensorCore

@testable import Training

/// A training in which everything there is goes on from epoch to epoch: buffers, dropout, shuffling, an
/// optimizer with momenta, a schedule that remembers.
struct ExampleTraining: Equatable {
  var model: Sequential<Float>
  var optimizer: Adam<Float>
  var checkpoint = Checkpoint()

  /// A schedule that looks at the losses.
  struct HalvingSchedule: Codable {
    var rate = 0.05
    var best = Double.infinity

    mutating func callAsFunction(_ loss: Double) -> Double {
      if loss > best * 0.9 { rate /= 2 }
      best = min(best, loss)
      return rate
    }
  }

  init(seed: UInt64) {
    var generator = RandomGenerator(seed: seed)
    model = Sequential(
      Linear(4, 8, using: &generator), BatchNorm(8), ReLU(), Dropout(0.3),
      Linear(8, 2, using: &generator))
    optimizer = Adam(learningRate: 0.05)
    checkpoint.generators = ["order": generator.split(), "dropout": generator.split()]
  }

  static let inputs: Tensor<Float> = {
    var generator = RandomGenerator(seed: 5)
    return .normal([30, 4], using: &generator)
  }()
  static let labels = Tensor<Int>((0..<30).map { inputs[$0, 0] * inputs[$0, 1] > 0 ? 1 : 0 })

  mutating func runEpoch() throws {
    var order = checkpoint.generators["order"]!
    var context = Context.training(seed: 0)
    context.generator = checkpoint.generators["dropout"]!
    var schedule: HalvingSchedule = try checkpoint.remembered("schedule") ?? HalvingSchedule()
    var sum = 0.0
    for batch in Batches(Self.inputs, Self.labels, size: 8, shuffledBy: &order) {
      let (loss, gradients) = valueWithGradients(at: &model) { model in
        softmaxCrossEntropy(
          logits: model.forward(Variable(batch.inputs), in: &context), labels: batch.targets)
      }
      optimizer.update(&model, along: gradients)
      sum += Double(loss)
    }
    optimizer.learningRate = schedule(sum)
    checkpoint.epoch += 1
    checkpoint.history["loss", default: []].append(sum)
    checkpoint.generators = ["order": order, "dropout": context.generator]
    checkpoint.remember(schedule, as: "schedule")
  }

  /// All of it as the bytes of a file: equal bytes are equal bits.
  var bytes: [UInt8] { checkpoint.bytes(with: model, optimizer) }

  static func == (left: Self, right: Self) -> Bool { left.bytes == right.bytes }

  mutating func load(_ bytes: [UInt8]) throws {
    checkpoint = try Checkpoint.load(&model, &optimizer, from: bytes, named: "f")
  }
}

/// What loading some bytes into a fresh training says; records an issue when that is changed.
func refusal(_ bytes: [UInt8], into fresh: ExampleTraining = ExampleTraining(seed: 9)) -> String {
  var training = fresh
  do {
    try training.load(bytes)
    return "no error"
  } catch {
    return training == fresh ? "\(error)" : "changed by a load that failed: \(error)"
  }
}
