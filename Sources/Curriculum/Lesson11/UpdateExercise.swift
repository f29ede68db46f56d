import Curriculum
import Gradus

extension MeaningLesson {
  typealias Update = @Sendable (inout WordTables, WordPair, [Int], Double) throws -> Void

  static let update = Exercise<Answers>(
    "update", "Learning from one pair",
    hints: [
      "pairLoss takes the row pair.center of centers, the row pair.context of contexts, and contexts.gather(negatives), "
        + "and gives all gradients. Only then do the rows change.",
      "tables.contexts[word, 0...] -= learningRate * gradients.negatives[place, 0...], for each place and word of "
        + "negatives.enumerated(): what is subtracted twice counts twice.",
    ],
    learned:
      "A step changes K + 2 rows, however many words there are: so vectors can be learned from millions of pairs.",
    landmark: Landmark("Sources/TensorCore/Scattering.swift", "func scatterAdd"),
    solution: { $0.update = Meaning.update },
    check: { answers in
      var suspicion = Suspicion(updateMistakes)
      func compare(
        _ tables: WordTables, _ pair: WordPair, _ negatives: [Int], _ rate: Double, _ what: String
      ) throws {
        func changed(_ update: Update) throws -> WordTables {
          var tables = tables
          try update(&tables, pair, negatives, rate)
          return tables
        }
        try suspicion.expect(
          changed(answers.update),
          equals: changed { try Meaning.update(&$0, $1, negatives: $2, learningRate: $3) },
          in:
            "update of \(what), center \(pair.center), context \(pair.context), negatives \(negatives), "
            + "rate \(rate)",
          parts: [.tensor("centers", \.centers), .tensor("contexts", \.contexts)], changed)
      }
      let tables = WordTables(
        centers: [[0.5, -1], [1, 0.25], [-0.5, 2], [1.5, 1], [0.75, -0.25]],
        contexts: [[1, 0.5], [-0.25, 1], [0.5, 0.75], [2, -1], [-1.5, 0.25]])
      let what = "centers \(rows(of: tables.centers)), contexts \(rows(of: tables.contexts))"
      try compare(tables, WordPair(center: 1, context: 3), [4, 0, 4], 0.5, what)
      // A word that is its own neighbor, and a negative that is the center.
      try compare(tables, WordPair(center: 2, context: 2), [4], 0.25, what)
      try compare(tables, WordPair(center: 0, context: 4), [0, 1, 0, 0], 2, what)
      // As many words as dimensions.
      let square = WordTables(centers: [[1, 0.5], [5, -5]], contexts: [[0.25, 1], [0, 2]])
      try compare(
        square, WordPair(center: 0, context: 0), [1], 1,
        "centers \(rows(of: square.centers)), contexts \(rows(of: square.contexts))")
      var generator = RandomGenerator(seed: 1106)
      for (place, var input) in Input.all(seed: 1106).enumerated() {
        let words = input.rows + 1
        let shape: Shape = [words, input.columns]
        let tables = WordTables(centers: input.tensor(shape), contexts: input.tensor(shape))
        let context = generator.uniformInteger(below: words)
        let negatives = (0...place % 4).map { _ in
          (context + 1 + generator.uniformInteger(below: words - 1)) % words
        }
        try compare(
          tables,
          WordPair(center: generator.uniformInteger(below: words), context: context),
          negatives, [0.1, 1, 0.025, 0, 3][place % 5],
          "tables of shape \(shape), \(input.numbers.rawValue)")
      }
    },
    wrongAnswers: updateMistakes.wrongAnswers(\.update),
    rightAnswers: [
      RightAnswer("sums for each row, by scattering") {
        $0.update = { tables, pair, negatives, rate in
          let words = [pair.context] + negatives
          let gradients = try Meaning.pairLoss(
            tables.centers[pair.center, 0...], tables.contexts[pair.context, 0...],
            tables.contexts.gather(negatives))
          let changes = Matrix.concatenate(
            [gradients.context.expandingDimension(at: 0), gradients.negatives], along: 0)
          tables.contexts -= rate * changes.scatterAdd(at: words, extent: tables.contexts.shape[0])
          tables.centers[pair.center, 0...] -= rate * gradients.center
        }
      },
      RightAnswer("number by number, the center last") {
        $0.update = { tables, pair, negatives, rate in
          let gradients = try Meaning.pairLoss(
            tables.centers[pair.center, 0...], tables.contexts[pair.context, 0...],
            tables.contexts.gather(negatives))
          for d in 0..<tables.centers.shape[1] {
            for (place, word) in negatives.enumerated() {
              tables.contexts[word, d] -= rate * gradients.negatives[place, d]
            }
            tables.contexts[pair.context, d] -= rate * gradients.context[d]
            tables.centers[pair.center, d] -= rate * gradients.center[d]
          }
        }
      },
      RightAnswer("one-hot rows and recorded gradients of both tables") {
        $0.update = { tables, pair, negatives, rate in
          let words = [pair.context] + negatives
          let targets = Matrix(words.indices.map { $0 == 0 ? 1.0 : 0 })
          let (_, gradients) = valueWithGradients(at: [tables.centers, tables.contexts]) { all in
            let centers = all[0].gather([pair.center])
            return binaryCrossEntropy(
              logits: (all[1].gather(words) * centers).sum(along: 1), targets: targets,
              reduction: .sum)
          }
          tables.centers -= rate * gradients[0]
          tables.contexts -= rate * gradients[1]
        }
      },
    ])
}
