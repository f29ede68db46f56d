import Autograd
@testable import Layers
import TensorCore
import Testing

/// A layer whose product is a loop of its own.
private struct Untold: Layer {
  var weight = Variable<Float>(.ones([2, 3]))

  mutating func visitParameters(_ visit: ParameterVisit<Float>) { visit("weight", &weight) }

  mutating func forward(_ input: Variable<Float>, in context: inout Context) -> Variable<Float> {
    var sums = [Float](repeating: 0, count: 2)
    for row in 0..<2 {
      for column in 0..<3 { sums[row] += input.value[0, column] * weight.value[row, column] }
    }
    return Variable(Tensor(shape: [1, 2], elements: sums))
  }
}

/// A model of tokens without parts: its products are its own.
private struct Plain: Model {
  var table = Variable<Double>(.ones([7, 4]))

  mutating func visitParameters(_ visit: ParameterVisit<Double>) { visit("table", &table) }

  mutating func forward(
    _ tokens: Tensor<Int>, in context: inout Context
  ) -> (logits: Variable<Double>, sum: Variable<Double>) {
    let rows = table.gatherRows(tokens.elements)
    let logits = matmul(rows, table, transposeB: true)
    return (logits, logits.sum())
  }
}

@Suite struct ModelCostTests {
  private func generator() -> RandomGenerator { RandomGenerator(seed: 1) }

  /// The same for both backends.
  private func cost<M: Model>(_ model: M, _ data: M.Input.Data) -> ModelCost
  where M.Input: ModelInput {
    let naive = withBackend(.naive) { model.cost(of: data) }
    #expect(withBackend(.simd) { model.cost(of: data) } == naive)
    return naive
  }

