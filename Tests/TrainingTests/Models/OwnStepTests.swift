import Autograd
import DataLoading
import Layers
import TensorCore
import Testing
import Training

private let train = twoClouds(100, seed: 1)

/// Two networks that play against each other.
private struct Players: Module {
  var generator: Linear<Float>
  var critic: Linear<Float>

  mutating func visitParameters(_ visit: ParameterVisit<Float>) {
    generator.visitParameters { visit("generator" / $0, &$1) }
    critic.visitParameters { visit("critic" / $0, &$1) }
  }
}

/// Counts what it is told.
private struct Counter: Callback, Codable {
  var steps = 0
  var losses: [String] = []
  mutating func stepEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) { steps += 1 }
  mutating func lossComputed<M, Rule>(
    _ loss: Double, as name: String, _ run: inout TrainingRun<M, Rule>
  ) { losses.append(name) }
  mutating func trainingEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) {
    run.record("steps told", Double(steps))
    run.record("losses told", Double(losses.count))
  }
}

@Suite struct OwnStepTests {
  @Test("the plain step by hand is the step of fit, bit for bit")
  func plainStep() throws {
    var model = smallNetwork(seed: 3, dropout: 0.2)
    var byHand = model
    var (optimizer, rule) = (Adam<Float>(learningRate: 0.01), Adam<Float>(learningRate: 0.01))
    let history = try fit(&model, to: train, with: &optimizer, epochs: 3, seed: 4) {
      softmaxCrossEntropy(logits: $0, labels: $1)
    }
    let own = try Training.train(&byHand, on: train, with: &rule, epochs: 3, seed: 4) {
      run, batch, context in
      let (loss, gradients) = valueWithGradients(at: &run.model) { model in
        softmaxCrossEntropy(
          logits: model.forward(Variable(batch.inputs), in: &context), labels: batch.targets)
      }
      try run.report(Double(loss), weight: Double(batch.count))
      try run.takeStep(along: gradients)
    }
    #expect(numbers(of: model) == numbers(of: byHand))
    #expect(own == history)
  }

  @Test("two optimizers take turns in one step, on data without targets")
  func adversaries() throws {
    var generator = RandomGenerator(seed: 1)
    let real = Tensor<Float>.normal([64, 1], mean: 3, using: &generator)
    var players = Players(
      generator: Linear(1, 1, using: &generator), critic: Linear(1, 1, using: &generator))
    let first = players.generator.bias!.value
    var (unused, ofCritic, ofGenerator) = (
      SGD<Float>(learningRate: 0), SGD<Float>(learningRate: 0.1), SGD<Float>(learningRate: 0.1)
    )
    let history = try Training.train(
      &players, on: real, with: &unused, epochs: 4, batchSize: 16, seed: 2, callbacks: [Counter()]
    ) { run, batch, context in
      let noise = Variable(Tensor<Float>.normal(batch.shape, using: &run.generator))
      let made = run.model.generator.forward(noise, in: &context).detached()
      let (criticism, blame) = valueWithGradients(at: &run.model.critic) { critic in
        critic.forward(made, in: &context).mean()
          - critic.forward(Variable(batch), in: &context).mean()
      }
      ofCritic.update(&run.model.critic, along: blame)
      let critic = run.model.critic
      let (loss, praise) = valueWithGradients(at: &run.model.generator) { generator in
        var critic = critic
        return -critic.forward(generator.forward(noise, in: &context), in: &context).mean()
      }
      ofGenerator.update(&run.model.generator, along: praise)
      try run.report(Double(criticism), as: "critic loss")
      try run.report(Double(loss), as: "generator loss")
      try run.countStep()
    }
    #expect(history.names == ["critic loss", "generator loss", "steps told", "losses told"])
    #expect(history["steps told"].last == 16 && history["losses told"].last == 32)
    #expect(history.epochCount == 4)
    // What is generated moves toward 3.
    #expect(players.generator.bias!.value[0] > first[0])
  }

  /// Sharpness-aware minimization takes two gradients for a step: w ← w − η·g(w + ρ·g(w)/|g(w)|).
  @Test func sharpnessAwareMinimization() throws {
    func gradients(at model: inout Sequential<Float>) -> Gradients<Float> {
      valueWithGradients(at: &model) { model in
        var context = Context.inference
        return softmaxCrossEntropy(
          logits: model.forward(Variable(train.inputs), in: &context), labels: train.targets)
      }.gradients
    }
    func worse(_ model: Sequential<Float>) -> Sequential<Float> {
      var model = model
      let ascent = gradients(at: &model)
      model.add(ascent, scale: Float(0.5 / ascent.globalNorm))
      return model
    }
    let start = smallNetwork(seed: 3)
    var (model, plain) = (start, start)
    var optimizer = SGD<Float>(learningRate: 0.5)
    try Training.train(&model, on: train, with: &optimizer, epochs: 1, batchSize: 100, seed: 4) {
      run, _, _ in
      var higher = worse(run.model)
      try run.takeStep(along: gradients(at: &higher))
    }
    var (byHand, higher) = (start, worse(start))
    let along = gradients(at: &higher)
    byHand.add(along, scale: -0.5)
    let descent = gradients(at: &plain)
    plain.add(descent, scale: -0.5)
    func distance(_ other: Sequential<Float>) -> Float {
      zip(numbers(of: model), numbers(of: other)).map { abs($0 - $1) }.max()!
    }
    // One product and one difference, rounded at numbers below 2.
    #expect(distance(byHand) <= 2 * Float.ulpOfOne)
    #expect(distance(plain) > 1e-3)
  }

  @Test("a number that is not finite ends a training by own steps, too")
  func divergence() throws {
    var model = smallNetwork(seed: 3)
    let before = numbers(of: model)
    var optimizer = SGD<Float>(learningRate: 0.5)
    var steps = 0
    let history = try Training.train(&model, on: train, with: &optimizer, epochs: 3, seed: 4) {
      run, _, _ in
      steps += 1
      let names = run.model.parameters.map(\.name)
      try run.takeStep(
        along: Gradients(
          names: names,
          tensors: run.model.parameters.map { $0.value * (steps == 2 ? .infinity : 1) }))
    }
    #expect(
      history.ending == .diverged("epoch 1, step 2: the gradient of 0.weight is not finite"))
    #expect(numbers(of: model) == before && steps == 2)
  }
}
