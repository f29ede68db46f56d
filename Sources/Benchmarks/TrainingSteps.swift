import Gradus

// Whole training steps on one batch: forward, loss, backward, update. The numbers are random: what a
// step costs does not depend on them.

extension Workload {
  /// Whole steps of training: forward, loss, backward, update.
  public static let trainingSteps = [
    linearRegression, digitsMLP, mnistMLP, mnistCNN, residual, deepQ,
    characters("lstm", of: LSTMCell<Float>.self), characters("gru", of: GRUCell<Float>.self), gpt,
    skipGram, muonStep,
  ]

  private static let linearRegression = Workload(
    "linear_regression_b32", "Linear(1, 1), mean squared error, SGD; Float, batch of 32",
    .microsecondsPerStep
  ) {
    var generator = RandomGenerator(seed: 1)
    let inputs = Tensor<Float>.normal([32, 1], using: &generator)
    let targets = inputs * 3 + 1
    return training(
      Linear<Float>(1, 1, using: &generator), SGD<Float>(learningRate: 0.1)
    ) { model, context in
      meanSquaredError(model.forward(Variable(inputs), in: &context), targets)
    }
  }

  private static let digitsMLP = Workload(
    "digits_mlp_64_32_10_b32",
    "Linear(64, 32), ReLU, Linear(32, 10), softmax cross-entropy, Adam; Float, batch of 32",
    .microsecondsPerStep
  ) {
    var generator = RandomGenerator(seed: 1)
    return classifierTraining(
      Sequential(Linear(64, 32, using: &generator), ReLU(), Linear(32, 10, using: &generator)),
      Adam<Float>(learningRate: 1e-3), inputs: [32, 64], using: &generator)
  }

  private static let mnistMLP = Workload(
    "mnist_mlp_784_256_128_10_b64",
    "Linear(784, 256), ReLU, Linear(256, 128), ReLU, Linear(128, 10), softmax cross-entropy, "
      + "Adam; Float, batch of 64",
    .microsecondsPerStep
  ) {
    var generator = RandomGenerator(seed: 1)
    return classifierTraining(
      Sequential(
        Linear(784, 256, using: &generator), ReLU(), Linear(256, 128, using: &generator), ReLU(),
        Linear(128, 10, using: &generator)),
      Adam<Float>(learningRate: 1e-3), inputs: [64, 784], using: &generator)
  }

  private static let mnistCNN = Workload(
    "mnist_cnn_16_32_b64",
    "two times convolution 3×3 (16, then 32 channels), ReLU, max-pool 2; Linear(1568, 64), ReLU, "
      + "Linear(64, 10), softmax cross-entropy, Adam; Float, batch of 64 images of 28×28",
    .microsecondsPerStep
  ) {
    var generator = RandomGenerator(seed: 1)
    return classifierTraining(
      Sequential(
        Conv2D(1, 16, kernel: 3, padding: 1, using: &generator), ReLU(), MaxPool2D(2),
        Conv2D(16, 32, kernel: 3, padding: 1, using: &generator), ReLU(), MaxPool2D(2),
        Flatten(), Linear(1568, 64, using: &generator), ReLU(), Linear(64, 10, using: &generator)),
      Adam<Float>(learningRate: 1e-3), inputs: [64, 1, 28, 28], using: &generator)
  }

  private static let residual = Workload(
    "residual_16_32_64_b64",
    "convolution 3×3 (16 channels), three residual blocks of 16, 32 and 64 channels, the mean of each channel, "
      + "Linear(64, 10), softmax cross-entropy, SGD with momentum; Float, batch of 64 images of 28×28",
    .microsecondsPerStep
  ) {
    var generator = RandomGenerator(seed: 1)
    let network = Sequential<Float>(
      Conv2D(1, 16, kernel: 3, padding: 1, hasBias: false, using: &generator), BatchNorm(16),
      ReLU(), Sequential<Float>.residualBlock(16, 16, using: &generator),
      Sequential<Float>.residualBlock(16, 32, stride: 2, using: &generator),
      Sequential<Float>.residualBlock(32, 64, stride: 2, using: &generator), GlobalAveragePool2D(),
      Linear(64, 10, using: &generator))
    return classifierTraining(
      network, SGD<Float>(learningRate: 0.01, momentum: 0.9), inputs: [64, 1, 28, 28],
      using: &generator)
  }

