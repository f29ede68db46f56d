import Gradus
import Testing

/// Layers whose weights are bytes.
@Suite struct QuantizedLinearTests {
  @Test("the layer, its bias, and the network around it")
  func network() {
    var generator = RandomGenerator(seed: 5)
    let network = Sequential<Float>(
      Linear(20, 30, using: &generator), ReLU(),
      Residual(Sequential(Linear(30, 30, using: &generator), Tanh())),
      Linear(30, 4, hasBias: false, using: &generator))
    let x = Tensor<Float>.uniform([7, 20], using: &generator)
    let exact = network(x)
    for quantizesInputs in [false, true] {
      let quantized = network.quantized(quantizesInputs: quantizesInputs)
      let difference = (quantized(x) - exact).abs().max()
      #expect(difference > 0 && difference < 0.05, "\(difference)")
      #expect(quantized.layers[0] is QuantizedLinear)
      let residual = quantized.layers[2] as? Residual<Float>
      #expect((residual?.body as? Sequential<Float>)?.layers[0] is QuantizedLinear)
      #expect(quantized.parameterCount == 0)
    }
  }

  @Test("of an input of ones, the outputs are the sums of the rows and the bias")
  func byHand() {
    let layer = Linear<Float>(weight: [[127, 1, -3], [0, 2, 2]], bias: [0.5, -1])
    let ones = Tensor<Float>.ones([1, 3])
    for quantizesInputs in [false, true] {
      let y = Sequential<Float>(QuantizedLinear(layer, quantizesInputs: quantizesInputs))(ones)
      #expect((y - [[125.5, 3]]).abs().max() < 1e-4)
    }
  }

  @Test("of trained networks at least 99.5 % of the digits get the class that they had before")
  func agreement() throws {
    let train = try Dataset.digits.images(.train, as: Float.self)
    let test = try Dataset.digits.images(.test, as: Float.self)
    var generator = RandomGenerator(seed: 1)
    let perceptron = Sequential<Float>(
      Flatten(), Linear(64, 32, using: &generator), ReLU(), Linear(32, 10, using: &generator))
    let convolutional = Sequential<Float>(
      Reshape([1, 8, 8]), Conv2D(1, 8, kernel: 3, padding: 1, using: &generator), ReLU(),
      MaxPool2D(2), Flatten(),
      Linear(128, 32, using: &generator), ReLU(), Linear(32, 10, using: &generator))
    withBackend(.simd) {
      for network in [perceptron, convolutional] {
        var (network, optimizer) = (network, Adam<Float>(learningRate: 3e-3))
        var context = Context.training(seed: 1)
        for _ in 0..<8 {
          for batch in Batches(train.images, train.labels, size: 32, shuffledBy: &generator) {
            let (_, gradients) = valueWithGradients(at: &network) { network in
              softmaxCrossEntropy(
                logits: network.forward(Variable(batch.inputs), in: &context),
                labels: batch.targets)
            }
            optimizer.update(&network, along: gradients)
          }
        }
        let inputs = Tensor.concatenate([train.images, test.images], along: 0)
        let before = network(inputs).argmax(along: 1).elements
        for quantizesInputs in [false, true] {
          let quantized = network.quantized(quantizesInputs: quantizesInputs)
          let after = quantized(inputs).argmax(along: 1).elements
          let equal = zip(before, after).count { $0 == $1 }
          #expect(
            Double(equal) >= 0.995 * Double(before.count), "\(equal) of \(before.count)")
        }
      }
    }
  }

  @Test func whatIsRefused() async {
    let training = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var layer = Sequential<Float>(
        QuantizedLinear(Linear(weight: [[1, 2]], bias: nil)))
      var first = Linear<Float>(weight: [[1, 0], [0, 1]], bias: nil)
      var context = Context.inference
      _ = valueWithGradients(at: &first) { first in
        layer.forward(first.forward(Variable([[1, 2]]), in: &context), in: &context).sum()
      }
    }
    expect(training, says: "QuantizedLinear at 0: rounding has no gradient")
    let shape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential<Float>(QuantizedLinear(Linear(weight: [[1, 2]], bias: nil)))([[1, 2, 3]])
    }
    expect(shape, says: "QuantizedLinear at 0: expected an input of shape [..., 2], found [1, 3]")
  }

  private func expect(_ result: ExitTest.Result?, says text: String) {
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("Fatal error: \(text)"))
  }
}
