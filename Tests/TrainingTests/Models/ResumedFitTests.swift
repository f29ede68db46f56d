import Autograd
import DataLoading
import Files
import Foundation
import Layers
import Synchronization
import TensorCore
import Testing
import Training

/// Images [N, 1, 4, 4] of two classes.
private let images: Samples<Tensor<Float>, Tensor<Int>> = {
  var generator = RandomGenerator(seed: 1)
  let labels = (0..<50).map { $0 % 2 }
  let noise = Tensor<Float>.normal([50, 1, 4, 4], using: &generator)
  let shift = Tensor<Float>(shape: [50, 1, 1, 1], elements: labels.map { $0 == 0 ? 0.5 : -0.5 })
  return Samples(noise + shift, Tensor(labels))
}()

/// A training with all that has a state: dropout, running statistics, shuffling, augmentation, momentum,
/// a rate that falls on a plateau, an average, and early stopping that keeps models.
private struct ResumableFit {
  var model: Sequential<Float>
  var optimizer = SGD<Float>(learningRate: 0.1, momentum: 0.9)
  var history = History()

  init() {
    var generator = RandomGenerator(seed: 2)
    model = Sequential(
      Flatten(), Linear(16, 8, using: &generator), BatchNorm(8), Tanh(), Dropout(0.3),
      Linear(8, 2, using: &generator))
  }

  mutating func run(
    epochs: Int = 8, seed: UInt64 = 3, patience: Int = 20, _ plan: CheckpointPlan? = nil,
    averages: Bool = false
  ) throws {
    let schedule = LearningRateOnPlateau(ReduceOnPlateau(from: 0.1, patience: 1))
    let stopping = EarlyStopping(patience: patience)
    history = try fit(
      &model, to: images, validation: images, with: &optimizer, epochs: epochs, batchSize: 16,
      seed: seed, augmentation: RandomAffine.shift(pixels: 1), metrics: [Accuracy()],
      callbacks: [schedule, stopping] + (averages ? [ModelAverage(decay: 0.9)] : []),
      checkpoint: plan
    ) { softmaxCrossEntropy(logits: $0, labels: $1) }
  }
}

@Suite struct ResumedFitTests {
  private func withFile(_ body: (URL) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "gradus-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    try body(url)
  }

  @Test(
    "a fit that is interrupted after every epoch ends as if it had never stopped, bit for bit",
    arguments: [false, true])
  func interrupted(averages: Bool) throws {
    var whole = ResumableFit()
    try whole.run(averages: averages)
    #expect(Set(whole.history["learning rate"]).count > 1)
    try withFile { url in
      for epoch in 1...8 {
        // Each is a program of its own, which begins with the first model.
        var part = ResumableFit()
        let plan = CheckpointPlan(url: url, resumes: epoch > 1, isInterrupted: { true })
        let stopped = #expect(throws: TrainingInterrupted.self) {
          try part.run(plan, averages: averages)
        }
        #expect(stopped?.epoch == epoch)
      }
      var resumed = ResumableFit()
      try resumed.run(CheckpointPlan(url: url, resumes: true), averages: averages)
      #expect(resumed.history == whole.history)
      #expect(numbers(of: resumed.model) == numbers(of: whole.model))
      #expect(resumed.optimizer.learningRate == whole.optimizer.learningRate)
    }
  }

  @Test("an early end is an end: going on does nothing, and gives the model that was kept")
  func stoppedEarly() throws {
    var whole = ResumableFit()
    try whole.run(epochs: 60, patience: 2)
    #expect(whole.history.epochCount < 60 && whole.history.ending != .completed)
    try withFile { url in
      var first = ResumableFit()
      try first.run(epochs: 60, patience: 2, CheckpointPlan(url: url))
      var again = ResumableFit()
      try again.run(epochs: 60, patience: 2, CheckpointPlan(url: url, resumes: true))
      for training in [first, again] {
        #expect(training.history == whole.history)
        #expect(numbers(of: training.model) == numbers(of: whole.model))
      }
    }
  }

  @Test("a training goes on for more epochs than were asked for at first")
  func moreEpochs() throws {
    var whole = ResumableFit()
    try whole.run(epochs: 6)
    try withFile { url in
      var first = ResumableFit()
      try first.run(epochs: 4, CheckpointPlan(url: url))
      var more = ResumableFit()
      try more.run(epochs: 6, CheckpointPlan(url: url, resumes: true))
      #expect(more.history == whole.history)
      #expect(numbers(of: more.model) == numbers(of: whole.model))
    }
  }

  @Test("another seed is another training, and is refused")
  func anotherTraining() throws {
    try withFile { url in
      var first = ResumableFit()
      try first.run(epochs: 1, CheckpointPlan(url: url))
      var other = ResumableFit()
      let before = numbers(of: other.model)
      let error = #expect(throws: DataError.self) {
        try other.run(epochs: 2, seed: 4, CheckpointPlan(url: url, resumes: true))
      }
      #expect(
        error?.expected == "a checkpoint of \"fit, seed 4, 50 samples in batches of 16\"",
        "\(error.map { "\($0)" } ?? "none")")
      #expect(numbers(of: other.model) == before)
    }
  }

  @Test("steps of one's own resume with what they draw from the run and from the context")
  func ownSteps() throws {
    func run(_ plan: CheckpointPlan?) throws -> (History, [Float]) {
      var model = ResumableFit().model
      var optimizer = SGD<Float>(learningRate: 0.1, momentum: 0.9)
      let history = try Training.train(
        &model, on: images, with: &optimizer, epochs: 4, seed: 1, checkpoint: plan
      ) { run, batch, context in
        let noise = Tensor<Float>.normal(batch.inputs.shape, using: &run.generator)
        let (loss, gradients) = valueWithGradients(at: &run.model) { model in
          softmaxCrossEntropy(
            logits: model.forward(Variable(batch.inputs + noise), in: &context),
            labels: batch.targets)
        }
        try run.report(Double(loss), weight: Double(batch.count))
        try run.takeStep(along: gradients)
      }
      return (history, numbers(of: model))
    }
    let whole = try run(nil)
    try withFile { url in
      for epoch in 1...4 {
        _ = try? run(CheckpointPlan(url: url, resumes: epoch > 1, isInterrupted: { true }))
      }
      let resumed = try run(CheckpointPlan(url: url, resumes: true))
      #expect(resumed.0 == whole.0 && resumed.1 == whole.1)
    }
  }
}
