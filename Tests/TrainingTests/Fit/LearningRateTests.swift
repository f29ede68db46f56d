import DataLoading
import Layers
import Synchronization
import TensorCore
import Testing
import Training

/// Schedules, the plateau and clipping inside of `fit`.
@Suite struct LearningRateTests {
  private let samples = Samples(
    Tensor<Double>([[1], [1], [1], [1]]), Tensor<Double>([[0], [0], [0], [0]]))

  /// Half the rate at each step counts from the first step on: 1, ½, ¼, ⅛.
  private func run(_ callbacks: [any Callback], epochs: Int, clippingNorm: Double? = nil) throws
    -> (weight: Double, rate: Double, history: History)
  {
    var model = Linear<Double>(weight: [[1]], bias: nil)
    var optimizer = SGD<Double>(learningRate: 99)
    let history = try fit(
      &model, to: samples, validation: samples, with: &optimizer, epochs: epochs, batchSize: 2,
      clippingNorm: clippingNorm, seed: 1, callbacks: callbacks
    ) { meanSquaredError($0, $1) }
    return (model.weight.value[0, 0], optimizer.learningRate, history)
  }

  @Test func byStep() throws {
    let schedule = ExponentialDecay(from: 0.25, factor: 0.5)
    let (weight, _, history) = try run([LearningRateSchedule(schedule)], epochs: 2)
    // The gradient of w² is 2w: four steps, each w ← w·(1 − 2η).
    #expect(weight == 0.5 * 0.75 * 0.875 * 0.9375)
    // What the second and the fourth step were taken with: the rates of steps 1 and 3, counted from 0.
    #expect(history["learning rate"] == [0.125, 0.03125])
  }

  @Test func byEpoch() throws {
    let schedule = ExponentialDecay(from: 0.25, factor: 0.5)
    let (weight, _, history) = try run([LearningRateSchedule(schedule, by: .epoch)], epochs: 2)
    #expect(weight == 0.5 * 0.5 * 0.75 * 0.75)
    #expect(history["learning rate"] == [0.25, 0.125])
  }

  /// The rate falls first, and when that does not help either, the training ends.
  @Test func plateauAndEarlyStopping() throws {
    // At this rate w only changes its sign, and the loss stays 1.
    let (weight, rate, history) = try run(
      [
        LearningRateOnPlateau(ReduceOnPlateau(from: 1, factor: 0.5, patience: 1)),
        EarlyStopping(patience: 4),
      ], epochs: 20)
    // Epoch 1 is the best, 2 and 3 fail, and at ½ the next step ends at w = 0.
    #expect(history["learning rate"].prefix(4) == [1, 1, 1, 0.5])
    #expect(history["validation loss"].prefix(4) == [1, 1, 1, 0])
    #expect(weight == 0 && history.keptEpoch == 4)
    #expect(rate < 0.5)
    #expect(history.epochCount == 8)
  }

  /// A value that the history has is one that was used.
  @Test func historySaysWhatWasUsed() throws {
    let schedule = LinearWarmup(steps: 3, then: ExponentialDecay(from: 0.25, factor: 0.5))
    for callback in [
      LearningRateSchedule(schedule), LearningRateSchedule(schedule, by: .epoch),
      LearningRateOnPlateau(ReduceOnPlateau(from: 0.25, factor: 0.5, patience: 0)),
    ] as [any Callback] {
      let rates = Rates()
      let (_, _, history) = try run([rates, callback], epochs: 5)
      let used = rates.notes.used.withLock { $0 }
      #expect(used.count == 10)
      #expect(history["learning rate"] == (0..<5).map { used[2 * $0 + 1] })
    }
  }

  /// Notes the rate that each step was taken with, before anybody sets the next one.
  private struct Rates: Callback {
    final class Notes: Sendable { let used = Mutex<[Double]>([]) }
    let notes = Notes()
    mutating func stepEnded<Model, Rule>(_ run: inout TrainingRun<Model, Rule>) {
      let rate = run.optimizer.learningRate
      notes.used.withLock { $0.append(rate) }
    }
  }

  /// A gradient of length 2 is shortened to ½.
  @Test func clipping() throws {
    var model = Linear<Double>(weight: [[1]], bias: nil)
    var optimizer = SGD<Double>(learningRate: 1)
    try fit(
      &model, to: samples, with: &optimizer, epochs: 1, batchSize: 4, clippingNorm: 0.5, seed: 1
    ) { meanSquaredError($0, $1) }
    #expect(abs(model.weight.value[0, 0] - 0.5) < 1e-6)
  }
}
