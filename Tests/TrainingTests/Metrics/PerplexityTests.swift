import Autograd
import DataLoading
import Foundation
import Layers
import TensorCore
import Testing
import Training

/// Measures of language models, and a training whose batches come in order.
@Suite struct PerplexityTests {
  @Test("perplexity and bits per character of known probabilities, over batches of unequal size")
  func known() {
    // Logits are the logarithms of probabilities ½, ¼ and ¼.
    let row: [Double] = [log(0.5), log(0.25), log(0.25)]
    let logits = Tensor(shape: [2, 2, 3], elements: row + row + row + row)
    var (perplexity, bits) = (Perplexity(), BitsPerCharacter())
    #expect(perplexity.value.isNaN && bits.value.isNaN)
    for part in [0..<1, 0..<2] {
      let labels = Tensor<Int>([[0, 1], [0, 2]])[part]
      perplexity.update(outputs: logits[part], labels: labels)
      bits.update(outputs: logits[part], labels: labels)
    }
    // 1, 2, then 1, 2, 1 and 2 bits: 1.5 in the mean.
    #expect(abs(bits.value - 1.5) < 1e-12)
    #expect(abs(perplexity.value - pow(2, 1.5)) < 1e-12)
    // One who knows nothing is as unsure as among all V.
    var uniform = Perplexity()
    uniform.update(outputs: Tensor<Float>.zeros([4, 7]), labels: [0, 1, 2, 6])
    #expect(abs(uniform.value - 7) < 1e-5)
  }

  @Test("padding does not count")
  func ignored() {
    var bits = BitsPerCharacter(ignoring: -1)
    bits.update(outputs: Tensor<Double>([[log(0.5), log(0.5)], [9, -9]]), labels: [1, -1])
    #expect(abs(bits.value - 1) < 1e-12)
  }

  @Test(
    "a training that is not shuffled has its batches in order in each epoch, and carries a state")
  func inOrder() throws {
    var generator = RandomGenerator(seed: 1)
    var model = Linear<Double>(1, 1, using: &generator)
    var optimizer = SGD<Double>(learningRate: 0.01)
    var seen: [[Int]] = []
    let streams = TextStreams(of: Tensor<Int>(0..<13), count: 2)
    try train(
      &model, on: streams, with: &optimizer, epochs: 2, batchSize: 4, shuffled: false, seed: 1
    ) { run, chunk, _ in
      if run.batch == 1 { seen.append([]) }
      seen[run.epoch - 1] += chunk.inputs[0].elements
    }
    #expect(seen == [[0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5]])
  }
}
