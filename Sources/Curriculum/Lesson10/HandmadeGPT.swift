import Curriculum
import Gradus

extension AttendingExperiment {
  /// The exercises that a training needs.
  static let trainingExercises = [
    "shiftedTargets", "causalMask", "attention", "attentionBackward", "multiHead", "rotated",
    "block", "trainingStep",
  ]

  /// The same reversal, learned by a GPT of the exercises' functions; `step` is called after each step with its loss,
  /// which is that of all positions, those of the digits among them that nobody can guess.
  ///
  /// It has two blocks: turned queries and keys know distances alone, so that the first has to find out where it
  /// stands, how far from the mark, before the second knows how far to look back.
  func handmadeReversal(
    length: Int, steps: Int, seed: UInt64, step: (Double) -> Void = { _ in }
  ) throws -> Reversal {
    var generator = RandomGenerator(seed: seed)
    var model = SmallGPT(
      answers, vocabulary: 11, width: 32, heads: 1, layers: 2, using: &generator)
    var losses: [Double] = []
    try train(&model, steps: steps, rate: 7e-3) {
      Self.reversals(32, length: length, using: &generator)
    } step: {
      losses.append($0)
      step($0)
    }
    let rows = Self.reversals(50, length: length, using: &generator)
    let found = try model.logits(rows[0..., 0..<2 * length]).value[0..., length...]
      .argmax(along: 2)
    let isRight = found .== rows[0..., (length + 1)...]
    let weights = try looks(of: model, at: rows[0..., 0..<2 * length])
    return Reversal(
      accuracy: Tensor<Double>(isRight).mean(),
      map: Tensor<Float>(weights.mean(along: 0)[0, length..., 0...length]), losses: losses)
  }

  /// Training steps by the exercises' function on batches [B, T + 1], at a rate that falls in a straight line.
  private func train(
    _ model: inout SmallGPT, steps: Int, rate: Double, batch: () -> Tensor<Int>,
    step: (Double) -> Void
  ) throws {
    var optimizer = Adam<Double>(learningRate: rate)
    for count in 0..<steps {
      optimizer.learningRate = rate * (1 - Double(count) / Double(steps))
      step(try answers.trainingStep(&model, batch(), &optimizer))
    }
  }

  /// The weights of attention in the last block, [B, H, T, T]: what it brings home of values of which each has a 1
  /// at its own place.
  private func looks(of model: SmallGPT, at tokens: Tensor<Int>) throws -> Tensor<Double> {
    let (rows, count) = (tokens.shape[0], tokens.shape[1])
    var x = model.table.gather(tokens.elements).reshaped(
      to: [rows, count, model.table.shape[1]])
    for parts in model.blocks.dropLast() { x = try answers.block(x, parts, model.attend) }
    let positions = Tensor((0..<count).map(Double.init))
    let ones: Tensor<Double> = oneHot(labels: Tensor(Array(0..<count)), classCount: count)
    var weights = Tensor<Double>([])
    _ = try answers.block(x, model.blocks.last!) { queries, keys, values in
      weights = try answers.attention(
        answers.rotated(queries.value, positions), answers.rotated(keys.value, positions),
        ones.broadcast(to: [rows, keys.shape[1], count, count]), answers.causalMask(count, count))
      return try model.attend(queries, keys, values)
    }
    return weights
  }
}

extension AttendingExperiment {
  /// What a GPT of the exercises' functions has made of the beginning of a book.
  struct HandmadeBook: Sendable {
    /// The texts of the first merged tokens.
    let merges: [String]
    let losses: [Double]
    /// Nats per held-out token: of the GPT, and of n-grams with two tokens before.
    let gpt, nGrams: Double
    let charactersPerToken: Double
    let written: String
  }

  /// Cuts the beginning of Alice into tokens, trains a GPT on nine tenths of them, compares it on some of the
  /// rest with counting, and lets it write; all of it by the exercises' functions.
  ///
  /// The merges are learned from the whole text, those that are held out among it; both have the same tokens.
  func handmadeBook(
    characters: Int, merges: Int, steps: Int, seed: UInt64, step: (Double) -> Void = { _ in }
  ) throws -> HandmadeBook {
    let context = HandmadeWriter.context
    let book = try Book(.alice, first: characters)
    let (tokens, pairs) = try answers.bytePairs(
      book.tokens.elements, merges, book.vocabulary.count)
    let vocabulary = book.vocabulary.count + pairs.count
    func text(_ token: Int) -> String {
      if token < book.vocabulary.count { return String(book.vocabulary.characters[token]) }
      let pair = pairs[token - book.vocabulary.count]
      return text(pair.first) + text(pair.second)
    }
    let end = tokens.count * 9 / 10
    let (known, all) = (Array(tokens[..<end]), Tensor(tokens))
    var generator = RandomGenerator(seed: seed)
    var model = SmallGPT(
      answers, vocabulary: vocabulary, width: 32, heads: 4, layers: 2, using: &generator)
    var losses: [Double] = []
    try learn(&model, all[0..<end], steps: steps, using: &generator) {
      losses.append($0)
      step($0)
    }
    // Each window's second half is measured.
    let last = min(end + 4 * context, tokens.count - context / 2)
    let places = stride(from: end, to: last, by: context / 2)
    var (gpt, nGrams, count) = (0.0, 0.0, 0.0)
    for place in places {
      let window = all[place - context / 2..<place + context / 2].expandingDimension(at: 0)
      let logits = try model.logits(window[0..., 0..<context - 1]).value
      for offset in 0..<context / 2 {
        let token = tokens[place + offset]
        let row = logits[0, context / 2 - 1 + offset, 0...]
        gpt -= row[token] - row.logSumExp()
        let before = Array(tokens[place + offset - 2..<place + offset])
        nGrams -= Double.log(try answers.probability(token, before, known, vocabulary))
        count += 1
      }
    }
    var writer = try HandmadeWriter(answers, model, after: Array(tokens[end - 8..<end]))
    for _ in 0..<80 {
      let shares = try writer.probabilities(0.7, k: 40, p: 0.95)
      try writer.append(generator.categorical(shares))
    }
    return HandmadeBook(
      merges: pairs.indices.map { text(book.vocabulary.count + $0) }, losses: losses,
      gpt: gpt / count, nGrams: nGrams / count,
      charactersPerToken: Double(book.size) / Double(tokens.count),
      written: writer.tokens.map(text).joined())
  }

  /// Trains on pieces that begin anywhere in a text.
  func learn(
    _ model: inout SmallGPT, _ text: Tensor<Int>, steps: Int,
    using generator: inout RandomGenerator, step: (Double) -> Void
  ) throws {
    let context = HandmadeWriter.context
    try train(&model, steps: steps, rate: 1e-2) {
      .stack(
        (0..<16).map { _ in
          let start = generator.uniformInteger(below: text.shape[0] - context)
          return text[start...start + context]
        })
    } step: {
      step($0)
    }
  }
}