  @Test func linear() {
    var generator = generator()
    let layer = Linear<Float>(64, 32, using: &generator)
    // 5·64·32; 64·32 + 32 numbers; 5·32 numbers.
    let expected = ModelCost(multiplyAdds: 10240, parameterBytes: 8320, activationBytes: 640)
    #expect(cost(layer, .zeros([5, 64])) == expected)
    #expect(layer.cost(inputShape: [5, 64]) == expected)
    // A sequence is a batch of rows.
    #expect(layer.cost(inputShape: [1, 5, 64]) == expected)
    let quantized = QuantizedLinear(layer)
    // Bytes of weights, and 4 for each scale and bias.
    #expect(
      cost(quantized, .zeros([5, 64]))
        == ModelCost(multiplyAdds: 10240, parameterBytes: 2048 + 256, activationBytes: 640))
    #expect(Sequential<Float>(quantized, ReLU()).cost(inputShape: [5, 64]).parameterBytes == 2304)
  }

  @Test func convolutions() {
    var generator = generator()
    // B·O·OH·OW·(C/G)·KH·KW: 2·8·6·6·3·3·3.
    let plain = Conv2D<Float>(3, 8, kernel: 3, padding: 1, using: &generator)
    #expect(
      cost(plain, .zeros([2, 3, 6, 6]))
        == ModelCost(
          multiplyAdds: 15552, parameterBytes: 4 * (8 * 27 + 8), activationBytes: 4 * 2 * 8 * 36))
    // Two groups of 2 channels, a step of 2: 1·4·3·3·2·3·3.
    let grouped = Conv2D<Double>(
      4, 4, kernel: 3, stride: 2, padding: 1, groups: 2, using: &generator)
    #expect(
      cost(grouped, .zeros([1, 4, 6, 6]))
        == ModelCost(
          multiplyAdds: 648, parameterBytes: 8 * (4 * 18 + 4), activationBytes: 8 * 36))
    // From each of 2·3·4·4 numbers to 5 channels of 2×2.
    let transposed = TransposedConv2D<Float>(3, 5, kernel: 2, stride: 2, using: &generator)
    #expect(cost(transposed, .zeros([2, 3, 4, 4])).multiplyAdds == 1920)
  }

  @Test func attention() {
    var generator = generator()
    // Of 2 sequences with 5 positions of 8 numbers: queries, keys and values 2·5·8·24, scores and means
    // 2·2·5·5·8, the output 2·5·8·8.
    let layer = MultiHeadAttention<Float>(8, heads: 2, using: &generator)
    #expect(cost(layer, .zeros([2, 5, 8])).multiplyAdds == 1920 + 800 + 640)
    // Heads that share keys save a part of the map from the input alone: 2·5·8·16.
    let shared = MultiHeadAttention<Float>(8, heads: 2, keyValueHeads: 1, using: &generator)
    #expect(cost(shared, .zeros([2, 5, 8])).multiplyAdds == 1280 + 800 + 640)
  }

  @Test func recurrences() {
    var generator = generator()
    // B·T·G·H·(D + H) with 2 sequences of 3 steps, D = 5 and H = 4; outputs [2, 3, 4] and the state.
    let x = Tensor<Float>.zeros([2, 3, 5])
    let lstm = cost(LSTM<Float>(5, 4, using: &generator), x)
    #expect(
      lstm
        == ModelCost(
          multiplyAdds: 864, parameterBytes: 4 * (16 * 9 + 32), activationBytes: 4 * (24 + 8 + 8)))
    #expect(cost(GRU<Float>(5, 4, using: &generator), x).multiplyAdds == 648)
    #expect(cost(RNN<Float>(5, 4, using: &generator), x).multiplyAdds == 216)
    // A second layer reads 4 numbers: 2·3·16·(4 + 4) more.
    #expect(cost(LSTM<Float>(5, 4, layers: 2, using: &generator), x).multiplyAdds == 864 + 768)
  }

  @Test func whatMultipliesNothing() {
    var generator = generator()
    let table = Embedding<Float>(10, 6, using: &generator)
    #expect(
      cost(table, Tensor([[1, 2, 3]]))
        == ModelCost(multiplyAdds: 0, parameterBytes: 240, activationBytes: 72))
    #expect(
      LayerNorm<Double>([6]).cost(inputShape: [2, 6])
        == ModelCost(multiplyAdds: 0, parameterBytes: 96, activationBytes: 96))
    // What hands its input on takes no memory.
    #expect(Flatten<Float>().cost(inputShape: [2, 3, 4]).activationBytes == 0)
    #expect(Dropout<Float>(0.5).cost(inputShape: [2, 3]).activationBytes == 0)
  }

  @Test func modelsOfAnyKind() {
    // A product of [3, 4] and [4, 7]; the logits and their sum.
    #expect(
      cost(Plain(), Tensor([0, 1, 2]))
        == ModelCost(multiplyAdds: 84, parameterBytes: 224, activationBytes: 8 * (21 + 1)))
  }

  @Test func partsThatDoNotTell() {
    var generator = generator()
    let model = Sequential<Float>(Untold(), Linear(2, 4, using: &generator))
    #expect(
      model.summary(inputShape: [1, 3]) == """
        Layer       Output shape  Parameters  Parameter bytes  Multiply–adds  Activation bytes
        Sequential        [1, 4]          18               72              –                24
          0 Untold        [1, 2]           6               24              –                 8
          1 Linear        [1, 4]          12               48              8                16
        Total                             18               72              –                24
        """)
    #expect(model.cost(inputShape: [1, 3]).multiplyAdds == nil)
  }

  /// A part that runs twice counts twice, and is one line.
  @Test func sharedParts() {
    var generator = generator()
    let twice = Twice(part: Linear(3, 3, using: &generator))
    #expect(
      twice.summary(inputShape: [2, 3]) == """
        Layer          Output shape  Parameters  Parameter bytes  Multiply–adds  Activation bytes
        Twice                [2, 3]          12               48             36                48
          part Linear        [2, 3]          12               48             36                48
        Total                                12               48             36                48
        """)
  }

  @Test func languageModel() {
    var generator = generator()
    // Of 2·6 positions with D = 8 and V = 11: in each of 2 blocks four maps 8·8 and two 8·32, scores and means
    // 2·6·8 for each position; then 8·11.
    let model = GPT<Float>(
      vocabulary: 11, context: 6, width: 8, heads: 2, layers: 2, using: &generator)
    let perPosition = 2 * (4 * 64 + 2 * 8 * 32 + 2 * 6 * 8) + 8 * 11
    #expect(cost(model, .init(repeating: 0, shape: [2, 6])).multiplyAdds == 12 * perPosition)
  }

  /// Inside of a differentiation of the model, too, nothing is recorded.
  @Test func countingRecordsNothing() {
    var generator = generator()
    var layer = Linear<Float>(3, 2, using: &generator)
    _ = valueWithGradients(at: &layer) { layer in
      var context = Context.training(seed: 0)
      #expect(layer.cost(inputShape: [1, 3]).multiplyAdds == 6)
      return layer.forward(Variable(.ones([1, 3])), in: &context).sum()
    }
  }
}

private struct Twice: Layer {
  var part: Linear<Float>

  mutating func visitParameters(_ visit: ParameterVisit<Float>) {
    part.visitParameters(as: "part", visit)
  }

  mutating func forward(_ input: Variable<Float>, in context: inout Context) -> Variable<Float> {
    let first = part.forward(input, as: "part", in: &context)
    return part.forward(first, as: "part", in: &context)
  }
}
