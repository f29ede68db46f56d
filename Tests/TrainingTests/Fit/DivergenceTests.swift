import DataLoading
import Layers
import TensorCore
import Testing
import Training

/// A training whose numbers explode says so, and gives back a model that works.
@Suite struct DivergenceTests {
  private let samples = Samples(Tensor<Float>([[1], [2]]), Tensor<Float>([[1], [2]]))

  /// Multiplies the learning rate by a factor after an epoch.
  private struct Explode: Callback {
    let epoch: Int
    let rate: Double
    mutating func epochEnded<Model, Rule>(_ run: inout TrainingRun<Model, Rule>) {
      if run.epoch == epoch { run.optimizer.learningRate = rate }
    }
  }

  private func run(
    _ callbacks: [any Callback], validation: Bool = true, rate: Double = 0.05
  ) throws -> (weight: Float, history: History) {
    var model = Linear<Float>(weight: [[0]], bias: nil)
    var optimizer = SGD<Float>(learningRate: rate)
    let history = try fit(
      &model, to: samples, validation: validation ? samples : nil, with: &optimizer, epochs: 200,
      seed: 1, callbacks: callbacks
    ) { meanSquaredError($0, $1) }
    return (model.weight.value[0, 0], history)
  }

  private func sentence(_ history: History) -> String {
    if case .diverged(let sentence) = history.ending { sentence } else { "\(history.ending)" }
  }

  @Test func theLastSoundModelIsGivenBack() throws {
    // From epoch 6 on, a single step throws the weight beyond what a Float can hold.
    let (weight, history) = try run([Explode(epoch: 5, rate: 1e38)])
    var sound: Float = 0
    // The mean of x² is 2.5, so a step is w ← w − 0.05·5·(w − 1).
    for _ in 0..<5 { sound -= 0.25 * (sound - 1) }
    #expect(abs(weight - sound) < 1e-6, "\(weight) after \(history.ending)")
    #expect(sentence(history).hasPrefix("epoch 6"))
    #expect(history.epochCount == 6)
  }

  @Test func lossThatGrowsBeyondAllBounds() throws {
    let (weight, history) = try run([], validation: false, rate: 1)
    #expect(sentence(history).contains("the loss is inf"), "\(history.ending)")
    #expect(weight.isFinite)
    #expect(history["loss"].last!.isInfinite && history.epochCount < 200)
  }

  /// The last step of an epoch may be the one that breaks the model.
  @Test func brokenByTheLastStep() throws {
    var model = Linear<Float>(weight: [[0]], bias: nil)
    var optimizer = SGD<Float>(learningRate: 1e38)
    let big = Samples(Tensor<Float>([[10]]), Tensor<Float>([[10]]))
    let history = try fit(&model, to: big, with: &optimizer, epochs: 1, seed: 1) {
      meanSquaredError($0, $1)
    }
    #expect(sentence(history) == "epoch 1: weight holds numbers that are not finite")
    #expect(model.weight.value[0, 0] == 0)
  }

  @Test func theKeptModelComesFirst() throws {
    let (weight, history) = try run([
      EarlyStopping(patience: 3, minimumDelta: 0.5), Explode(epoch: 3, rate: 1e38),
    ])
    #expect(history.keptEpoch != nil && history.keptEpoch! < 3)
    var kept: Float = 0
    for _ in 0..<(history.keptEpoch ?? 0) { kept -= 0.25 * (kept - 1) }
    #expect(abs(weight - kept) < 1e-6)
    #expect(sentence(history).hasPrefix("epoch 4"))
  }

  @Test func nanInTheLoss() throws {
    var model = Linear<Float>(weight: [[3]], bias: nil)
    var optimizer = SGD<Float>(learningRate: 0.1)
    let bad = Samples(Tensor<Float>([[.nan]]), Tensor<Float>([[1]]))
    let history = try fit(&model, to: bad, with: &optimizer, epochs: 5, seed: 1) {
      meanSquaredError($0, $1)
    }
    #expect(sentence(history).hasPrefix("epoch 1, step 1: the loss is"))
    #expect(model.weight.value[0, 0] == 3)
  }
}
