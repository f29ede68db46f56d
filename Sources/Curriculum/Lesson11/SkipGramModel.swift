import Curriculum
import Gradus

/// Skip-gram with negative sampling (Mikolov and others, 2013): two vectors for each word, one for when it is at the
/// center, one for when it is a neighbor; their product says how likely the pair is.
struct SkipGramModel: Model {
  typealias Scalar = Double

  var centers: Embedding<Double>
  var contexts: Embedding<Double>

  init(words: Int, dimension: Int, using generator: inout RandomGenerator) {
    let start = Tensor<Double>.normal([words, dimension], using: &generator) * 0.1
    centers = Embedding(weight: start)
    contexts = Embedding(weight: .zeros([words, dimension]))
  }

  /// From centers [B] and contexts [B, 1 + K], the true one first, to products [B, 1 + K].
  mutating func forward(
    _ input: (centers: Tensor<Int>, contexts: Tensor<Int>), in context: inout Context
  ) -> Variable<Double> {
    let ofCenters = centers.forward(input.centers, in: &context).expandingDimension(at: 2)
    let ofContexts = contexts.forward(input.contexts, in: &context)
    return matmul(ofContexts, ofCenters).reshaped(to: input.contexts.shape)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    centers.visitParameters(as: "centers", visit)
    contexts.visitParameters(as: "contexts", visit)
  }

  /// The product of each center's vector with each context's, shape [V, V].
  var products: Tensor<Double> {
    matmul(centers.weight.value, contexts.weight.value, transposeB: true)
  }
}

extension SkipGramModel {
  /// Trains on a corpus's pairs: for each, the positive against `negatives` words, drawn for each pair in each epoch.
  static func trained(
    on corpus: ClassCorpus, dimension: Int, negatives: Int, epochs: Int, seed: UInt64
  ) -> SkipGramModel {
    let (words, batch) = (ClassCorpus.words.count, 512)
    var generator = RandomGenerator(seed: seed)
    var model = SkipGramModel(words: words, dimension: dimension, using: &generator)
    var context = Context.training(seed: seed)
    // The negatives' weights for each positive, which is never one of them.
    let weights = (0..<words).map { positive in
      var weights = corpus.noise
      weights[positive] = 0
      return weights
    }
    let steps = epochs * (corpus.pairs.count / batch)
    let rates = CosineDecay(from: 0.05, to: 0.0005, steps: steps)
    var optimizer = Adam<Double>(learningRate: 0.05)
    let isTrue = Tensor<Double>(
      shape: [batch, 1 + negatives],
      elements: (0..<batch).flatMap { _ in [1.0] + [Double](repeating: 0, count: negatives) })
    var pairs = corpus.pairs
    for step in 0..<steps {
      let place = step * batch % (pairs.count / batch * batch)
      if place == 0 { pairs = generator.shuffled(pairs) }
      let chosen = pairs[place..<place + batch]
      let contexts = chosen.flatMap { pair in
        [pair.context]
          + (0..<negatives).map { _ in generator.categorical(weights[pair.context]) }
      }
      let input = (
        Tensor(chosen.map(\.center)), Tensor(shape: [batch, 1 + negatives], elements: contexts)
      )
      optimizer.learningRate = rates.rate(at: step)
      let (_, gradients) = valueWithGradients(at: &model) { model in
        binaryCrossEntropy(
          logits: model.forward(input, in: &context), targets: isTrue, reduction: .mean)
      }
      optimizer.update(&model, along: gradients)
    }
    return model
  }
}
