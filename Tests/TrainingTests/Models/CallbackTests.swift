import Autograd
import DataLoading
import Layers
import Synchronization
import TensorCore
import Testing
import Training

private let train = twoClouds(64, seed: 1)

private func crossEntropy(_ x: Variable<Float>, _ y: Tensor<Int>) -> Variable<Float> {
  softmaxCrossEntropy(logits: x, labels: y)
}

/// Notes the order of events.
private struct Diary: Callback {
  final class Pages: Sendable { let lines = Mutex<[String]>([]) }
  let pages = Pages()
  private func note(_ line: String) { pages.lines.withLock { $0.append(line) } }

  mutating func trainingBegan<M, Rule>(_ run: inout TrainingRun<M, Rule>) { note("begin") }
  mutating func epochBegan<M, Rule>(_ run: inout TrainingRun<M, Rule>) {
    note("epoch \(run.epoch)")
  }
  mutating func lossComputed<M, Rule>(
    _ loss: Double, as name: String, _ run: inout TrainingRun<M, Rule>
  ) { note("\(name) \(run.batch) of \(run.batchCount)") }
  mutating func gradientsComputed<M, Rule>(
    _ gradients: inout Gradients<M.Scalar>, _ run: inout TrainingRun<M, Rule>
  ) { note("gradients") }
  mutating func stepEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) { note("step \(run.step)") }
  mutating func epochEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) { note("end of epoch") }
  mutating func trainingEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) {
    note("end: \(run.history.ending)")
  }
}

/// Multiplies all gradients by a factor.
private struct Scale: Callback {
  let factor: Double
  mutating func gradientsComputed<M, Rule>(
    _ gradients: inout Gradients<M.Scalar>, _ run: inout TrainingRun<M, Rule>
  ) { gradients = gradients * M.Scalar(factor) }
}

/// Keeps the losses that it sees.
private struct Losses: Callback {
  final class Notes: Sendable { let seen = Mutex<[Double]>([]) }
  let notes = Notes()
  mutating func lossComputed<M, Rule>(
    _ loss: Double, as name: String, _ run: inout TrainingRun<M, Rule>
  ) { notes.seen.withLock { $0.append(loss) } }
}

@Suite struct CallbackTests {
  @Test("events come in their order, a gradient for each step and a loss for each batch")
  func order() throws {
    let diary = Diary()
    var model = smallNetwork(seed: 1)
    var optimizer = SGD<Float>(learningRate: 0.1)
    try fit(
      &model, to: train, with: &optimizer, epochs: 2, accumulating: 2, seed: 1,
      callbacks: [diary], loss: crossEntropy)
    func epoch(_ number: Int) -> [String] {
      [
        "epoch \(number)", "loss 1 of 2", "loss 2 of 2", "gradients", "step \(number)",
        "end of epoch",
      ]
    }
    #expect(
      diary.pages.lines.withLock { $0 } == ["begin"] + epoch(1) + epoch(2) + ["end: completed"])
  }

  @Test("gradients that a callback doubles make the steps of a doubled rate")
  func changedGradients() throws {
    func run(rate: Double, _ callbacks: [any Callback]) throws -> [Float] {
      var model = smallNetwork(seed: 1)
      var optimizer = SGD<Float>(learningRate: rate)
      try fit(
        &model, to: train, with: &optimizer, epochs: 2, seed: 1, callbacks: callbacks,
        loss: crossEntropy)
      return numbers(of: model)
    }
    // Powers of two round nothing.
    #expect(try run(rate: 0.25, [Scale(factor: 2)]) == run(rate: 0.5, []))
    #expect(try run(rate: 0.25, []) != run(rate: 0.5, []))
    // What is clipped comes after.
    var model = smallNetwork(seed: 1)
    let before = numbers(of: model)
    var optimizer = SGD<Float>(learningRate: 1)
    try fit(
      &model, to: train, with: &optimizer, epochs: 1, batchSize: 64, clippingNorm: 0.5, seed: 1,
      callbacks: [Scale(factor: 1e6)], loss: crossEntropy)
    let length = zip(numbers(of: model), before).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    #expect(abs(length.squareRoot() - 0.5) < 1e-5)
  }

  @Test("a callback sees each batch's loss, without the penalty")
  func losses() throws {
    let losses = Losses()
    var model = smallNetwork(seed: 1)
    var optimizer = SGD<Float>(learningRate: 0.1)
    let history = try fit(
      &model, to: train, with: &optimizer, epochs: 2, seed: 1,
      penalty: { l2Penalty($0, strength: 10) }, callbacks: [losses], loss: crossEntropy)
    let seen = losses.notes.seen.withLock { $0 }
    #expect(seen.count == 4)
    #expect((seen[0] + seen[1]) / 2 == history["loss"][0])
  }

  @Test("the average of a training is that of a loop by hand, and is given back")
  func average() throws {
    var model = smallNetwork(seed: 1)
    let start = model
    var optimizer = SGD<Float>(learningRate: 0.1)
    let history = try fit(
      &model, to: train, with: &optimizer, epochs: 3, seed: 1,
      callbacks: [ModelAverage(decay: 0.75)], loss: crossEntropy)
    #expect(history.keptEpoch == 3)

    var byHand = start
    var average: Sequential<Float>?
    var rule = SGD<Float>(learningRate: 0.1)
    try Training.train(&byHand, on: train, with: &rule, epochs: 3, seed: 1) { run, batch, context in
      let (_, gradients) = valueWithGradients(at: &run.model) { model in
        crossEntropy(model.forward(Variable(batch.inputs), in: &context), batch.targets)
      }
      try run.takeStep(along: gradients)
      var moved = average ?? run.model
      moved.updateAverage(with: run.model, decay: 0.75)
      average = moved
    }
    #expect(numbers(of: model) == numbers(of: average!))
    #expect(numbers(of: model) != numbers(of: byHand))
  }

  @Test("what happens after an epoch may know the model's type")
  func typed() throws {
    var model = smallNetwork(seed: 1)
    var optimizer = SGD<Float>(learningRate: 0.1)
    var widths: [Int] = []
    let history = try fit(
      &model, to: train, with: &optimizer, epochs: 2, seed: 1,
      epochEnded: { run in
        widths.append(run.model.layers.count)
        run.record("epoch squared", Double(run.epoch * run.epoch))
      }, loss: crossEntropy)
    #expect(widths == [4, 4] && history["epoch squared"] == [1, 4])
  }

  @Test func averageOfAllAndMore() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ModelAverage(decay: 1.5)
    }
    expectTrap(
      "ModelAverage: expected a decay from 0 to 1, found 1.5", in: result,
      at: "CallbackTests.swift:")
  }

  @Test("what a training that diverged did not measure: the trap tells the ending")
  func missingAfterDivergence() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var model = Linear<Float>(weight: [[3]], bias: nil)
      var optimizer = SGD<Float>(learningRate: 0.1)
      let bad = Samples(Tensor<Float>([[.nan]]), Tensor<Float>([[1]]))
      let history = try fit(
        &model, to: bad, validation: bad, with: &optimizer, epochs: 5, seed: 1,
        metrics: [RSquared()]
      ) { meanSquaredError($0, $1) }
      _ = history["validation R²"]
    }
    expectTrap(
      "History: there is no \"validation R²\"; measured were \"loss\", \"R²\". The training diverged: "
        + "epoch 1, step 1: the loss is", in: result, at: "CallbackTests.swift:")
  }
}