  private static let deepQ = Workload(
    "deep_q_4_64_64_2_b64",
    "Linear(4, 64), ReLU, Linear(64, 64), ReLU, Linear(64, 2), Huber loss against the best value of a "
      + "copy, Adam; Float, batch of 64",
    .microsecondsPerStep
  ) {
    var generator = RandomGenerator(seed: 1)
    let network = Sequential(
      Linear<Float>(4, 64, using: &generator), ReLU(), Linear(64, 64, using: &generator), ReLU(),
      Linear(64, 2, using: &generator))
    let states = Tensor<Float>.normal([64, 4], using: &generator)
    let nextStates = Tensor<Float>.normal([64, 4], using: &generator)
    let rewards = Tensor<Float>.uniform([64], using: &generator)
    let actions = Tensor((0..<64).map { _ in [generator.uniformInteger(below: 2)] })
    return training(network, Adam<Float>(learningRate: 1e-3)) { model, context in
      let targets = rewards + network(nextStates).max(along: 1) * 0.99
      let values = model.forward(Variable(states), in: &context)
      let chosen = values.gather(actions, along: 1)
      return huber(chosen.squeezingDimension(at: 1), targets)
    }
  }

  /// A step of a network that reads characters, in two layers of 128 units.
  private static func characters<Cell: RecurrentCell<Float> & SendableMetatype>(
    _ name: String, of cell: Cell.Type
  ) -> Workload {
    Workload(
      "char_\(name)_2x128_b32_t64",
      "Embedding(65, 128), \(Cell.name) of two layers of 128, Linear(128, 65), softmax cross-entropy, Adam; "
        + "Float, batch of 32 texts of 64 characters", .microsecondsPerStep
    ) {
      var generator = RandomGenerator(seed: 1)
      var tokens: [Int] = []
      for _ in 0..<32 * 64 { tokens.append(generator.uniformInteger(below: 65)) }
      let text = Tensor(shape: [32, 64], elements: tokens)
      return training(
        CharacterReader<Cell>(using: &generator), Adam<Float>(learningRate: 1e-3)
      ) { model, context in
        softmaxCrossEntropy(logits: model.forward(text, in: &context), labels: text)
      }
    }
  }

  private static let gpt = Workload(
    "char_gpt_4x64_b16_t64",
    "a character GPT of 4 blocks, 64 wide, 4 heads, 65 tokens, softmax cross-entropy, AdamW; Float, batch of 16 "
      + "texts of 64 characters", .microsecondsPerStep
  ) {
    var generator = RandomGenerator(seed: 1)
    let model = GPT<Float>(
      vocabulary: 65, context: 64, width: 64, heads: 4, layers: 4, using: &generator)
    var tokens: [Int] = []
    for _ in 0..<16 * 64 { tokens.append(generator.uniformInteger(below: 65)) }
    let text = Tensor(shape: [16, 64], elements: tokens)
    return training(model, AdamW<Float>(learningRate: 1e-3)) { model, context in
      softmaxCrossEntropy(logits: model.forward(text, in: &context), labels: text)
    }
  }

  /// A step of a classifier of ten classes, on one batch of a shape.
  private static func classifierTraining(
    _ model: Sequential<Float>, _ optimizer: some Optimizer<Float>, inputs shape: Shape,
    using generator: inout RandomGenerator
  ) -> PreparedWork {
    let inputs = Tensor<Float>.uniform(shape, using: &generator)
    var labels: [Int] = []
    for _ in 0..<shape[0] { labels.append(generator.uniformInteger(below: 10)) }
    let classes = Tensor(labels)
    return training(model, optimizer) { model, context in
      softmaxCrossEntropy(logits: model.forward(Variable(inputs), in: &context), labels: classes)
    }
  }

  /// A step of any model; the result is the loss of the last step, before its update.
  static func training<Model: Module<Float>, Method: Optimizer<Float>>(
    _ model: Model, _ optimizer: Method,
    loss: @escaping (inout Model, inout Context) -> Variable<Float>
  ) -> PreparedWork {
    var model = model
    var optimizer = optimizer
    var context = Context.training(seed: 1)
    var lastLoss: Float = .nan
    return PreparedWork(
      run: { times in
        for _ in 0..<times {
          let (value, gradients) = valueWithGradients(at: &model) { loss(&$0, &context) }
          optimizer.update(&model, along: gradients)
          lastLoss = value
        }
      },
      result: { [Double(lastLoss)] })
  }
}

/// Characters [B, T] to logits [B, T, 65].
private struct CharacterReader<Cell: RecurrentCell<Float>>: Model {
  var table: Embedding<Float>
  var body: Recurrent<Cell>
  var head: Linear<Float>

  init(using generator: inout RandomGenerator) {
    table = Embedding(65, 128, using: &generator)
    body = Recurrent(128, 128, layers: 2, using: &generator)
    head = Linear(128, 65, using: &generator)
  }

  mutating func forward(_ text: Tensor<Int>, in context: inout Context) -> Variable<Float> {
    let vectors = table.forward(text, in: &context)
    let outputs = body.forward(RecurrentInput(vectors), in: &context).outputs
    return head.forward(outputs, in: &context)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Float>) {
    table.visitParameters(as: "table", visit)
    body.visitParameters(as: "body", visit)
    head.visitParameters(as: "head", visit)
  }
}
