import Curriculum
import Curriculum09
import Foundation
import Gradus
import Plotting

/// What has come of a training on names.
private struct NamesOutcome {
  let reader: OwnReader
  /// Nats per character, in the last epoch and of the names held out.
  let loss, heldOut: Double
  let written: [String]
  /// Characters learned from in a second.
  let speed: Double
}

extension OwnTraining {
  /// A recurrent network of the learner's functions learns names, and writes new ones.
  public func trainNames(_ answers: CourseAnswers, _ verdicts: Verdicts) throws {
    try requirePlace()
    let assembly = Assembly<NamesParts>(answers, verdicts)
    showParts(assembly, of: "names", style)
    let names = try Names()
    let epochs = epochs ?? 10
    var bar = ProgressBar("training yours", total: epochs)
    let yours = try learned(names, by: assembly, epochs: epochs) { bar.advance(["loss": $0]) }
    bar.finish()
    let ours = try learned(names, by: Assembly(.ours), epochs: epochs) { _ in }
    show(
      table(
        [["", "yours", "ours"]]
          + [
            ("loss, last epoch", { $0.loss.fixed(4) }),
            ("loss, held-out names", { $0.heldOut.fixed(4) }),
            ("new of 200 names", { "\(Int((200 * names.judge($0.written).new).rounded()))" }),
            ("characters per second", { $0.speed.fixed(0) }),
          ].map { (name: String, text: (NamesOutcome) -> String) in [name, text(yours), text(ours)]
          },
        style: style))
    let text = try names.text(of: names.training).elements
    let heldOut = try names.text(of: names.heldOut).elements.dropFirst()
    let grams = NGrams(order: 4, of: text, characters: names.vocabulary.count)
    let counted = grams.loss(on: text + heldOut, from: text.count, order: 4)
    show(
      "\n"
        + indented(
          "The loss is in nats per character; counting, with three characters before, "
            + "gives \(counted.fixed(4)) on the same \(names.heldOut.count) held-out names. Ours is the same "
            + "network of the lessons' solutions.", by: 4, style: style))
    let examples = yours.written.prefix(12).map(\.capitalized).joined(separator: ", ")
    show("\n" + indented("Yours writes: \(examples)", by: 4, style: style))
    try finish(after: assembly.failures, "To write with it:", "try 9") { file in
      try NamesFile(url: file).save(yours.reader.parameters.values, names.vocabulary)
    }
  }

  /// Trains a network on nine tenths of the names; calls back after each epoch with its loss.
  private func learned(
    _ names: Names, by assembly: Assembly<NamesParts>, epochs: Int, epochEnded: (Double) -> Void
  ) throws -> NamesOutcome {
    var generator = RandomGenerator(seed: seed)
    var reader = OwnReader(
      characters: names.vocabulary.count, hidden: 64, using: &generator)
    let text = try names.text(of: names.training)
    let batches = try assembly.run("the beginning") { try $0.streams(text, 32, 24) }
    let start = ContinuousClock.now
    var loss = 0.0
    for epoch in 0..<epochs {
      var (state, sum) = (reader.start(32), 0.0)
      for (place, batch) in batches.enumerated() {
        let done = Double(epoch * batches.count + place) / Double(epochs * batches.count)
        let next = try assembly.run("epoch \(epoch + 1), step \(place + 1)") { parts in
          var next = reader
          let result = try next.step(
            on: batch, from: state, rate: 8e-3 * (1 - done), by: parts)
          guard result.loss.isFinite else { throw NotFinite(what: "the loss") }
          guard next.isFinite else { throw NotFinite(what: "a weight after the step") }
          return (reader: next, result: result)
        }
        (reader, state) = (next.reader, next.result.state)
        sum += next.result.loss
      }
      loss = sum / Double(batches.count)
      epochEnded(loss)
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let heldOut = try names.text(of: names.heldOut)
    let count = heldOut.elementCount
    let row = TextBatch(
      inputs: heldOut[0..<count - 1].expandingDimension(at: 0),
      targets: heldOut[1..<count].expandingDimension(at: 0))
    let heldOutLoss = try assembly.run("the held-out names") { try reader.loss(of: row, by: $0) }
    let written = try assembly.run("the writing") { parts in
      var generator = generator
      return try (0..<200).map { _ in
        names.vocabulary.decode(Tensor(try reader.write(using: &generator, by: parts)))
      }
    }
    let characters = epochs * batches.reduce(0) { $0 + $1.inputs.elementCount }
    return NamesOutcome(
      reader: reader, loss: loss, heldOut: heldOutLoss, written: written,
      speed: Double(characters) / seconds)
  }
}
