import Curriculum
import Gradus

extension MeaningExperiment {
  /// What learned products have to do with the exact ones.
  struct Convergence: Sendable {
    let seed: UInt64
    /// Learned, exact, and by the formula of textbooks, of all V·V pairs.
    let (learned, exact, textbook): ([Double], [Double], [Double])
    /// The share of words whose nearest neighbor is a classmate.
    let classmates: Double

    init(
      seed: UInt64, products: Tensor<Double>, _ corpus: ClassCorpus, negatives: Int,
      classmates: Double
    ) {
      self.seed = seed
      learned = products.elements
      exact = corpus.exactProducts(negatives: negatives).elements
      textbook = corpus.textbookProducts(negatives: negatives).elements
      self.classmates = classmates
    }
  }

  static let negativesPerPair = 5

  /// Trains skip-gram on one corpus with several seeds, with as many dimensions as words, so that any matrix of
  /// products can be reached.
  func convergence(
    on corpus: ClassCorpus, epochs: Int, seeds: [UInt64]
  ) throws -> [Convergence] {
    let (words, negatives) = (ClassCorpus.words.count, Self.negativesPerPair)
    return try onAllCores(seeds) { seed in
      let model = SkipGramModel.trained(
        on: corpus, dimension: words, negatives: negatives, epochs: epochs, seed: seed)
      let vectors = model.centers.weight.value
      return Convergence(
        seed: seed, products: model.products, corpus, negatives: negatives,
        classmates: ClassCorpus.classmates { word in
          vectors.nearestRows(to: vectors[word], count: 1, excluding: [word])[0].row
        })
    }
  }

  static let convergenceExercises = ["pairs", "negatives", "pairLoss", "update", "neighbors"]

  /// The same by the functions of the exercises, a pair at a time.
  func handmadeConvergence(
    on corpus: ClassCorpus, epochs: Int, seed: UInt64, step: (Int, Int) -> Void
  ) throws -> Convergence {
    let (words, negatives) = (ClassCorpus.words.count, Self.negativesPerPair)
    var generator = RandomGenerator(seed: seed)
    var tables = WordTables(
      centers: .normal([words, words], using: &generator) * 0.1, contexts: .zeros([words, words]))
    let counts = corpus.counts.sum(along: 0)
    let total = epochs * corpus.pairs.count
    let rates = LinearDecay(from: 0.1, to: 0.001, steps: total)
    var done = 0
    for _ in 0..<epochs {
      for pair in generator.shuffled(corpus.pairs) {
        let draws = (0..<negatives).map { _ in generator.uniform() }
        try answers.update(
          &tables, pair, answers.negatives(counts, pair.context, draws), rates.rate(at: done))
        done += 1
        if done.isMultiple(of: 500) { step(done, total) }
      }
    }
    return Convergence(
      seed: seed, products: matmul(tables.centers, tables.contexts, transposeB: true), corpus,
      negatives: negatives,
      classmates: try ClassCorpus.classmates { word in
        try answers.neighbors(tables.centers, word, 1).first ?? word
      })
  }
}
