import Gradus
import Interop

/// A model with something to put in: what is exported, run elsewhere and compared.
struct ExportedModel {
  let name: String
  let model: ONNXModel
  /// What was put in: numbers or tokens.
  let input: StoredTensor
  /// What came out here.
  let output: Tensor<Float>
  /// The layer, or the layers, by their types.
  let types: [String]
}

/// A text's reader, as in lesson 9: an own model that says how it is put together.
struct Reader: Model, ONNXExportable {
  var table: Embedding<Float>
  var network: LSTM<Float>
  var head: Linear<Float>

  mutating func forward(_ tokens: Tensor<Int>, in context: inout Context) -> Variable<Float> {
    let vectors = table.forward(tokens, as: "table", in: &context)
    let states = network.forward(RecurrentInput(vectors), as: "network", in: &context).outputs
    return head.forward(states, as: "head", in: &context)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Float>) {
    table.visitParameters(as: "table", visit)
    network.visitParameters(as: "network", visit)
    head.visitParameters(as: "head", visit)
  }

  func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    let vectors = try graph.export(table, as: "table", input)
    let states = try graph.export(network, as: "network", vectors)
    return try graph.export(head, as: "head", states)
  }
}

/// All models that are exported, each layer with settings that are not the usual ones.
func exportedModels() throws -> [ExportedModel] {
  var generator = RandomGenerator(seed: 26)
  var models: [ExportedModel] = []

  /// All parameters and buffers as random numbers, variances positive: zeros and ones hide mistakes.
  func filled<M: Module<Float>>(_ model: M) -> M {
    var model = model
    model.visitParameters { name, parameter in
      let from = name.path.hasSuffix("runningVariance") ? 0.5 : -0.4
      parameter.value = .uniform(parameter.shape, from: from, to: 0.8, using: &generator)
    }
    return model
  }
  func add<M: Model<Float> & ONNXExportable>(
    _ name: String, _ model: M, _ types: [String], _ shape: [ONNXExtent], _ input: StoredTensor,
    _ output: (M) -> Tensor<Float>
  ) throws {
    let isTokens = input.elementType == .int64
    models.append(
      ExportedModel(
        name: name,
        model: try ONNXModel(model, input: ONNXInput(type: isTokens ? .int : .float, shape: shape)),
        input: input, output: output(model), types: types))
  }
  /// A layer, at first with the batch that it is given; any number of samples fit.
  func layer(_ layer: some Layer<Float> & ONNXExportable, _ extents: [Int], as name: String? = nil)
    throws
  {
    let type = String("\(Swift.type(of: layer))".prefix { $0 != "<" })
    let x = Tensor<Float>.uniform(Shape(extents), from: -3, to: 3, using: &generator)
    let shape: [ONNXExtent] = ["N"] + extents.dropFirst().map { .fixed($0) }
    try add(name ?? type, filled(layer), [type], shape, StoredTensor(x)) { $0(x) }
  }

  let images = [2, 4, 7, 6]
  try layer(Linear(6, 5, using: &generator), [2, 3, 6])
  try layer(Linear(6, 5, hasBias: false, using: &generator), [2, 6], as: "Linear without bias")
  for activation: any Layer<Float> & ONNXExportable in [
    ReLU<Float>(), ReLU6(), LeakyReLU(slope: 0.2), ELU(alpha: 0.7), SELU(), SiLU(), Mish(),
    HardSwish(), Sigmoid(), Tanh(), Softplus(beta: 2), Softsign(), Softmax(along: 1),
    LogSoftmax(along: 1), GLU(along: 1), GELU(), Flatten(startAxis: 2), Dropout(), SpatialDropout(),
    GaussianNoise(standardDeviation: 0.1),
  ] {
    try layer(activation, images)
  }
  try layer(GELU(.tanh), images, as: "GELU by tanh")
  try layer(PReLU(), images)
  try layer(PReLU(channels: 4), images, as: "PReLU of channels")
  try layer(Reshape([6, 28]), images)
  let convolution = Conv2D<Float>(
    4, 6, kernel: Size2D(height: 3, width: 2), stride: Size2D(height: 2, width: 1),
    padding: Size2D(height: 1, width: 0), dilation: Size2D(height: 1, width: 2), groups: 2,
    using: &generator)
  try layer(convolution, images)
  try layer(
    Conv2D(4, 3, kernel: Size2D(height: 2, width: 3), keepsSize: true, using: &generator), images,
    as: "Conv2D that keeps the size")
  try layer(
    Conv1D(4, 6, kernel: 3, stride: 2, padding: 1, groups: 2, using: &generator), [2, 4, 9])
  try layer(
    Conv1D(4, 2, kernel: 4, keepsSize: true, dilation: 2, hasBias: false, using: &generator),
    [2, 4, 9], as: "Conv1D that keeps the size")
  try layer(
    TransposedConv2D(
      4, 6, kernel: 3, stride: 2, padding: 1, outputPadding: Size2D(height: 1, width: 0), groups: 2,
      using: &generator), images)
  try layer(MaxPool2D(Size2D(height: 3, width: 2), stride: 2, padding: 1), images)
  try layer(AveragePool2D(3, stride: 2, padding: 1), images)
  try layer(
    AveragePool2D(3, stride: 2, padding: 1, countsPadding: false), images,
    as: "AveragePool2D without its padding")
  try layer(GlobalAveragePool2D(), images)
  try layer(AdaptiveAveragePool2D(1), images)
  try layer(Upsample2D(Size2D(height: 2, width: 3)), images)
  try layer(Upsample2D(2, by: .bilinear), images, as: "Upsample2D by lines")
  try layer(BatchNorm(4), images)
  try layer(BatchNorm(6, isAffine: false), [3, 6], as: "BatchNorm of vectors")
  try layer(LayerNorm([7, 6]), images)
  try layer(LayerNorm([6], isAffine: false), images, as: "LayerNorm without parameters")
  try layer(GroupNorm(groups: 2, channels: 4), images)
  try layer(RMSNorm([6]), images)
  try layer(
    Residual(
      Sequential(Conv2D(4, 6, kernel: 3, padding: 1, using: &generator), Tanh()),
      projection: Conv2D(4, 6, kernel: 1, using: &generator)), images)
  try layer(StochasticDepth(0.5, Sequential(Linear(6, 6, using: &generator), ReLU())), images)

  func sequence<M: Model<Float> & ONNXExportable>(
    _ name: String, _ model: M, _ width: Int, _ output: (M, Tensor<Float>) -> Tensor<Float>
  ) throws {
    let type = String("\(Swift.type(of: model))".prefix { $0 != "<" })
    let x = Tensor<Float>.uniform([2, 5, width], from: -1, to: 1, using: &generator)
    try add(name, filled(model), [type], ["B", "T", .fixed(width)], StoredTensor(x)) {
      output($0, x)
    }
  }
  try sequence("RNN", RNN<Float>(3, 4, using: &generator), 3) {
    $0.output(for: $1).outputs.value
  }
  try sequence("LSTM", LSTM<Float>(3, 4, layers: 2, using: &generator), 3) {
    $0.output(for: $1).outputs.value
  }
  try sequence(
    "GRU in two directions", GRU<Float>(3, 4, layers: 2, isBidirectional: true, using: &generator),
    3
  ) { $0.output(for: $1).outputs.value }
  try sequence(
    "MultiHeadAttention", MultiHeadAttention<Float>(8, heads: 4, using: &generator), 8
  ) { $0($1) }
  try sequence(
    "MultiHeadAttention, rotary, keys shared",
    MultiHeadAttention<Float>(
      8, heads: 4, keyValueHeads: 2, hasBias: false, isRotary: true, using: &generator), 8
  ) { $0($1) }
  for kind in FeedForwardKind.allCases {
    try sequence(
      "TransformerBlock, \(kind.rawValue)",
      TransformerBlock<Float>(
        8, heads: 2, hidden: 12, kind: kind, isPreNorm: kind != .relu, using: &generator), 8
    ) { $0($1) }
  }

  func text<M: Model<Float> & ONNXExportable>(_ name: String, _ model: M, _ tokens: Tensor<Int>)
    throws where M.Input == Tensor<Int>, M.Output == Variable<Float>
  {
    let type = String("\(Swift.type(of: model))".prefix { $0 != "<" })
    try add(name, filled(model), [type], ["B", "T"], StoredTensor(tokens)) { $0(tokens) }
  }
  let tokens: Tensor<Int> = [[0, 6, 3, 3, 1], [5, 2, 6, 0, 4]]
  try text("Embedding", Embedding<Float>(7, 3, using: &generator), tokens)
  for positions in PositionEncoding.allCases {
    try text(
      "GPT, positions: \(positions.rawValue)",
      GPT<Float>(
        vocabulary: 7, context: 6, width: 8, heads: 2, layers: 2, positions: positions,
        using: &generator), tokens)
  }

  // The models of the lessons.
  try layer(
    Sequential(Linear(64, 32, using: &generator), ReLU(), Linear(32, 10, using: &generator)),
    [3, 64], as: "the digits' network of lessons 2 to 6")
  let deep = Sequential<Float>(
    Conv2D(1, 16, kernel: 3, padding: 1, hasBias: false, using: &generator), BatchNorm(16), ReLU(),
    Sequential.residualBlock(16, 16, using: &generator),
    Sequential.residualBlock(16, 32, stride: 2, using: &generator), GlobalAveragePool2D(),
    Linear(32, 10, using: &generator))
  try layer(deep, [2, 1, 12, 12], as: "the residual network of lesson 8")
  try text(
    "the reader of lesson 9",
    Reader(
      table: Embedding(7, 5, using: &generator), network: LSTM(5, 6, layers: 2, using: &generator),
      head: Linear(6, 7, using: &generator)), tokens)
  return models
}
