import Autograd
import Layers
import Serialization
import TensorCore
import Training

extension Reader {
  /// `Checkpoint.load` into a model and an optimizer: both are unchanged when it throws, and saved to the
  /// same bytes as the file's meaning when it does not.
  static let checkpoint = Reader(
    name: "checkpoint",
    examples: {
      var (model, optimizer) = (exampleModel, exampleOptimizer)
      let fresh = Checkpoint().bytes(with: model, optimizer)
      step(&model, &optimizer)
      var checkpoint = Checkpoint()
      checkpoint.epoch = 3
      checkpoint.generators["order"] = RandomGenerator(seed: 1)
      checkpoint.history["loss"] = [3, 2, 1]
      checkpoint.tensors["average"] = .float([1, 2])
      checkpoint.remember([1.5, -2], as: "best")
      return [fresh, checkpoint.bytes(with: model, optimizer)]
    },
    words: [
      "0.weight", "1.running_mean", "num_batches_tracked", "optimizer/0.weight.mean", "generator/",
      "training/epoch", "history/", "other/", "gradus.checkpoint", "gradus.optimizer", "Adam",
      "SGD",
    ],
    change: { input, generator in
      // The checksums of what is written are right, so that what lies after them is reached.
      guard var file = try? Safetensors(bytes: input, name: "") else { return }
      for _ in 0..<Int.random(in: 1...2, using: &generator) { file = changed(file, &generator) }
      input = file.bytes()
    },
    read: { input in
      var (model, optimizer) = (exampleModel, exampleOptimizer)
      do {
        let checkpoint = try Checkpoint.load(&model, &optimizer, from: input, named: "fuzz")
        for name in checkpoint.texts.keys {
          try ignoringDataErrors { _ = try checkpoint.remembered(name, as: [Double].self) }
        }
        let bytes = checkpoint.bytes(with: model, optimizer)
        let again = try Checkpoint.load(&model, &optimizer, from: bytes, named: "again")
        require(
          again.bytes(with: model, optimizer) == bytes, "checkpoint: loaded, saved, loaded: another"
        )
      } catch {
        require(
          Checkpoint().bytes(with: model, optimizer) == exampleBytes,
          "checkpoint: loading failed and changed the model or the optimizer")
        throw error
      }
    })
}

private var exampleModel: Sequential<Float> {
  var generator = RandomGenerator(seed: 1)
  return Sequential(Linear(2, 2, using: &generator), BatchNorm(2))
}

private var exampleOptimizer: Adam<Float> { Adam(learningRate: 0.5) }

private let exampleBytes = Checkpoint().bytes(with: exampleModel, exampleOptimizer)

private func step(_ model: inout Sequential<Float>, _ optimizer: inout Adam<Float>) {
  var context = Context.training(seed: 1)
  let (_, gradients) = valueWithGradients(at: &model) { model in
    meanSquaredError(
      model.forward(Variable([[1, 2], [3, 5]]), in: &context), [[0, 1], [1, 0]])
  }
  optimizer.update(&model, along: gradients)
}
