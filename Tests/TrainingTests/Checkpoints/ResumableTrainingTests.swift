import DataLoading
import Foundation
import Layers
import Serialization
import TensorCore
import Testing

@testable import Training

@Suite struct ResumableTrainingTests {
  /// Runs the example for six epochs in all; each call is a program of its own.
  private static func run(_ plan: CheckpointPlan?, seed: UInt64 = 1) throws -> ExampleTraining {
    let start = ExampleTraining(seed: seed)
    var result = start
    result.checkpoint = try trainResumably(
      "example", &result.model, &result.optimizer, epochs: 6, plan: plan
    ) { model, optimizer, checkpoint in
      var training = start
      (training.model, training.optimizer) = (model, optimizer)
      if checkpoint.epoch > 0 { training.checkpoint = checkpoint }
      training.checkpoint.texts["training"] = "example"
      try training.runEpoch()
      (model, optimizer, checkpoint) = (training.model, training.optimizer, training.checkpoint)
      // Counted by whoever calls.
      checkpoint.epoch -= 1
    }
    return result
  }

  @Test("interrupted after every epoch, it ends as if it had never stopped")
  func interrupted() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "gradus-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    for epoch in 1...6 {
      let plan = CheckpointPlan(url: url, resumes: epoch > 1, isInterrupted: { true })
      let stopped = #expect(throws: TrainingInterrupted.self) {
        try Self.run(plan, seed: UInt64(epoch))
      }
      #expect(
        stopped?.description
          == "stopped after epoch \(epoch) of 6, saved in \(url.path(percentEncoded: false))")
    }
    let resumed = try Self.run(CheckpointPlan(url: url, resumes: true), seed: 50)
    #expect(resumed == (try Self.run(nil)))
  }

  @Test(
    "a training that begins anew replaces no checkpoint, and hears before it begins of no folder")
  func nothingLost() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "gradus-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    try Data([1]).write(to: url)
    let error = #expect(throws: DataError.self) { try Self.run(CheckpointPlan(url: url)) }
    #expect(error?.advice == "resume from it, remove it, or name another")
    #expect(try Data(contentsOf: url) == Data([1]))

    var model = ExampleTraining(seed: 1)
    let nowhere = CheckpointPlan(url: url.appending(path: "x"))
    #expect(throws: WriteError.self) {
      try trainResumably("x", &model.model, &model.optimizer, epochs: 1, plan: nowhere) { _, _, _ in
        Issue.record("it trained")
      }
    }
  }

  @Test("a checkpoint of another training is refused")
  func anotherTraining() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "gradus-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    let other = ExampleTraining(seed: 1)
    try other.checkpoint.save(other.model, other.optimizer, to: url)
    let error = #expect(throws: DataError.self) {
      try Self.run(CheckpointPlan(url: url, resumes: true))
    }
    #expect(error?.expected == "a checkpoint of \"example\"")
    #expect(error?.found == "one without a name")
  }
}
