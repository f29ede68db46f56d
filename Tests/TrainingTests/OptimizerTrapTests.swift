import Layers
import TensorCore
import Testing
import Training

private func layer(_ inputs: Int, _ outputs: Int) -> Linear<Float> {
  Linear(weight: .zeros([outputs, inputs]), bias: .zeros([outputs]))
}

private func gradients(of model: some Module<Float>) -> Gradients<Float> {
  Gradients(names: model.parameters.map(\.name), tensors: model.parameters.map(\.value))
}

@Suite struct OptimizerTrapTests {
  @Test func negativeRate() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SGD<Float>(learningRate: -0.1)
    }
    expect(
      "SGD: expected a finite learning rate of at least 0, found -0.1", in: result,
      at: "OptimizerTrapTests.swift:")
  }

  @Test func infiniteRate() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Adam<Float>(learningRate: .infinity)
    }
    expect(
      "Adam: expected a finite learning rate of at least 0, found inf", in: result,
      at: "OptimizerTrapTests.swift:")
  }

  @Test func betaOfOne() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Adam<Float>(beta2: 1)
    }
    expect(
      "Adam: expected a second beta of at least 0 and below 1, found 1.0", in: result,
      at: "OptimizerTrapTests.swift:")
  }

  @Test func epsilonOfZero() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Adam<Float>(epsilon: 0)
    }
    expect(
      "Adam: expected a finite epsilon above 0, found 0.0", in: result,
      at: "OptimizerTrapTests.swift:")
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

  @Test func gradientsInAnotherOrder() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var model = Linear<Float>(weight: .zeros([1, 1]), bias: nil)
      var optimizer = Adam<Float>()
      let others = Gradients<Float>(names: ["scale"], tensors: [.zeros([1, 1])])
      optimizer.update(&model, along: others)
    }
    expect(
      "Adam: expected a gradient of shape [1, 1] for weight, found [1, 1] for scale", in: result)
  }

  /// As many parameters of the same shapes, but the model is built in another way.
  @Test func lionMeetsAnotherStructureLater() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var model = Sequential<Float>(layer(3, 2))
      var other = Sequential<Float>(ReLU(), layer(3, 2))
      var optimizer = Lion<Float>()
      optimizer.update(&model, along: gradients(of: model))
      optimizer.update(&other, along: gradients(of: other))
    }
    expect(
      "Lion: parameter 0 was 0.weight at the first step, now it is 1.weight", in: result)
  }

  @Test(arguments: ["nan", "inf", "-inf"])
  func gradientThatIsNotFinite(_ number: String) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [number = number as String] in
      var model = layer(3, 2)
      var optimizer = SGD<Float>(learningRate: 1)
      var gradients = gradients(of: model)
      gradients.tensors[0][1, 2] = Float(number) ?? 0
      optimizer.update(&model, along: gradients)
    }
    expect("SGD: the gradient of weight is \(number) at element 5 of [2, 3]. Hint:", in: result)
  }

  @Test func rateThatBecameNaN() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var model = layer(3, 2)
      var optimizer = RMSProp<Float>()
      optimizer.learningRate = .nan
      optimizer.update(&model, along: gradients(of: model))
    }
    expect("RMSProp: expected a finite learning rate of at least 0, found nan", in: result)
  }

  @Test func negativeDecay() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = AdamW<Float>(weightDecay: -0.1)
    }
    expect(
      "AdamW: expected a finite weight decay of at least 0, found -0.1", in: result,
      at: "OptimizerTrapTests.swift:")
  }

  @Test func momentumOfOne() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SGD<Float>(learningRate: 0.1, momentum: 1)
    }
    expect(
      "SGD: expected a momentum of at least 0 and below 1, found 1.0", in: result,
      at: "OptimizerTrapTests.swift:")
  }

  @Test func nesterovWithoutMomentum() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SGD<Float>(learningRate: 0.1, isNesterov: true)
    }
    expect(
      "SGD: Nesterov's momentum needs a momentum, and no dampening; found 0.0 and 0.0", in: result,
      at: "OptimizerTrapTests.swift:")
  }

  /// Each says its own name, and points at the line of its caller.
  @Test func epsilonsOfZero() async {
    for name in ["AdaDelta", "AdaGrad", "AdaMax", "AdamW", "AMSGrad", "NAdam", "RAdam", "RMSProp"] {
      let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        [name = name as String] in
        switch name {
        case "AdaDelta": _ = AdaDelta<Float>(epsilon: 0)
        case "AdaGrad": _ = AdaGrad<Float>(epsilon: 0)
        case "AdaMax": _ = AdaMax<Float>(epsilon: 0)
        case "AdamW": _ = AdamW<Float>(epsilon: 0)
        case "AMSGrad": _ = AMSGrad<Float>(epsilon: 0)
        case "NAdam": _ = NAdam<Float>(epsilon: 0)
        case "RAdam": _ = RAdam<Float>(epsilon: 0)
        default: _ = RMSProp<Float>(epsilon: 0)
        }
      }
      expect(
        "\(name): expected a finite epsilon above 0, found 0.0", in: result,
        at: "OptimizerTrapTests.swift:")
    }
  }
}
