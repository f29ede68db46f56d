import Layers
import TensorCore
import Testing
import Training

/// Whether a process that trapped printed this sentence.
private func expect(
  _ sentence: String, in result: ExitTest.Result?, atCaller: Bool = false,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  #expect(output.contains(sentence), "it printed: \(output)", sourceLocation: sourceLocation)
  #expect(
    !atCaller || output.contains("TrainingTests/OptimizerTrapTests.swift:"),
    "it printed: \(output)", sourceLocation: sourceLocation)
}

private func layer(_ inputs: Int, _ outputs: Int) -> Linear<Float> {
  Linear(weight: .zeros([outputs, inputs]), bias: .zeros([outputs]))
}

private func gradients(of layer: Linear<Float>) -> Gradients<Float> {
  Gradients(names: layer.parameters.map(\.name), tensors: layer.parameters.map(\.value))
}

@Suite struct OptimizerTrapTests {
  @Test func negativeRate() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SGD<Float>(learningRate: -0.1)
    }
    expect("SGD: expected a learning rate of at least 0, found -0.1", in: result, atCaller: true)
  }

  @Test func infiniteRate() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Adam<Float>(learningRate: .infinity)
    }
    expect("Adam: expected a learning rate of at least 0, found inf", in: result, atCaller: true)
  }

  @Test func betaOfOne() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Adam<Float>(beta2: 1)
    }
    expect(
      "Adam: expected betas of at least 0 and below 1, found 0.9 and 1.0", in: result,
      atCaller: true)
  }

  @Test func epsilonOfZero() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Adam<Float>(epsilon: 0)
    }
    expect("Adam: expected a positive epsilon, found 0.0", in: result, atCaller: true)
  }

  @Test func gradientsOfAnotherModel() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var model = layer(3, 2)
      var optimizer = SGD<Float>(learningRate: 1)
      optimizer.update(&model, along: gradients(of: layer(4, 2)))
    }
    expect(
      "SGD: expected a gradient of shape [2, 3] for weight, found [2, 4] for weight", in: result)
  }

  @Test func gradientMissing() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var model = layer(3, 2)
      var optimizer = SGD<Float>(learningRate: 1)
      let weight = Gradients<Float>(names: ["weight"], tensors: [.zeros([2, 3])])
      optimizer.update(&model, along: weight)
    }
    expect("SGD: expected a gradient of shape [2] for bias, found none", in: result)
  }

  @Test func gradientTooMany() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var model = Linear<Float>(weight: .zeros([2, 3]), bias: nil)
      var optimizer = SGD<Float>(learningRate: 1)
      optimizer.update(&model, along: gradients(of: layer(3, 2)))
    }
    expect("SGD: 2 gradients for a model of 1 parameters", in: result)
  }

  @Test func adamMeetsAnotherModelLater() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var model = layer(3, 2)
      var optimizer = Adam<Float>()
      optimizer.update(&model, along: gradients(of: model))
      var other = Linear<Float>(weight: .zeros([2, 3]), bias: nil)
      optimizer.update(&other, along: gradients(of: other))
    }
    expect("Adam: the model had 2 parameters at the first step, now it has 1", in: result)
  }

  /// As many parameters, but of other shapes than the running means.
  @Test func adamMeetsAnotherShapeLater() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var (model, other) = (layer(3, 2), layer(4, 2))
      var optimizer = Adam<Float>()
      optimizer.update(&model, along: gradients(of: model))
      optimizer.update(&other, along: gradients(of: other))
    }
    expect(
      "Adam: weight had shape [2, 3] at the first step, now it has [2, 4]", in: result)
  }
}
