import Curriculum
import Curriculum10
import Foundation
import Gradus
import Plotting

extension AttendingAnswers: OwnParts {
  /// All of them ours.
  public static let ours = CourseAnswers.ours.attending

  /// The functions that a GPT is made of, as data flows: from the text to the step, and to new text.
  public static let places: [Place<AttendingAnswers>] = [
    Place("what comes next", \.shiftedTargets, 10, "shiftedTargets") {
      $0.attending.shiftedTargets
    },
    Place("positions", \.rotated, 10, "rotated") { $0.attending.rotated },
    Place("no look ahead", \.causalMask, 10, "causalMask") { $0.attending.causalMask },
    Place("attention", \.attention, 10, "attention") { $0.attending.attention },
    Place("several heads", \.multiHead, 10, "multiHead") { $0.attending.multiHead },
    Place("a block", \.block, 10, "block") { $0.attending.block },
    Place("back through attention", \.attentionBackward, 10, "attentionBackward") {
      $0.attending.attentionBackward
    },
    Place("a step", \.trainingStep, 10, "trainingStep") { $0.attending.trainingStep },
    Place("what was read is kept", \.cachedStep, 10, "cachedStep") { $0.attending.cachedStep },
    Place("a character drawn", \.nextProbabilities, 10, "nextProbabilities") {
      $0.attending.nextProbabilities
    },
  ]
}

/// What has come of a training on a book.
private struct WordsOutcome {
  let model: SmallGPT
  /// Nats per character: the mean of the last ten steps, and of what was held out.
  let loss, heldOut: Double
  let written: String
  /// Characters learned from in a second.
  let speed: Double
}

extension OwnTraining {
  /// How many held-out characters a GPT is measured on.
  private static var measured: Int { 1024 }

  /// A GPT of the learner's functions reads Alice, and goes on writing.
  public func trainWords(_ answers: CourseAnswers, _ verdicts: Verdicts) throws {
    try requirePlace()
    let assembly = Assembly<AttendingAnswers>(answers, verdicts)
    showParts(assembly, of: "words", style)
    let book = try Book(.alice)
    let steps = epochs.map { 100 * $0 } ?? AttendingExperiment.ownSteps
    var bar = ProgressBar("training yours", total: steps)
    let yours = try learned(book, by: assembly, steps: steps) { bar.advance(["loss": $0]) }
    bar.finish()
    let ours = AttendingExperiment.frameworkGPT(
      of: book, steps: steps, seed: seed, characters: Self.measured)
    show(
      table(
        [
          ["", "yours", "ours"], ["loss, last ten steps", yours.loss.fixed(3), ours.last.fixed(3)],
          ["loss, held out", yours.heldOut.fixed(3), ours.heldOut.fixed(3)],
          ["characters per second", yours.speed.fixed(0), ours.speed.fixed(0)],
        ], style: style))
    show(
      "\n"
        + indented(
          "After \(steps) steps each; the loss is in nats per character. Counting, with three characters "
            + "before, gives \(counted(book).fixed(3)) on the same held-out \(Self.measured). Ours is a GPT "
            + "of the framework's layers, of the same size, from other weights.", by: 4,
          style: style))
    show("\n" + indented("It writes, at temperature 0.7:", by: 4, style: style))
    let words = yours.written.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    show(indented(words, by: 4, style: style))
    try finish(after: assembly.failures, "To write with it:", "try 10 --mine") { file in
      try AttendingExperiment(assembly.functions).save(yours.model, of: book, to: file)
    }
  }

  /// Trains a GPT; calls back after each step with its loss.
  private func learned(
    _ book: Book, by assembly: Assembly<AttendingAnswers>, steps: Int, stepEnded: (Double) -> Void
  ) throws -> WordsOutcome {
    try assembly.run("the training") { answers in
      let experiment = AttendingExperiment(answers)
      var losses: [Double] = []
      let start = ContinuousClock.now
      let model = try experiment.ownGPT(of: book, steps: steps, seed: seed) { _, loss in
        losses.append(loss)
        stepEnded(loss)
      }
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let last = losses.suffix(10)
      let heldOut = try experiment.loss(of: model, on: book, characters: Self.measured)
      guard losses.allSatisfy(\.isFinite), heldOut.isFinite else {
        throw NotFinite(what: "the loss")
      }
      return WordsOutcome(
        model: model, loss: last.reduce(0, +) / Double(last.count), heldOut: heldOut,
        written: try experiment.written(by: model, book, characters: 200, seed: seed),
        speed: Double(steps * AttendingExperiment.charactersOfStep) / seconds)
    }
  }

  /// What counting, with three characters before, makes of the same characters.
  private func counted(_ book: Book) -> Double {
    let text = Array(book.tokens.elements[..<(book.test + Self.measured)])
    return NGrams(order: 4, of: Array(text[..<book.test]), characters: book.vocabulary.count)
      .loss(on: text, from: book.test, order: 4)
  }
}
