import Gradus

/// A book as the numbers of its characters: nine tenths to learn from, the last one to be measured on.
struct CharacterText {
  let vocabulary: CharacterVocabulary
  /// What is learned from, shape [number of characters].
  var training: Tensor<Int>
  /// What comes after it.
  var heldOut: Tensor<Int>

  init(_ book: Dataset, first count: Int = .max) throws {
    let text = String(try book.text().prefix(count))
    vocabulary = CharacterVocabulary(of: text)
    let tokens = try vocabulary.encode(text)
    let end = tokens.shape[0] * 9 / 10
    training = tokens[0..<end]
    heldOut = tokens[end...]
  }

  /// The baseline: the loss on the held-out text of one who knows of each character only how often the
  /// others came next in the training text. Each pair counts once more than it occurs, so that none is
  /// impossible.
  var bigramLoss: Double {
    let size = vocabulary.count
    var counts = Array(repeating: Array(repeating: 1.0, count: size), count: size)
    let seen = training.elements
    for (character, next) in zip(seen, seen.dropFirst()) { counts[character][next] += 1 }
    let rates = Tensor(counts)
    let logits = (rates / rates.sum(along: 1, keepingDimensions: true)).log()
    let count = heldOut.shape[0]
    return softmaxCrossEntropy(
      logits: Variable(logits.gather(heldOut[0..<count - 1].elements)), labels: heldOut[1...]
    ).value.scalar()
  }
}

/// Rows of T characters [N, T], and for each character the one that comes next. What is left at the end of the
/// text is dropped.
func rows(of text: Tensor<Int>, length: Int) -> Samples<Tensor<Int>, Tensor<Int>> {
  let count = (text.shape[0] - 1) / length
  let end = count * length
  return Samples(
    text[0..<end].reshaped(to: [count, length]), text[1..<end + 1].reshaped(to: [count, length]))
}

/// A character, drawn by its probability. A temperature below 1 prefers the likely ones.
func draw(
  from logits: Tensor<Float>, temperature: Float = 0.8, using generator: inout RandomGenerator
) -> Int {
  let probabilities = (logits / temperature).softmax()
  return generator.categorical(probabilities.elements.map { Double($0) })
}
