import Foundation
import Gradus

/// Our half of `roundtrip.py`, which shows that weights travel to PyTorch and back, and of `residual.py` and `twin.py`,
/// which show that a training goes the same way there.
///
///     PythonRoundTrip write FOLDER    trains, and writes ours.safetensors and ours.npz
///     PythonRoundTrip read FOLDER     reads theirs.safetensors, and writes theirs-here.npz
///     PythonRoundTrip clothes FOLDER  writes the first weights of a residual network, batches, and the loss
///                                     of each step
///     PythonRoundTrip twin FOLDER     the same for models of the lessons
@main
struct RoundTrip {
  static func main() throws {
    let words = CommandLine.arguments
    let actions = ["write": write, "read": read, "clothes": trainOnClothes, "twin": trainTwins]
    guard words.count == 3, let action = actions[words[1]] else {
      print("PythonRoundTrip write|read|clothes|twin FOLDER")
      exit(64)
    }
    try action(URL(filePath: words[2], directoryHint: .isDirectory))
  }

  /// A model trained here: its weights, tokens, and what it makes of them.
  private static func write(_ folder: URL) throws {
    var model = Network(seed: 1)
    var optimizer = Adam<Float>(learningRate: 1e-2)
    var context = Context.training(seed: 2)
    let tokens = Tensor<Int>(0..<10)
    for _ in 0..<20 {
      let (_, gradients) = valueWithGradients(at: &model) { model in
        softmaxCrossEntropy(
          logits: model.forward(tokens, in: &context),
          labels: Tensor((0..<10).map { $0 % 5 }))
      }
      optimizer.update(&model, along: gradients)
    }
    // Weights, and in another file a whole checkpoint, whose weights must be readable as well.
    try model.saveWeights(to: folder.appending(path: "ours.safetensors"))
    try Checkpoint().save(
      model, optimizer, to: folder.appending(path: "ours-checkpoint.safetensors"))
    try NPZ(["tokens": .int(tokens), "outputs": .float(model(tokens))])
      .write(to: folder.appending(path: "ours.npz"))
  }

  /// A model trained by PyTorch: what it makes of PyTorch's tokens here.
  private static func read(_ folder: URL) throws {
    var model = Network(seed: 99)
    try model.loadWeights(from: folder.appending(path: "theirs.safetensors"))
    let arrays = try NPZ(contentsOf: folder.appending(path: "theirs.npz")).arrays
    guard let tokens: Tensor<Int> = arrays["tokens"]?.tensor() else {
      throw DataError("theirs.npz", expected: "tokens", found: "none")
    }
    try NPZ(["outputs": .float(model(tokens))])
      .write(to: folder.appending(path: "theirs-here.npz"))
    try readSequences(with: LSTMCell<Float>.self, folder)
    try readSequences(with: GRUCell<Float>.self, folder)
  }

  /// A recurrent network of PyTorch's, of two layers and both directions, on its padded sequences.
  private static func readSequences<Cell: RecurrentCell<Float>>(
    with cell: Cell.Type, _ folder: URL
  ) throws {
    var (generator, context) = (RandomGenerator(seed: 99), Context.inference)
    var network = Recurrent<Cell>(5, 24, layers: 2, isBidirectional: true, using: &generator)
    try network.loadWeights(from: folder.appending(path: "\(Cell.name).safetensors"))
    let arrays = try NPZ(contentsOf: folder.appending(path: "\(Cell.name).npz")).arrays
    guard let sequences: Tensor<Float> = arrays["sequences"]?.tensor(),
      let lengths: Tensor<Int> = arrays["lengths"]?.tensor()
    else { throw DataError("\(Cell.name).npz", expected: "sequences, lengths", found: "others") }
    let (outputs, state) = network.forward(
      RecurrentInput(Variable(sequences), lengths: lengths), in: &context)
    let all = Variable.concatenate([outputs.flattened(), state.hidden.flattened()])
    try NPZ(["outputs": .float(all.value)])
      .write(to: folder.appending(path: "\(Cell.name)-here.npz"))
  }
}

/// Every layer with parameters that Gradus and PyTorch both have.
struct Network: Module {
  var embedding: Embedding<Float>
  var body: Sequential<Float>

  init(seed: UInt64) {
    var generator = RandomGenerator(seed: seed)
    embedding = Embedding(10, 64, using: &generator)
    body = Sequential(
      Reshape([1, 8, 8]),
      Conv2D(1, 4, kernel: 3, padding: 1, using: &generator), BatchNorm(4), ReLU(),
      Conv2D(4, 8, kernel: 3, stride: 2, padding: 1, groups: 2, using: &generator),
      GroupNorm(groups: 2, channels: 8),
      TransposedConv2D(8, 4, kernel: 2, stride: 2, using: &generator),
      Sequential(ReLU(), Conv2D(4, 4, kernel: 1, hasBias: false, using: &generator)),
      Flatten(), Linear(256, 24, using: &generator), LayerNorm([24]), RMSNorm([24]),
      Reshape([3, 8]), Conv1D(3, 4, kernel: 3, using: &generator), BatchNorm(4),
      Flatten(), Linear(24, 5, using: &generator))
  }

  mutating func visitParameters(_ visit: ParameterVisit<Float>) {
    embedding.visitParameters(as: "embedding", visit)
    body.visitParameters(as: "body", visit)
  }

  mutating func forward(_ tokens: Tensor<Int>, in context: inout Context) -> Variable<Float> {
    body.forward(embedding.forward(tokens, in: &context), in: &context)
  }

  func callAsFunction(_ tokens: Tensor<Int>) -> Tensor<Float> { body(embedding(tokens)) }
}
