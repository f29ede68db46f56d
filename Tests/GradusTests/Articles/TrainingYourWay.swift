import Gradus
import Testing

/// A plane, and points on it.
private func plane() -> (model: Linear<Double>, samples: Samples<Tensor<Double>, Tensor<Double>>) {
  var generator = RandomGenerator(seed: 1)
  let x = Tensor<Double>.normal([64, 2], using: &generator)
  return (Linear(2, 1, using: &generator), Samples(x, matmul(x, [[2], [-1]])))
}

@Test("a loop by hand") func loopByHand() {
  var (model, samples) = plane()
  var optimizer = Adam<Double>(learningRate: 0.05)
  var generator = RandomGenerator(seed: 2)
  var context = Context.training(seed: 3)
  for _ in 0..<100 {
    for batch in Batches(samples, size: 16, shuffledBy: &generator) {
      var (_, gradients) = valueWithGradients(at: &model) { model in
        meanSquaredError(model.forward(Variable(batch.inputs), in: &context), batch.targets)
      }
      gradients.clip(toNorm: 1)
      optimizer.update(&model, along: gradients)
    }
  }
  #expect((model.weight.value - [[2, -1]]).abs().max() < 1e-3)
}

@Test("a step of one's own") func sharpnessAware() throws {
  var (model, samples) = plane()
  var optimizer = Adam<Double>(learningRate: 0.05)
  let history = try train(
    &model, on: samples, with: &optimizer, epochs: 100, batchSize: 16, seed: 1
  ) { run, batch, context in
    func gradients(
      at model: inout Linear<Double>
    ) -> (value: Double, gradients: Gradients<Double>) {
      valueWithGradients(at: &model) { model in
        meanSquaredError(model.forward(Variable(batch.inputs), in: &context), batch.targets)
      }
    }
    let (loss, uphill) = gradients(at: &run.model)
    try run.report(loss, weight: Double(batch.count))
    var worst = run.model
    worst.add(uphill, scale: 0.01 / max(uphill.globalNorm, 1e-12))
    try run.takeStep(along: gradients(at: &worst).gradients)
  }
  #expect(history["loss"].count == 100)
  #expect((model.weight.value - [[2, -1]]).abs().max() < 0.05)
}

struct GradientNorm: Callback {
  private var norms: [Double] = []

  mutating func gradientsComputed<M, Rule>(
    _ gradients: inout Gradients<M.Scalar>, _ run: inout TrainingRun<M, Rule>
  ) {
    norms.append(gradients.globalNorm)
  }

  mutating func epochEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) {
    run.record("gradient norm", norms.reduce(0, +) / Double(norms.count))
    norms = []
  }
}

/// √ of the mean squared error, in the units of the targets.
struct RootMeanSquaredError: RegressionMetric {
  let name = "root mean squared error"
  private var (sum, count) = (0.0, 0)

  mutating func update<Scalar: TensorScalar>(outputs: Tensor<Scalar>, targets: Tensor<Scalar>) {
    sum += (outputs - targets).squared().sum().doubleValue
    count += targets.elementCount
  }

  var value: Double { (sum / Double(count)).squareRoot() }
}

/// A rate that rises along a line over the first w steps, to its peak, and falls with 1/√t from there (Vaswani et
/// al., 2017, *Attention Is All You Need*).
struct InverseSquareRoot: Schedule {
  let peak: Double
  let warmup: Int

  func rate(at step: Int) -> Double {
    let t = Double(step + 1) / Double(warmup)
    return peak * min(t, 1 / t.squareRoot())
  }
}

@Test("parts of one's own in the usual loop") func ownParts() throws {
  let schedule = InverseSquareRoot(peak: 0.1, warmup: 4)
  #expect(schedule(0) == 0.025 && schedule(3) == 0.1 && schedule(15) == 0.05)

  var (model, samples) = plane()
  var optimizer = SGD<Double>(learningRate: 0.1)
  let history = try fit(
    &model, to: samples, with: &optimizer, epochs: 30, batchSize: 16, seed: 1,
    metrics: [RootMeanSquaredError()],
    callbacks: [LearningRateSchedule(schedule), GradientNorm()]
  ) { output, target in
    meanSquaredError(output, target)
  }
  let (errors, norms) = (history["root mean squared error"], history["gradient norm"])
  #expect(errors.count == 30 && errors[29] < errors[0] / 10 && norms[29] < norms[0] / 10)
}

@Test("a rate is found by successive halving") func tuning() throws {
  let (start, samples) = plane()
  let learned = samples.samples(at: Array(0..<48))
  let chosenWith = samples.samples(at: Array(48..<64))
  let space = SettingSpace([
    "rate": .logUniform(from: 1e-4, to: 10), "batch": .choice([8, 16, 48]),
  ])
  var generator = RandomGenerator(seed: 4)
  let history = try tune(
    "plane", space.random(27, using: &generator), over: .halving(from: 2, to: 18),
    toward: .minimum
  ) { (trial, model: inout Linear<Double>?) in
    var going = model ?? start
    var descent = SGD<Double>(learningRate: trial.setting.number("rate"))
    let run = try fit(
      &going, to: learned, validation: chosenWith, with: &descent,
      epochs: trial.budget - trial.spent, batchSize: trial.setting.integer("batch"), seed: 1
    ) { output, target in
      meanSquaredError(output, target)
    }
    if case .diverged = run.ending { return .nan }
    model = going
    return run["validation loss"].last ?? .nan
  }
  #expect(history.results.count == 27 + 9 + 3)
  let best = try #require(history.best)
  #expect((0.01...1).contains(history.setting(of: best).number("rate")))
}
