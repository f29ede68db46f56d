import DataLoading
import Files
import Foundation
import Layers
import Serialization
import TensorCore
import Testing

@testable import Training

@Suite struct ResumableTrainingTests {
  /// Runs the example for six epochs in all unless others are given; each call is a program of its own.
  private static func run(
    _ plan: CheckpointPlan?, seed: UInt64 = 1, epochs: Int = 6
  ) throws -> ExampleTraining {
    let start = ExampleTraining(seed: seed)
    var result = start
    result.checkpoint = try trainResumably(
      "example", &result.model, &result.optimizer, epochs: epochs, plan: plan
    ) { model, optimizer, checkpoint in
      var training = start
      (training.model, training.optimizer) = (model, optimizer)
      if checkpoint.epoch > 0 { training.checkpoint = checkpoint }
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
    "a training that begins again replaces no checkpoint, and hears before it begins of no folder")
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

  @Test("on another backend, whose kernels round otherwise, it is refused and nothing changes")
  func anotherBackend() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "gradus-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    _ = try withBackend(.naive) { try Self.run(CheckpointPlan(url: url), epochs: 2) }
    let bytes = try Data(contentsOf: url)
    let error = #expect(throws: DataError.self) {
      try withBackend(.simd) { try Self.run(CheckpointPlan(url: url, resumes: true)) }
    }
    #expect(error?.found == "one on naive, which rounds otherwise")
    #expect(error?.advice == "resume it on naive")
    #expect(try Data(contentsOf: url) == bytes)
    _ = try withBackend(.naive) { try Self.run(CheckpointPlan(url: url, resumes: true)) }
  }

  @Test("fewer epochs than are done are refused, as many as are done are nothing to do")
  func fewerEpochs() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "gradus-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    let done = try Self.run(CheckpointPlan(url: url), epochs: 3)
    let error = #expect(throws: DataError.self) {
      try Self.run(CheckpointPlan(url: url, resumes: true), epochs: 2)
    }
    #expect(error?.expected == "at most 2 epochs, as many as are asked for")
    #expect(error?.found == "3 that are done")
    #expect(try Self.run(CheckpointPlan(url: url, resumes: true), seed: 9, epochs: 3) == done)
  }

  @Test("a second training cannot write to the file, by any name, until the first has ended")
  func sideBySide() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "gradus-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (url, link) = (folder.appending(path: "c"), folder.appending(path: "link"))
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: url)
    var start = ExampleTraining(seed: 1)
    let plan = CheckpointPlan(url: url)
    try trainResumably("first", &start.model, &start.optimizer, epochs: 1, plan: plan) { _, _, _ in
      for other in [url, link] {
        for resumes in [false, true] {
          let error = #expect(throws: DataError.self) {
            try Self.run(CheckpointPlan(url: other, resumes: resumes))
          }
          #expect(error?.found == "one that is being written to now")
        }
      }
      // Another file of the folder is free.
      _ = try Self.run(CheckpointPlan(url: folder.appending(path: "d")))
    }
    let names = try FileManager.default.contentsOfDirectory(
      atPath: folder.path(percentEncoded: false))
    #expect(names.sorted() == ["c", "d", "link"], "and no lock is left")
    try trainResumably(
      "first", &start.model, &start.optimizer, epochs: 2,
      plan: CheckpointPlan(url: url, resumes: true)
    ) { _, _, _ in }
  }

  @Test("what the closure makes of the texts does not make it another training")
  func texts() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "gradus-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    var start = ExampleTraining(seed: 1)
    for resumes in [false, true] {
      let plan = CheckpointPlan(url: url, resumes: resumes)
      try trainResumably(
        "x", &start.model, &start.optimizer, epochs: resumes ? 2 : 1, plan: plan
      ) { _, _, checkpoint in checkpoint.texts = ["note": "mine"] }
    }
    let checkpoint = try Checkpoint.load(&start.model, &start.optimizer, from: url)
    #expect(checkpoint.epoch == 2 && checkpoint.texts["note"] == "mine")
  }
}
