import Foundation
import DataLoading
import Layers
import TensorCore
import Testing
import Training

@Suite struct EarlyStoppingTests {
  typealias Decision = EarlyStopping.Decision

  private func decisions(_ rule: EarlyStopping, _ values: [Double]) -> [Decision] {
    var rule = rule
    return values.map { rule.consider($0) }
  }

  @Test func patienceIsCountedFromTheBest() {
    // 3 is the best; two epochs without a better one end it with patience 2.
    #expect(
      decisions(EarlyStopping(patience: 2), [5, 4, 4.5, 3, 3.5, 3.2, 1])
        == [.improved, .improved, .waiting, .improved, .waiting, .stop, .improved])
    #expect(
      decisions(EarlyStopping(patience: 1), [5, 4, 4]) == [.improved, .improved, .stop])
    // A rule that fires late by one would wait here.
    #expect(
      decisions(EarlyStopping(patience: 3), [1, 2, 2, 2]).last == .stop)
  }

  @Test func maximumAndDelta() {
    #expect(
      decisions(EarlyStopping(.maximum, patience: 2), [0.5, 0.6, 0.6, 0.55])
        == [.improved, .improved, .waiting, .stop])
    // 0.9 is not more than 0.1 below 1.0 by enough; 0.75 is.
    #expect(
      decisions(EarlyStopping(patience: 3, minimumDelta: 0.125), [1, 0.9, 0.75, 0.7])
        == [.improved, .waiting, .improved, .waiting])
    // An improvement too small does not move the mark that the next ones are compared with.
    #expect(
      decisions(EarlyStopping(patience: 9, minimumDelta: 0.125), [1, 0.9, 0.8])
        == [.improved, .waiting, .improved])
  }

  @Test func warmUpIsNotLookedAt() {
    var rule = EarlyStopping(patience: 1, warmUp: 2)
    #expect([0.1, 9, 5, 5].map { rule.consider($0) } == [.waiting, .waiting, .improved, .stop])
    #expect(rule.best?.epoch == 3 && rule.best?.value == 5)
  }

  @Test func infinityIsAStartAndNaNIsNone() {
    #expect(
      decisions(EarlyStopping(patience: 3), [.infinity, .nan, 2, .nan])
        == [.improved, .waiting, .improved, .waiting])
  }

  @Test("saved and loaded, it goes on as if nothing had happened") func coding() throws {
    let values = [0.5, 0.4, .nan, 0.45, 0.3, 0.35, 0.36, 0.37]
    for split in values.indices {
      var whole = EarlyStopping(on: "x", .minimum, patience: 3, minimumDelta: 0.01, warmUp: 1)
      for value in values[..<split] { _ = whole.consider(value) }
      let data = try JSONEncoder().encode(whole)
      var loaded = try JSONDecoder().decode(EarlyStopping.self, from: data)
      for value in values[split...] { #expect(loaded.consider(value) == whole.consider(value)) }
      #expect(loaded.best?.epoch == 5 && loaded.best?.value == 0.3 && loaded.waited == 3)
      #expect(loaded.name == "x" && loaded.goal == .minimum && loaded.restoresBest)
    }
  }

  /// A model whose weight is the number of the epoch, and a metric that follows a list.
  @Test func bestModelIsGivenBack() throws {
    let values = [5.0, 3, 2, 4, 4, 4, 1]
    func run(_ rule: EarlyStopping, epochs: Int = 7) throws -> (Float, History) {
      var model = Linear<Float>(weight: [[0]], bias: nil)
      var optimizer = SGD<Float>(learningRate: 0)
      let history = try fit(
        &model, to: Samples(Tensor<Float>([[1]]), Tensor<Float>([[0]])), with: &optimizer,
        epochs: epochs, seed: 1, callbacks: [Script(values: values), rule]
      ) { meanSquaredError($0, $1) }
      return (model.weight.value[0, 0], history)
    }
    let (weight, history) = try run(EarlyStopping(on: "score", patience: 2))
    #expect(weight == 3 && history.keptEpoch == 3 && history.epochCount == 5)
    #expect(
      history.ending
        == .stopped("the score has not improved for 2 epochs, best 2.0 in epoch 3"))
    // More patience reaches the last epoch, the best of all.
    let (patient, whole) = try run(EarlyStopping(on: "score", patience: 5))
    #expect(patient == 7 && whole.keptEpoch == 7 && whole.ending == .completed)
    // The best is given back too where the epochs run out first.
    let (short, rest) = try run(EarlyStopping(on: "score", patience: 5), epochs: 5)
    #expect(short == 3 && rest.keptEpoch == 3 && rest.ending == .completed)
    // And the last one when that is asked for.
    let (last, _) = try run(EarlyStopping(on: "score", patience: 2, restoresBest: false))
    #expect(last == 5)
  }

  /// The rule is a value: a second training starts again.
  @Test func aRuleServesSeveralTrainings() throws {
    let callbacks: [any Callback] = [
      Script(values: [1, 2, 3, 4, 5]), EarlyStopping(on: "score", patience: 2),
    ]
    for _ in 0..<2 {
      var model = Linear<Float>(weight: [[0]], bias: nil)
      var optimizer = SGD<Float>(learningRate: 0)
      let history = try fit(
        &model, to: Samples(Tensor<Float>([[1]]), Tensor<Float>([[0]])), with: &optimizer,
        epochs: 5, seed: 1, callbacks: callbacks
      ) { meanSquaredError($0, $1) }
      #expect(history.epochCount == 3 && history.keptEpoch == 1)
    }
  }

  @Test func metricThatIsNaN() throws {
    var model = Linear<Float>(weight: [[0]], bias: nil)
    var optimizer = SGD<Float>(learningRate: 0)
    let history = try fit(
      &model, to: Samples(Tensor<Float>([[1]]), Tensor<Float>([[0]])), with: &optimizer, epochs: 5,
      seed: 1,
      callbacks: [Script(values: [2, .nan, 1, 1, 1]), EarlyStopping(on: "score", patience: 2)]
    ) { meanSquaredError($0, $1) }
    #expect(
      history.ending == .stopped("the score of epoch 2 is NaN, which nothing can improve on"))
    #expect(model.weight.value[0, 0] == 1 && history.keptEpoch == 1)
  }
}

/// Records a list of values under "score", and writes the epoch's number into every weight.
private struct Script: Callback {
  let values: [Double]
  mutating func epochEnded<Model, Rule>(_ run: inout TrainingRun<Model, Rule>) {
    let epoch = run.epoch
    run.model.visitParameters { _, parameter in
      parameter.value = Tensor(repeating: Model.Scalar(Double(epoch)), shape: parameter.shape)
    }
    run.record("score", values[epoch - 1])
  }
}
