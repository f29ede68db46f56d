import Curriculum
import Foundation
import Gradus

/// A GPT of the exercises' functions that has read a book, character by character.
extension AttendingExperiment {
  /// How many steps it learns for, unless told otherwise.
  package static let ownSteps = 600
  /// How many characters it learns from in a step.
  package static let charactersOfStep = 16 * HandmadeWriter.context

  /// One with random weights.
  func newGPT(for book: Book, using generator: inout RandomGenerator) -> SmallGPT {
    SmallGPT(
      answers, vocabulary: book.vocabulary.count, width: 32, heads: 4, layers: 2,
      using: &generator)
  }

  /// One that has learned all but the last tenth; `step` is called after each step with its number from 1 and its
  /// loss.
  package func ownGPT(
    of book: Book, steps: Int = ownSteps, seed: UInt64, step: (Int, Double) -> Void
  ) throws -> SmallGPT {
    var generator = RandomGenerator(seed: seed)
    var model = newGPT(for: book, using: &generator)
    var count = 0
    try learn(&model, book.tokens[0..<book.test], steps: steps, using: &generator) { loss in
      count += 1
      step(count, loss)
    }
    return model
  }

  /// Nats per character of the first so many characters of the last tenth, each predicted from half of the context
  /// at least.
  package func loss(of model: SmallGPT, on book: Book, characters: Int) throws -> Double {
    let (context, half) = (HandmadeWriter.context, HandmadeWriter.context / 2)
    let windows = Tensor<Int>.stack(
      stride(from: book.test - half, to: book.test - half + characters, by: half).map {
        book.tokens[$0..<$0 + context]
      })
    let logits = try model.logits(windows[0..., 0..<context - 1]).value[0..., (half - 1)...]
    let rows = logits.reshaped(to: [logits.shape[0] * half, logits.shape[2]])
    return softmaxCrossEntropy(
      logits: Variable(rows), labels: windows[0..., half...].flattened()
    ).value.scalar()
  }

  /// What a GPT of the framework's layers makes of the same: of the same size, for as many steps. The mean loss of its
  /// last ten, that of the held-out characters, and from how many characters it learns in a second.
  package static func frameworkGPT(
    of book: Book, steps: Int, seed: UInt64, characters: Int
  ) -> (last: Double, heldOut: Double, speed: Double) {
    let context = HandmadeWriter.context
    // One character more, so that rounding takes no step away.
    var size = GPTSize(epochs: Double(steps * charactersOfStep + 1) / Double(book.test))
    (size.width, size.heads, size.layers, size.context) = (32, 4, 2, context)
    (size.dropout, size.batch) = (0, charactersOfStep / context)
    var generator = RandomGenerator(seed: seed)
    var model = GPT<Float>(vocabulary: book.vocabulary.count, size, using: &generator)
    var losses: [Double] = []
    let time = ContinuousClock().measure {
      model.learn(book.tokens[0..<book.test], size, seed: seed) { losses.append($1) }
    }
    let last = losses.suffix(10)
    let nats = model.nats(
      of: book.tokens[0..<book.test + characters], from: book.test, context: context)
    return (
      last.reduce(0, +) / Double(last.count), nats / Double(characters),
      Double(losses.count * charactersOfStep) / (time / .seconds(1))
    )
  }

  /// So many characters that it writes after the end of a line, by the exercises' cache and sampling.
  package func written(
    by model: SmallGPT, _ book: Book, characters: Int, seed: UInt64
  ) throws -> String {
    var generator = RandomGenerator(seed: seed)
    let start = [book.vocabulary.characters.firstIndex(of: "\n") ?? 0]
    var writer = try HandmadeWriter(answers, model, after: start)
    for _ in 0..<characters {
      try writer.append(
        generator.categorical(writer.probabilities(0.7, k: book.vocabulary.count, p: 0.95)))
    }
    return String(writer.tokens.dropFirst().map { book.vocabulary.characters[$0] })
  }

  /// Keeps it where `gradus try 10 --mine --checkpoint` finds it.
  package func save(_ model: SmallGPT, of book: Book, to file: URL) throws {
    try GPTFile(url: file).save(model, book.vocabulary)
  }
}
