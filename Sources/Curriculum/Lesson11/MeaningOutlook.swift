import Curriculum
import Gradus
import Plotting

/// What the report says beyond vectors: analogies, relations, reviews.
extension MeaningReport {
  func analogies(_ vectors: WordVectors) throws {
    let results = try vectors.analogies()
    run.showTable(
      [["relation", "pairs", "in the books", "questions", "right", "nearest to c"]]
        + results.map {
          [
            $0.relation, "\($0.pairs)", "\($0.known.count)", "\($0.questions)", "\($0.right)",
            "\($0.ofNearest)",
          ]
        } + [
          ["all", "\(results.map(\.pairs).reduce(0, +))"]
            + [
              results.map(\.known.count), results.map(\.questions), results.map(\.right),
              results.map(\.ofNearest),
            ].map { "\($0.reduce(0, +))" }
        ])
  }

  func genders(_ vectors: WordVectors) {
    let words = vectors.genders()
    func list(_ words: some Sequence<(word: String, difference: Double)>) -> String {
      words.map { "\($0.word) \($0.difference.magnitude.fixed(2))" }.joined(separator: ", ")
    }
    show(indented("nearer to he: \(list(words.prefix(8)))", by: 4, style: run.style))
    show(indented("nearer to she: \(list(words.suffix(8).reversed()))", by: 4, style: run.style))
    let all = vectors.genders(atLeast: 1)
    run.showTable(
      [["word", "times", "nearer to he by"]]
        + ["brave", "wise", "fair", "sweet"].compactMap { word in
          guard let number = vectors.number(of: word),
            let place = all.first(where: { $0.word == word })
          else { return nil }
          return [word, "\(vectors.counts[number])", place.difference.fixed(2)]
        })
  }

  // MARK: Relations

  func relations(_ vectors: WordVectors) throws {
    let data = try RelationData()
    run.showTable(
      [["part of speech"] + RelationData.relations]
        + zip(["noun", "verb", "adjective", "adverb"], 0..<4).map { name, part in
          [name]
            + RelationData.relations.indices.map { relation in
              "\(data.rows.count { $0.partOfSpeech == part && $0.relation == relation })"
            }
        })
    show("")
    let results = try [data, data.nouns].map { try $0.result(vectors, seed: 1) }
    func row(_ name: String, _ share: (RelationData.Result) -> Share) -> [String] {
      [name] + results.map { share($0).text }
    }
    run.showTable(
      [
        ["classified correctly, on new first words", "all rows", "nouns alone"],
        row("always the commonest") { $0.majority }, row("as the nearest pair") { $0.nearest },
      ] + RelationView.allCases.map { view in row(view.rawValue) { $0.views[view]! } })
    show("")
    try showStudyOfRelations()
    let direction = try data.directions(vectors, seed: 1)
    show("\n    which of two is the kind above the other, on new first words:")
    run.showTable([
      ["any symmetric score", "\((100 * direction.symmetric).fixed(1)) %"],
      ["both words' features", direction.learned.text],
    ])
    try showCompletion(data)
  }

  /// The means of the study's splits, and how often all features beat what else there is, with the p of a sign test.
  private func showStudyOfRelations() throws {
    let rows = try run.studies.rows(of: MeaningExperiment.relationStudy)
    let groups = ["all", "nouns"].map { group in
      rows.filter { $0[0].hasPrefix(group) }.map { $0.dropFirst().map { Double($0)! } }
    }
    guard groups.allSatisfy({ !$0.isEmpty }) else { return }
    func row(_ name: String, _ column: Int) -> [String] {
      [name]
        + groups.flatMap { splits in
          let pairs = splits.enumerated().map { split, figures in
            PairedExperiment.Pair(
              seed: UInt64(split + 1), baseline: -figures[column], remedy: -figures[4])
          }
          let test = PairedExperiment(name, pairs: pairs)
          let beaten = column == 4 ? "" : "\(test.wins), p = \(test.pValue.scientific())"
          return ["\(mean(splits.map { $0[column] }).fixed(1)) %", beaten]
        }
    }
    run.showTable([
      ["\(groups[0].count) splits", "all rows", "beaten in", "nouns", "beaten in"],
      row("always the commonest", 0), row("as the nearest pair", 1), row("part of speech", 2),
      row("all features", 4),
    ])
  }

  private func showCompletion(_ data: RelationData) throws {
    let result = try data.completion(steps: run.isQuick ? 10 : 60, seed: 1)
    show(
      "\n    (word, relation, ?): \(result.asked) questions of which both words were seen; "
        + "\(result.candidates) candidates")
    let bilinear = run.isQuick ? "bilinear score, trained shorter" : "bilinear score"
    run.showTable(
      [["ranked by", "mean reciprocal rank", "among the first ten"]]
        + [("how often it is the answer", result.byFrequency), (bilinear, result.bilinear)]
        .map { [$0.0, $0.1.rank.fixed(2), "\((100 * $0.1.hits).fixed(0)) %"] })
  }

  // MARK: Reviews

  func sentiment(_ vectors: WordVectors) throws {
    let data = try SentimentData()
    let counting = try data.counting(seed: 1)
    show(
      "    \(data.sentences.count) sentences of \(Set(data.reviews).count) reviews; "
        + "\(counting.share.count) of other reviews to test with")
    // Their vectors take some seconds.
    let ofReviews =
      run.isQuick
      ? [] : [["mean of the reviews' vectors", try data.meaningOfReviews(seed: 1).text]]
    run.showTable(
      [
        ["classified correctly", "of new reviews"],
        ["always positive", counting.majority.text],
        ["mean of the books' vectors", try data.meaning(of: vectors, seed: 1).text],
      ] + ofReviews + [["counts of \(counting.words.count) words", counting.share.text]])
    show("")
    try showStudyOfReviews()
    let order = counting.words.indices.dropFirst().sorted {
      counting.weights[$0] > counting.weights[$1]
    }
    let shown = Array(order.prefix(12)) + Array(order.suffix(12))
    var chart = BarChart(
      title: "The words that decide", valueLabel: "for positive, against negative",
      categories: shown.map { counting.words[$0] })
    chart.add("weight", shown.map { Double(counting.weights[$0]) })
    try run.save(chart.svg(), as: "deciding-words")
  }

  private func showStudyOfReviews() throws {
    let study = MeaningExperiment.sentimentStudy
    let rows = try run.studies.rows(of: study)
    guard !rows.isEmpty else { return }
    show("    the same and an LSTM, \(rows.count) splits:")
    run.showTable(
      [["", "mean", "least", "most"]]
        + study.columns.indices.dropFirst().map { column in
          let values = rows.map { Double($0[column])! }
          return [study.columns[column]]
            + [mean(values), values.min()!, values.max()!].map { "\($0.fixed(1)) %" }
        })
    show("")
  }
}
