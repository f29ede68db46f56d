import Curriculum
import Foundation
import Gradus
import Plotting

/// Lesson 10's experiment on the terminal and in plots.
@Sendable
func reportAttending(_ answers: AttendingAnswers, _ run: LessonRun) throws {
  let report = AttendingReport(experiment: AttendingExperiment(answers), run: run)
  if run.isMine {
    try run.part(
      "What your model does and does not do",
      needs: AttendingExperiment.trainingExercises + ["cachedStep"], report.behaviors)
    try run.part(
      "(a) Reversing, by a GPT of your own functions",
      needs: AttendingExperiment.trainingExercises, report.handmadeReversal)
    try run.part(
      "(c) A book that goes on, by your own functions",
      needs: AttendingExperiment.trainingExercises + [
        "bytePairs", "probability", "nextProbabilities", "cachedStep",
      ], report.handmadeBook)
    return run.leaveOut(
      "b", "d", "e", "f",
      because: "they train larger models of the framework, some of them for hours.")
  }
  try run.part("Looking up: four words by hand", needs: [], report.lookingUp)
  try run.part("(a) Reversing, and where it looks", needs: [], report.reversal)
  try run.part("(b) The ladder of three books", needs: [], report.ladder)
  try run.part("(c) A book that goes on", needs: [], report.samples)
  try run.part("How fast it goes on", needs: [], report.writing)
  try run.part("(d) Without this, without that", needs: [], report.ablations)
  try run.part("(e) Characters or pieces of words", needs: [], report.tokens)
  try run.part("(f) The same GPT three times", needs: [], report.threeTimes)
}

struct AttendingReport {
  let experiment: AttendingExperiment
  let run: LessonRun

  func lookingUp() throws {
    let sentence = AttendingExperiment.WorkedSentence()
    let (scores, weights) = (sentence.scores, sentence.weights(isCausal: true))
    let (free, brought) = (sentence.weights(isCausal: false), sentence.brought(isCausal: true))
    show("    \"her\" looks for a person: its query is (2, 0)\n")
    func pair(_ vectors: Tensor<Double>, _ row: Int) -> String {
      "(\(vectors[row, 0].fixed(0)), \(vectors[row, 1].fixed(0)))"
    }
    run.showTable(
      [["word", "key", "value", "q·k", "/√2", "share", "share, masked"]]
        + sentence.words.indices.map { word in
          [
            sentence.words[word], pair(sentence.keys, word), pair(sentence.values, word),
            (scores[2, word] * Double(2).squareRoot()).fixed(0), scores[2, word].fixed(2),
            free[2, word].fixed(3), weights[2, word].fixed(3),
          ]
        })
    show("    what it brings home: (\(brought[2, 0].fixed(2)), \(brought[2, 1].fixed(2)))\n")
    show("    all words, with the mask:")
    run.showTable(
      [["looks at"] + sentence.words]
        + sentence.words.indices.map { word in
          [sentence.words[word]] + (0..<4).map { weights[word, $0].fixed(3) }
        })
    show("")
    run.showTable(
      [["d", "deviation of q·k", "largest share of 16", "the same with 1/√d"]]
        + experiment.scales(seed: run.seed).map {
          ["\($0.d)", $0.deviation.fixed(1), $0.raw.fixed(3), $0.scaled.fixed(3)]
        })
    show("\n    the first three of four words in another order:")
    run.showTable(
      [["positions", "the last logits change by"]]
        + experiment.orders(seed: run.seed).map {
          [$0.positions.rawValue, $0.change.fixed(3)]
        }
    )
  }

  func reversal() throws {
    try showReversal(experiment.reversal(steps: run.isQuick ? 40 : 200, seed: run.seed))
  }

  func handmadeReversal() throws {
    let steps = run.isQuick ? 40 : 500
    var bar = ProgressBar("training", total: steps)
    let result = try experiment.handmadeReversal(length: 5, steps: steps, seed: run.seed) { _ in
      bar.advance()
    }
    bar.finish()
    try showReversal(result)
  }

  /// The losses, what has become of them, and the map.
  private func showReversal(_ result: AttendingExperiment.Reversal) throws {
    let marks = [1, result.losses.count / 4, result.losses.count / 2, result.losses.count]
    run.showTable([
      ["step"] + marks.map(String.init),
      ["loss"] + marks.map { result.losses[$0 - 1].fixed(3) },
    ])
    show("    digits of new answers that are right: \(percent(result.accuracy))")
    let (rows, columns) = (result.map.shape[0], result.map.shape[1])
    show("    where each digit of the answer looks, at the sequence and the mark:\n")
    let heading = ["answer"] + (1..<columns).map(String.init) + ["mark"]
    run.showTable(
      [heading]
        + (0..<rows).map { row -> [String] in
          ["\(row + 1)"] + (0..<columns).map { Double(result.map[row, $0]).fixed(2) }
        })
    var grid = ImageGrid(
      title: "Where each digit of the answer looks", columns: 1,
      images: [
        ImageGrid.Image(
          pixels: result.map.elements.map(Double.init), width: columns, height: rows,
          caption: "the sequence, and the mark")
      ])
    grid.imageSize = 320
    try run.save(grid.svg(), as: "reversal-map")
  }

  func handmadeBook() throws {
    let steps = run.isQuick ? 20 : 600
    var bar = ProgressBar("training", total: steps)
    let result = try experiment.handmadeBook(
      characters: run.isQuick ? 4000 : 40_000, merges: run.isQuick ? 10 : 100, steps: steps,
      seed: run.seed
    ) { _ in bar.advance() }
    bar.finish()
    show(indented("your merges: \(visible(result.merges.prefix(24)))", by: 4, style: run.style))
    let (first, last) = (result.losses.prefix(10), result.losses.suffix(10))
    show(
      "    loss of the first ten steps \((first.reduce(0, +) / 10).fixed(2)), of the last ten "
        + (last.reduce(0, +) / 10).fixed(2))
    run.showTable(
      [["held out", "nats per token", "per character"]]
        + [("your n-grams, two tokens before", result.nGrams), ("your GPT", result.gpt)].map {
          [$0.0, $0.1.fixed(2), ($0.1 / result.charactersPerToken).fixed(2)]
        })
    let words = result.written.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    show("\n    it writes, at temperature 0.7:")
    show(indented(words, by: 4, style: run.style))
  }

  /// Texts of tokens, with blanks and ends of lines to be seen.
  func visible(_ texts: some Sequence<String>) -> String {
    texts.map { $0.replacing(" ", with: "_").replacing("\n", with: "\\n") }
      .joined(separator: " ")
  }

  func percent(_ share: Double) -> String { "\((100 * share).fixed(1)) %" }
}
