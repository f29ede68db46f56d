import Curriculum
import Foundation
import Gradus
import Plotting

/// `gradus try 10`: type the beginning of a text, and a GPT that has read Alice goes on; with `--mine`, one of the
/// learner's functions.
@Sendable
func tryAttending(_ answers: AttendingAnswers, _ playground: inout Playground) throws {
  let book = try Book(.alice)
  let experiment = AttendingExperiment(answers)
  // The model begins as after the end of a line.
  let start = [book.vocabulary.characters.firstIndex(of: "\n") ?? 0]
  if playground.isMine {
    let model = try experiment.handmadeReader(of: book, &playground)
    try write(HandmadeWriter(answers, model, after: start), book.vocabulary, &playground)
  } else {
    let model = try experiment.reader(of: book, &playground)
    try write(TextWriter(model, after: start), book.vocabulary, &playground)
  }
}

/// Keys, and what they do to the text.
private func write<Writer: TokenWriter>(
  _ writer: Writer, _ vocabulary: CharacterVocabulary, _ playground: inout Playground
) throws {
  var text = WrittenText(writer, vocabulary, seed: playground.seed)
  while true {
    playground.draw(try text.screen(playground.style))
    guard let key = playground.nextKey() else { return }
    switch key {
    case .character(let character): try text.type(character)
    case .right: try text.goOn()
    case .enter:
      for _ in 0..<60 {
        try text.goOn()
        playground.draw(try text.screen(playground.style))
      }
    case .backspace: try text.erase()
    case .up: text.heat(by: 1)
    case .down: text.heat(by: -1)
    case .tab: text.showsBars.toggle()
    case .escape: return
    default: break
    }
  }
}

extension AttendingExperiment {
  /// The GPT of the checkpoint, or a new one, which is then kept there.
  fileprivate func reader(of book: Book, _ playground: inout Playground) throws -> GPT<Float> {
    let (size, seed) = (Self.sizeOfPage(isQuick: false), playground.seed)
    var generator = RandomGenerator(seed: seed)
    var model = GPT<Float>(vocabulary: book.vocabulary.count, size, using: &generator)
    try load(into: &model, book, steps: size.steps(for: book.test), &playground) { model, step in
      model.learn(book.tokens[0..<book.test], size, seed: seed, step: step)
    }
    return model
  }

  /// The same of the exercises' functions, which reads less.
  fileprivate func handmadeReader(
    of book: Book, _ playground: inout Playground
  ) throws -> SmallGPT {
    let seed = playground.seed
    var generator = RandomGenerator(seed: seed)
    var model = newGPT(for: book, using: &generator)
    try load(into: &model, book, steps: Self.ownSteps, &playground) { model, step in
      model = try ownGPT(of: book, seed: seed, step: step)
    }
    return model
  }

  /// Reads a model's weights from the checkpoint; where there is none, trains it and keeps it there.
  private func load<Model: Module>(
    into model: inout Model, _ book: Book, steps: Int, _ playground: inout Playground,
    training: (inout Model, _ step: (Int, Double) -> Void) throws -> Void
  ) throws {
    let file = playground.checkpoint.map(GPTFile.init(url:))
    if let file, FileManager.default.fileExists(atPath: file.url.path(percentEncoded: false)) {
      return try file.load(into: &model, book.vocabulary)
    }
    try file?.requireFolder()
    try training(&model) { step, loss in
      guard step % 10 == 1 else { return }
      playground.draw(
        "One moment: a GPT reads Alice. Step \(step) of \(steps), loss \(loss.fixed(2))")
    }
    try file?.save(model, book.vocabulary)
  }
}
