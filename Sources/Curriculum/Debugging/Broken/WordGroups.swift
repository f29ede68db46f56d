import Gradus

/// A vector for each word as a center, and one as a neighbor.
struct WordVectors: Module {
  var centers: Embedding<Float>
  var neighbors: Embedding<Float>

  mutating func visitParameters(_ visit: ParameterVisit<Float>) {
    centers.visitParameters(as: "centers", visit)
    neighbors.visitParameters(as: "neighbors", visit)
  }
}

/// Learns vectors of words from pairs that stand beside each other, [N, 2], against pairs that are drawn at
/// random (skip-gram with negative sampling).
enum WordGroups {
  static func train(
    on pairs: Tensor<Int>, words: Int, seed: UInt64
  ) throws -> (curve: Curve, vectors: Tensor<Float>) {
    var generator = RandomGenerator(seed: seed)
    var model = WordVectors(
      centers: Embedding(words, 8, using: &generator),
      neighbors: Embedding(words, 8, using: &generator))
    var optimizer = Adam<Float>(learningRate: 0.02)
    var context = Context.training(seed: seed)
    var curve = Curve("loss", "mean cosine of all words")

    for _ in 1...40 {
      var sum = 0.0
      for batch in Batches(pairs, size: 40, shuffledBy: &generator) {
        let count = batch.shape[0]
        let strangers = Tensor(
          (0..<count).map { _ in Int.random(in: 0..<words, using: &generator) })
        let (loss, gradients) = valueWithGradients(at: &model) { model in
          let centers = model.centers.forward(batch[0..., 0], in: &context)
          let near = model.neighbors.forward(batch[0..., 1], in: &context)
          let far = model.neighbors.forward(strangers, in: &context)
          let yes = (centers * near).sum(along: 1)
          let no = -(centers * far).sum(along: 1)
          return binaryCrossEntropy(logits: yes, targets: Tensor(repeating: 1, shape: [count]))
            + binaryCrossEntropy(logits: no, targets: Tensor(repeating: 0, shape: [count]))
        }
        optimizer.update(&model, along: gradients)
        sum += Double(loss) * Double(count)
      }
      let vectors = model.centers.weight.value
      curve.append(
        sum / Double(pairs.shape[0]), Double(cosineSimilarities(vectors, vectors).mean()))
    }
    return (curve, model.centers.weight.value)
  }
}
