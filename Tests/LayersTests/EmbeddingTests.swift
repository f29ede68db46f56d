import Autograd
import Layers
import TensorCore
import Testing
import Training

@Suite struct EmbeddingTests {
  let embedding = Embedding<Double>(weight: [[0, 1], [10, 11], [20, 21], [30, 31]])

  @Test func rowsOfTokens() {
    #expect(embedding([2, 0, 2]) == [[20, 21], [0, 1], [20, 21]])
    let text = Tensor(shape: [2, 3], elements: [0, 1, 2, 3, 3, 0])
    #expect(embedding(text).shape == [2, 3, 2])
    #expect(embedding(text)[1, 0..<3] == [[30, 31], [30, 31], [0, 1]])
    #expect(embedding(Tensor(1)) == [10, 11])
    #expect(embedding(Tensor<Int>([])).shape == [0, 2])
    #expect(embedding.parameters.map(\.name) == ["weight"])
  }

  @Test func gradientsOfRepeatedTokensAddUp() {
    var model = embedding
    let upstream = Tensor<Double>.range(from: 1, to: 9).reshaped(to: [2, 2, 2])
    let tokens = Tensor(shape: [2, 2], elements: [2, 0, 2, 2])
    var context = Context.training(seed: 1)
    let (_, gradients) = valueWithGradients(at: &model) {
      ($0.forward(tokens, in: &context) * Variable(upstream)).sum()
    }
    // Token 2 receives [1, 2], [5, 6] and [7, 8]; tokens 1 and 3 do not occur.
    #expect(gradients["weight"] == [[3, 4], [0, 0], [13, 16], [0, 0]])
  }

  /// A token is a one-hot row, and its embedding the product with the weight.
  @Test func sameAsOneHotTimesWeight() {
    let tokens = [3, 1, 1, 0, 3, 3]
    var oneHot = Tensor<Double>.zeros([6, 4])
    for (row, token) in tokens.enumerated() { oneHot[row, token] = 1 }
    let u = randomTensor([6, 2], seed: 1)
    let (value, slopes) = valueWithGradients(at: [embedding.weight.value], upstream: u) {
      matmul(Variable(oneHot), $0[0])
    }
    let (found, gradients) = valueWithGradients(at: [embedding.weight.value], upstream: u) {
      var model = embedding
      model.weight = $0[0]
      var context = Context.training(seed: 1)
      return model.forward(Tensor(tokens), in: &context)
    }
    #expect(found == value)
    #expect(areClose(gradients[0], slopes[0]))
  }

  @Test func drawnFromTheStandardNormalDistribution() {
    var generator = RandomGenerator(seed: 2)
    let weight = Embedding<Double>(100, 200, using: &generator).weight.value
    #expect(weight.shape == [100, 200])
    // Of 20000 draws the mean has the standard deviation 0.0071, the variance 0.01; four of them.
    #expect(abs(weight.mean()) < 0.0283, "seed 2")
    #expect(abs(weight.variance() - 1) < 0.04, "seed 2")
  }

  @Test func learnsWhatFollows() {
    struct Bigram: Module {
      var embedding: Embedding<Float>
      var output: Linear<Float>

      mutating func visitParameters(_ visit: ParameterVisit<Float>) {
        embedding.visitParameters(as: "embedding", visit)
        output.visitParameters(as: "output", visit)
      }
    }
    var generator = RandomGenerator(seed: 3)
    var model = Bigram(
      embedding: Embedding(5, 4, using: &generator), output: Linear(4, 5, using: &generator))
    var optimizer = Adam<Float>(learningRate: 0.05)
    var context = Context.training(seed: 3)
    let tokens: Tensor<Int> = Tensor(0..<5)
    let next: Tensor<Int> = [3, 2, 0, 4, 1]
    var last: Float = 10
    for _ in 0..<100 {
      let (loss, gradients) = valueWithGradients(at: &model) { model in
        softmaxCrossEntropy(
          logits: model.output.forward(model.embedding.forward(tokens, in: &context), in: &context),
          labels: next)
      }
      optimizer.update(&model, along: gradients)
      last = loss
    }
    #expect(last < 0.1, "seed 3: \(last)")
  }
}
