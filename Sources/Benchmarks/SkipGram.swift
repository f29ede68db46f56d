import Gradus

extension Workload {
  /// A step that uses less than two of a hundred rows of its tables.
  static let skipGram = Workload(
    "skip_gram_100000x100_b256",
    "skip-gram with 5 negatives, two tables of 100 000 rows of 100 with sparse gradients, binary cross-entropy, "
      + "Adam; Float, batches of 256 words", .microsecondsPerStep
  ) {
    var generator = RandomGenerator(seed: 1)
    let words = 100_000
    let tables = Tables(words: words, width: 100, using: &generator)
    // The next batch each time, so that its rows are not those which the caches have.
    let batches = (0..<16).map { _ in
      let drawn = (0..<256 * 7).map { _ in generator.uniformInteger(below: words) }
      return (
        centers: Tensor(Array(drawn[..<256])),
        others: Tensor(shape: [256, 6], elements: Array(drawn[256...]))
      )
    }
    let targets = Tensor<Float>([1, 0, 0, 0, 0, 0]).broadcast(to: [256, 6])
    var step = 0
    return training(tables, Adam<Float>(learningRate: 1e-3)) { model, context in
      let (centers, others) = batches[step % batches.count]
      step += 1
      let center = model.centers.forward(centers, in: &context).expandingDimension(at: 1)
      let scores = (center * model.neighbors.forward(others, in: &context)).sum(along: -1)
      return binaryCrossEntropy(logits: scores, targets: targets)
    }
  }
}

/// The vectors of words as centers and as neighbors, from where word2vec lets them begin.
private struct Tables: Module {
  var centers: Embedding<Float>
  var neighbors: Embedding<Float>

  init(words: Int, width: Int, using generator: inout RandomGenerator) {
    centers = Embedding(
      weight: .uniform([words, width], from: -0.005, to: 0.005, using: &generator),
      hasSparseGradient: true)
    neighbors = Embedding(weight: .zeros([words, width]), hasSparseGradient: true)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Float>) {
    centers.visitParameters(as: "centers", visit)
    neighbors.visitParameters(as: "neighbors", visit)
  }
}
