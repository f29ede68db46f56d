import Gradus

// Skip-gram with negative sampling (Mikolov et al., 2013, *Distributed Representations of Words and Phrases and
// their Compositionality*): words that keep the same company get similar vectors.

/// How well words go with each of several others: centers [B] and others [B, K] in, scores [B, K] out. A score is
/// the logarithm of the odds that the other word stands near the center, rather than being drawn at random.
struct SkipGram<Scalar: TensorScalar>: Model {
  /// The vectors of words as centers: those that are wanted in the end.
  var centers: Embedding<Scalar>
  /// The vectors of words as neighbors.
  var neighbors: Embedding<Scalar>

  init(words: Int, width: Int, using generator: inout RandomGenerator) {
    let spread = Initializer.normal(standardDeviation: 0.1)
    centers = Embedding(words, width, initializer: spread, using: &generator)
    neighbors = Embedding(words, width, initializer: spread, using: &generator)
  }

  mutating func forward(
    _ words: (centers: Tensor<Int>, others: Tensor<Int>), in context: inout Context
  ) -> Variable<Scalar> {
    let center = centers.forward(words.centers, in: &context).expandingDimension(at: 1)
    let others = neighbors.forward(words.others, in: &context)
    return (center * others).sum(along: -1)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    centers.visitParameters(as: "centers", visit)
    neighbors.visitParameters(as: "neighbors", visit)
  }
}

/// Words drawn at random, in proportion to their counts to the power of 3/4.
struct Noise {
  let count: Int
  private let table: AliasTable

  init(_ count: Int, for book: BookOfWords) {
    self.count = count
    table = AliasTable(weights: book.counts.map { Double.pow(Double($0), 0.75) })
  }

  /// Each neighbor, and after it as many words that are none: [B, 1 + count].
  func added(to neighbors: Tensor<Int>, using generator: inout RandomGenerator) -> Tensor<Int> {
    let rows = neighbors.elements.map { neighbor in
      [neighbor] + (0..<count).map { _ in table.draw(using: &generator) }
    }
    return Tensor(rows)
  }

  /// The loss of scores [B, 1 + count], of which the first is to be high and the others low.
  func loss<Scalar>(_ scores: Variable<Scalar>) -> Variable<Scalar> {
    let row = Tensor<Scalar>([1] + Array(repeating: 0, count: count))
    return binaryCrossEntropy(logits: scores, targets: row.broadcast(to: scores.shape))
  }

  /// The baseline: scores that only know how often each word is a neighbor, and how often it is drawn.
  func scoresByFrequency(_ others: Tensor<Int>, neighbors: Tensor<Int>, words: Int) -> Variable<
    Double
  > {
    var near = Array(repeating: 1.0, count: words)
    for word in neighbors.elements { near[word] += 1 }
    let draws = Double(neighbors.elementCount * count)
    let scores = zip(near, table.probabilities).map { Double.log($0 / ($1 * draws)) }
    return Variable(Tensor(scores).gather(others.elements).reshaped(to: others.shape))
  }
}

/// The words whose vectors have the largest cosines with that of a word.
func nearest(to word: Int, in table: Tensor<Float>, count: Int) -> [Int] {
  let directions = table / table.norm(along: 1, keepingDimensions: true)
  let cosines = matmul(directions, directions[word...word], transposeB: true).flattened()
  return cosines.topK(count + 1).indices.elements.filter { $0 != word }
}

/// Trains vectors of the words of Paradise Lost, beside the frequencies of words, and prints the neighbors of some.
/// Returns the mean loss of the first and of the last epoch.
@discardableResult
func trainSkipGram(quick: Bool = false) throws -> (before: Double, after: Double) {
  let text = try Dataset.paradiseLost.text()
  let book = BookOfWords(
    String(text.prefix(quick ? 60_000 : .max)), occurringAtLeast: quick ? 3 : 5)
  var generator = RandomGenerator(seed: 1)
  let pairs = book.pairs(within: quick ? 2 : 4, using: &generator)
  let noise = Noise(5, for: book)
  var model = SkipGram<Float>(words: book.words.count, width: 64, using: &generator)
  let untrained = model.centers.weight.value
  let others = noise.added(to: pairs.targets, using: &generator)
  let baseline = noise.loss(
    noise.scoresByFrequency(others, neighbors: pairs.targets, words: book.words.count))
  print("\(book.words.count) words, \(pairs.count) pairs of neighbors")
  print("loss, by chance: 0.693, by the words' frequencies: \(rounded(baseline.value.scalar()))")

  var optimizer = Adam<Float>(learningRate: 2e-3)
  let history = try train(
    &model, on: pairs, with: &optimizer, epochs: quick ? 4 : 10, batchSize: 256, seed: 2,
    callbacks: [Progress()]
  ) { run, batch, context in
    let others = noise.added(to: batch.targets, using: &run.generator)
    let (loss, gradients) = valueWithGradients(at: &run.model) { model in
      noise.loss(model.forward((batch.inputs, others), in: &context))
    }
    try run.report(Double(loss), weight: Double(batch.count))
    try run.takeStep(along: gradients)
  }

  for (name, table) in [("trained", model.centers.weight.value), ("untrained", untrained)] {
    print("nearest, \(name):")
    for word in ["adam", "king", "fire", "night", "love"] {
      guard let number = book.words.firstIndex(of: word) else { continue }
      let near = nearest(to: number, in: table, count: 5).map { book.words[$0] }
      print("  \(word): \(near.joined(separator: ", "))")
    }
  }
  return (history["loss"].first!, history["loss"].last!)
}
