import Curriculum
import Gradus

/// A model whose linear layers can be kept in bytes, and its predictions before and after.
struct Quantization: Sendable {
  let name: String
  let parameterCount: Int
  /// The memory of the weights in `Float`, and with linear layers in bytes.
  let floatBytes, byteBytes: Int
  let before, after: Tensor<Float>
  let labels: Tensor<Int>
}

/// Reads the next character off the vectors of the last eight: a network of linear layers for text.
struct CharacterNetwork: Model {
  static let length = 8
  var table: Embedding<Float>
  var network: Sequential<Float>

  init(characters: Int, using generator: inout RandomGenerator) {
    table = Embedding(characters, 16, using: &generator)
    network = Sequential(
      Linear(16 * Self.length, 128, using: &generator), ReLU(),
      Linear(128, characters, using: &generator))
  }

  /// From tokens [B, 8] to logits [B, V].
  mutating func forward(_ tokens: Tensor<Int>, in context: inout Context) -> Variable<Float> {
    let vectors = table.forward(tokens, as: "table", in: &context)
    return network.forward(
      vectors.reshaped(to: [tokens.shape[0], 16 * Self.length]), as: "network", in: &context)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Float>) {
    table.visitParameters(as: "table", visit)
    network.visitParameters(as: "network", visit)
  }
}

extension LeavingExperiment {
  // MARK: (b) In bytes

  /// Trains a network for pictures, and quantizes it.
  func quantization(of data: PictureRows, epochs: Int, seed: UInt64) throws -> Quantization {
    let network = try Recipe().trained(on: data.train, epochs: epochs, seed: seed)
    let quantized = network.quantized()
    return Quantization(
      name: data.name, parameterCount: network.parameterCount,
      floatBytes: 4 * network.parameterCount, byteBytes: Self.byteCount(of: quantized),
      before: network(data.test.inputs), after: quantized(data.test.inputs),
      labels: data.test.targets)
  }

  /// Trains a network on the beginning of a book, and quantizes it but for its table.
  func quantizationOfText(characters count: Int, epochs: Int, seed: UInt64) throws -> Quantization {
    let book = try Book(.alice, first: count)
    func windows(_ range: Range<Int>) -> Samples<Tensor<Int>, Tensor<Int>> {
      let length = CharacterNetwork.length
      let text = book.tokens.elements
      let rows = range.dropLast(length)
      return Samples(
        Tensor(
          shape: [rows.count, length], elements: rows.flatMap { text[$0..<$0 + length] }),
        Tensor(rows.map { text[$0 + length] }))
    }
    var generator = RandomGenerator(seed: seed)
    var model = CharacterNetwork(characters: book.vocabulary.count, using: &generator)
    var optimizer = Adam<Float>(learningRate: 0.002)
    try fit(
      &model, to: windows(0..<book.validation), with: &optimizer, epochs: epochs, batchSize: 64,
      seed: seed
    ) { softmaxCrossEntropy(logits: $0, labels: $1) }
    let test = windows(book.test..<book.size)
    var quantized = model
    quantized.network = model.network.quantized()
    return Quantization(
      name: "Alice", parameterCount: model.parameterCount, floatBytes: 4 * model.parameterCount,
      byteBytes: 4 * model.table.parameterCount + Self.byteCount(of: quantized.network),
      before: model.output(for: test.inputs).value, after: quantized.output(for: test.inputs).value,
      labels: test.targets)
  }

  /// The memory of linear layers in bytes: integers, scales and biases.
  private static func byteCount(of network: Sequential<Float>) -> Int {
    network.layers.reduce(0) { sum, layer in
      guard let layer = layer as? QuantizedLinear else { return sum }
      return sum + layer.weight.byteCount + 4 * (layer.bias?.elementCount ?? 0)
    }
  }

  /// How far products by exercises 3 and 4 are from exact ones, beside the bound of exercise 5.
  struct Errors {
    let products: Int
    let largest: Double
    /// The bound of the product that errs most.
    let bound: Double
    /// The largest share that any product takes of its bound.
    let share: Double
    /// The largest difference from the framework's layer of the same kind.
    let fromFramework: Double
  }

  /// The first layer of a network for the digits, on the first test digits.
  func errors(of network: Sequential<Float>, on inputs: Tensor<Float>) throws -> Errors {
    let layer = network.layers[0] as! Linear<Float>
    let columns = layer.weight.shape[1]
    let weights = layer.weight.value.elements.map(Double.init)
    let rows = stride(from: 0, to: weights.count, by: columns)
      .map { Array(weights[$0..<$0 + columns]) }
    let bias = layer.bias!.value.elements.map(Double.init)
    let quantizedRows = try rows.map { try answers.quantizedRow($0) }
    let framework = QuantizedLinear(layer)(inputs)
    var (largest, bound, share, fromFramework) = (0.0, 0.0, 0.0, 0.0)
    for sample in 0..<inputs.shape[0] {
      let x = inputs[sample].elements.map(Double.init)
      let quantizedX = try answers.quantizedRow(x)
      let y = try answers.integerProduct(
        quantizedX.integers, quantizedRows.map(\.integers), quantizedX.scale,
        quantizedRows.map(\.scale), bias)
      for (k, row) in rows.enumerated() {
        let exact = zip(x, row).reduce(bias[k]) { $0 + $1.0 * $1.1 }
        let most = try answers.errorBound(x, quantizedX.scale, row, quantizedRows[k].scale)
        let error = abs(y[k] - exact)
        if error > largest { (largest, bound) = (error, most) }
        share = max(share, error / most)
        fromFramework = max(fromFramework, abs(y[k] - Double(framework[sample, k])))
      }
    }
    return Errors(
      products: rows.count * inputs.shape[0], largest: largest, bound: bound, share: share,
      fromFramework: fromFramework)
  }
}
