import Curriculum
import Gradus
import Plotting

/// Lesson 11's experiment on the terminal and in plots.
@Sendable
func reportMeaning(_ answers: MeaningAnswers, _ run: LessonRun) throws {
  let report = MeaningReport(experiment: MeaningExperiment(answers), run: run)
  if run.isMine {
    try run.part(
      "(a) A language whose words are known, by your own functions",
      needs: MeaningExperiment.convergenceExercises, report.handmadeConvergence)
    return run.leaveOut(
      "b", "c", "d", "e",
      because: "they use vectors that the framework makes of three books.")
  }
  try run.part("(a) A language whose words are known", needs: [], report.convergence)
  let vectors = try WordVectors.ofBooks()
  try run.part("(b) Three books", needs: []) { try report.books(vectors) }
  try run.part("(c) Analogies", needs: []) { try report.analogies(vectors) }
  run.part("What the books say of him and her", needs: []) { report.genders(vectors) }
  try run.part("(d) How two words are related", needs: []) { try report.relations(vectors) }
  try run.part("(e) How a sentence is meant", needs: []) { try report.sentiment(vectors) }
}

struct MeaningReport {
  let experiment: MeaningExperiment
  let run: LessonRun

  func convergence() throws {
    let corpus = try ClassCorpus(
      sentences: run.isQuick ? 1500 : 5000, seed: run.seed,
      pairs: { try Meaning.pairs($0, window: $1) })
    showCorpus(corpus)
    let results = try experiment.convergence(
      on: corpus, epochs: run.isQuick ? 2 : 6, seeds: run.isQuick ? [1] : [1, 2, 3, 4, 5])
    try showConvergence(results, corpus)
  }

  func handmadeConvergence() throws {
    let corpus = try ClassCorpus(
      sentences: 1500, seed: run.seed, pairs: experiment.answers.pairs)
    showCorpus(corpus)
    var bar = ProgressBar("training", total: 100)
    var shown = 0
    let result = try experiment.handmadeConvergence(
      on: corpus, epochs: run.isQuick ? 1 : 3, seed: run.seed
    ) { done, total in
      while shown < 100 * done / total {
        bar.advance()
        shown += 1
      }
    }
    bar.finish()
    try showConvergence([result], corpus)
  }

  private func showCorpus(_ corpus: ClassCorpus) {
    let least = Int(corpus.counts.min())
    show(
      indented(
        "\(corpus.sentences.count) sentences, \(corpus.sentences.joined().count) words, "
          + "\(ClassCorpus.words.count) of them different; \(corpus.pairs.count) pairs of neighbors, "
          + "each of the \(corpus.counts.elementCount) possible ones at least \(least) times; "
          + "\(ClassCorpus.words.count) dimensions",
        by: 4, style: run.style))
    let sentences = corpus.sentences.prefix(3).map { sentence in
      sentence.map { ClassCorpus.words[$0] }.joined(separator: " ")
    }
    show(sentences.map { "    \($0)" }.joined(separator: "\n") + "\n")
  }

  private func showConvergence(_ results: [MeaningExperiment.Convergence], _ corpus: ClassCorpus)
    throws
  {
    let size = ClassCorpus.words.count
    let examples = [
      ("cat", "dog"), ("dog", "cat"), ("fox", "hen"), ("cat", "bread"), ("ice", "pink"),
    ]
    run.showTable(
      [["word", "neighbor", "times", "exact", "of the textbooks", "learned"]]
        + examples.map { word, neighbor in
          let row = ClassCorpus.words.firstIndex(of: word)!
          let column = ClassCorpus.words.firstIndex(of: neighbor)!
          let place = row * size + column
          return [
            word, neighbor, corpus.counts[row, column].scalar().fixed(0),
            results[0].exact[place].fixed(2), results[0].textbook[place].fixed(2),
            mean(results.map { $0.learned[place] }).fixed(2),
          ]
        })
    show("")
    // What differs between the seeds is chance, and cancels in their mean.
    let learned = results[0].learned.indices.map { place in mean(results.map { $0.learned[place] })
    }
    func row(_ name: String, _ learned: [Double], _ classmates: Double?) -> [String] {
      [name, correlation(learned, results[0].exact).fixed(3)]
        + [results[0].exact, results[0].textbook].map { difference(learned, $0).fixed(2) }
        + (classmates.map { ["\((100 * $0).fixed(0)) %"] } ?? [])
    }
    run.showTable(
      [["seed", "correlation", "off the exact", "off the textbooks'", "classmates nearest"]]
        + results.map { row("\($0.seed)", $0.learned, $0.classmates) }
        + (results.count > 1 ? [row("their mean", learned, nil)] : []))
    let ends = [results[0].exact.min()!, results[0].exact.max()!]
    var chart = Chart(
      title: "What skip-gram learns", xLabel: "exact", yLabel: "learned product")
    chart.add(.line("equal", x: ends, y: ends))
    chart.add(.points("pairs of words", x: results[0].exact, y: results[0].learned))
    try run.save(chart.svg(), as: "convergence")
  }

  // MARK: The books

  func books(_ vectors: WordVectors) throws {
    show(
      "    \(vectors.textLength) words, \(vectors.words.count - 1) of them often enough (5 times); "
        + "\(vectors.vectors.shape[1]) dimensions")
    let words = [
      "queen", "heaven", "night", "eve", "love", "eyes", "brother", "king", "sword", "alice",
    ]
    run.showTable(
      [["word", "times", "nearest of those that occur 20 times"]]
        + words.compactMap { word in
          vectors.number(of: word).map { number in
            let near = vectors.neighbors(of: vectors.vectors[number], count: 5, besides: [number])
            return [
              word, "\(vectors.counts[number])", near.map(\.word).joined(separator: ", "),
            ]
          }
        })
    try drawMap(vectors)
  }

  /// The most frequent words that are not in nearly every sentence.
  private func drawMap(_ vectors: WordVectors) throws {
    let chosen = Array((101...250).filter { $0 < vectors.words.count })
    let rows = vectors.vectors.gather(chosen)
    let lengths = rows.norm(along: 1, keepingDimensions: true)
    let components = PrincipalComponents(of: rows / lengths, count: 2)
    let map = components.coordinates(of: rows / lengths)
    var chart = Chart(title: "150 words of three books")
    chart.width = 900
    chart.height = 700
    chart.add(
      .points("", x: map[0..., 0].elements, y: map[0..., 1].elements)
        .with(labels: chosen.map { vectors.words[$0] }))
    let share = components.variances.sum() / components.totalVariance
    show("    the map keeps \((100 * share).fixed(0)) % of the variance")
    try run.save(chart.svg(), as: "map")
  }
}
