import Autograd
import DataLoading
import Foundation
import Layers
import TensorCore
import Testing

@testable import Training

@Suite struct ResumeTests {
  @Test("six epochs at once are, bit for bit, any split of them with a file between")
  func resume() throws {
    var whole = ExampleTraining(seed: 1)
    for _ in 0..<6 { try whole.runEpoch() }
    for split in 0...6 {
      var first = ExampleTraining(seed: 1)
      for _ in 0..<split { try first.runEpoch() }
      // Other numbers, another rate: all is to come from the file.
      var second = ExampleTraining(seed: 77)
      second.optimizer.learningRate = 3
      for _ in 0..<2 { try second.runEpoch() }
      try second.load(first.bytes)
      #expect(second == first, "loaded after \(split) epochs")
      for _ in split..<6 { try second.runEpoch() }
      #expect(second == whole, "split after \(split) epochs")
      #expect(second.checkpoint.history["loss"]?.count == 6)
    }
  }

  @Test("every optimizer's state comes back")
  func optimizers() throws {
    func check<O: Optimizer<Float>>(_ optimizer: O) throws {
      func step(_ model: inout Linear<Float>, _ optimizer: inout O) {
        let (_, gradients) = valueWithGradients(at: &model) { model in
          var context = Context.inference
          return meanSquaredError(model.forward(Variable([[1, 2]]), in: &context), [[0.5, -3]])
        }
        optimizer.update(&model, along: gradients)
      }
      var generator = RandomGenerator(seed: 1)
      var (model, rule) = (Linear<Float>(2, 2, using: &generator), optimizer)
      var (other, otherRule) = (Linear<Float>(2, 2, using: &generator), optimizer)
      for _ in 0..<3 { step(&model, &rule) }
      let bytes = Checkpoint().bytes(with: model, rule)
      _ = try Checkpoint.load(&other, &otherRule, from: bytes, named: "f")
      for _ in 0..<3 {
        step(&model, &rule)
        step(&other, &otherRule)
      }
      #expect(model.weight.value == other.weight.value, "\(rule.name)")
      #expect(
        Checkpoint().bytes(with: model, rule) == Checkpoint().bytes(with: other, otherRule))
    }
    try check(SGD(learningRate: 0.1))
    try check(SGD(learningRate: 0.1, momentum: 0.9))
    try check(Adam(learningRate: 0.1))
    try check(AdamW(learningRate: 0.1))
    try check(RMSProp(learningRate: 0.1))
  }

  @Test("through a file on disk")
  func file() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "gradus-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    var training = ExampleTraining(seed: 1)
    try training.runEpoch()
    try training.checkpoint.save(training.model, training.optimizer, to: url)
    #expect(try Array(Data(contentsOf: url)) == training.bytes)
    var loaded = ExampleTraining(seed: 2)
    loaded.checkpoint = try Checkpoint.load(&loaded.model, &loaded.optimizer, from: url)
    #expect(loaded == training)
    // Its weights alone are loaded from the same file.
    var model = ExampleTraining(seed: 3).model
    try model.loadWeights(from: url)
    #expect(model.state.map(\.value) == training.model.state.map(\.value))
  }

  @Test("what is remembered keeps its bits, and is nil or refused otherwise")
  func remembered() throws {
    var checkpoint = Checkpoint()
    let numbers: [Double] = [
      0.1, 0x1p-1074, 0x1.8p-1030, .infinity, -.infinity, -.pi, -0.0, .greatestFiniteMagnitude,
      1e16,
    ]
    checkpoint.remember(numbers, as: "n")
    let found: [Double] = try #require(try checkpoint.remembered("n"))
    #expect(found.map(\.bitPattern) == numbers.map(\.bitPattern))
    let singles: [Float] = [
      0.1, .leastNonzeroMagnitude, -.infinity, -0.0, .greatestFiniteMagnitude,
    ]
    checkpoint.remember(singles, as: "s")
    let foundSingles: [Float] = try #require(try checkpoint.remembered("s"))
    #expect(foundSingles.map(\.bitPattern) == singles.map(\.bitPattern))
    checkpoint.remember([-Double.nan], as: "nan")
    #expect(checkpoint.texts["nan"] == "[\"nan\"]")
    #expect(try checkpoint.remembered("nan", as: [Double].self)?[0].isNaN == true)
    #expect(try checkpoint.remembered("m", as: [Double].self) == nil)
    checkpoint.texts["n"] = "{"
    #expect(throws: DataError.self) { try checkpoint.remembered("n", as: [Double].self) }
  }
}
