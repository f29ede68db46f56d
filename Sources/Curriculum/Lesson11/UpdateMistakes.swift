import Curriculum
import Gradus

extension MeaningLesson {
  static let updateMistakes: [Mistake<Update>] = [
    mistake(
      "a repeated negative counted once",
      "A word that was drawn several times has a gradient for each time, and all of them are subtracted."
    ) { tables, pair, negatives, rate, gradients in
      let old = tables.contexts
      move(&tables, pair, [], rate, gradients)
      for (place, word) in negatives.enumerated() {
        tables.contexts[word, 0...] = old[word, 0...] - rate * gradients.negatives[place, 0...]
      }
    },
    Mistake(
      "the tables exchanged",
      "The tables are exchanged: the center's vector is a row of centers, all others are rows of contexts."
    ) { tables, pair, negatives, rate in
      var exchanged = WordTables(centers: tables.contexts, contexts: tables.centers)
      try Meaning.update(&exchanged, pair, negatives: negatives, learningRate: rate)
      tables = WordTables(centers: exchanged.contexts, contexts: exchanged.centers)
    },
    Mistake(
      "center and context of the pair exchanged",
      "pair.center is the row of centers, and pair.context that of contexts: they are exchanged."
    ) { tables, pair, negatives, rate in
      try Meaning.update(
        &tables, WordPair(center: pair.context, context: pair.center), negatives: negatives,
        learningRate: rate)
    },
    mistake(
      "the negatives' rows of centers changed",
      "Negatives stand for neighbors: their rows of contexts change, and not those of centers."
    ) { tables, pair, negatives, rate, gradients in
      move(&tables, pair, [], rate, gradients)
      for (place, word) in negatives.enumerated() {
        tables.centers[word, 0...] -= rate * gradients.negatives[place, 0...]
      }
    },
    mistake(
      "the context's row of centers changed",
      "The context stands in the other table: its row of contexts changes, and not that of centers."
    ) { tables, pair, negatives, rate, gradients in
      let context = tables.contexts[pair.context, 0...]
      move(&tables, pair, negatives, rate, gradients)
      tables.contexts[pair.context, 0...] = context
      tables.centers[pair.context, 0...] -= rate * gradients.context
    },
    Mistake(
      "the context's vector from centers",
      "The vector u of the context is a row of contexts; that is its row of centers.",
      { tables, pair, negatives, rate in
        let gradients = try Meaning.pairLoss(
          tables.centers[pair.center, 0...], tables.centers[pair.context, 0...],
          tables.contexts.gather(negatives))
        move(&tables, pair, negatives, rate, gradients)
      }),
    mistake(
      "the negatives' part divided by their number",
      "The negatives' losses are added up, and so are their gradients: nothing is divided by K."
    ) { tables, pair, negatives, rate, gradients in
      var gradients = gradients
      gradients.negatives = gradients.negatives / Double(negatives.count)
      move(&tables, pair, negatives, rate, gradients)
    },
    mistake(
      "the gradients with the new center",
      "The center has changed before the other gradients were taken: take all of them first."
    ) { tables, pair, negatives, rate, gradients in
      tables.centers[pair.center, 0...] -= rate * gradients.center
      let later = try loss(tables, pair, negatives)
      tables.contexts[pair.context, 0...] -= rate * later.context
      for (place, word) in negatives.enumerated() {
        tables.contexts[word, 0...] -= rate * later.negatives[place, 0...]
      }
    },
    mistake(
      "the center with the new contexts",
      "The contexts have changed before the center's gradient was taken: take all of them first."
    ) { tables, pair, negatives, rate, gradients in
      let center = tables.centers
      move(&tables, pair, negatives, rate, gradients)
      let contexts = tables.contexts
      tables.centers = center
      let later = try loss(WordTables(centers: center, contexts: contexts), pair, negatives)
      tables.centers[pair.center, 0...] -= rate * later.center
    },
    mistake(
      "up the gradients", "That goes up the loss: learningRate times the gradients is subtracted."
    ) { move(&$0, $1, $2, -$3, $4) },
    mistake("no learning rate", "The gradients are multiplied by the learning rate first.") {
      move(&$0, $1, $2, 1, $4)
    },
    mistake(
      "divided by the number of negatives",
      "The negatives' losses are added up, and so are their gradients: nothing is divided by K."
    ) { move(&$0, $1, $2, $3 / Double($2.count), $4) },
    mistake("the negatives unchanged", "The negatives' vectors learn, too.") {
      move(&$0, $1, [], $3, $4)
    },
    mistake("the context unchanged", "The context's vector learns, too.") {
      var gradients = $4
      gradients.context = gradients.context * 0
      move(&$0, $1, $2, $3, gradients)
    },
    mistake("the center unchanged", "The center's vector learns, too.") {
      var gradients = $4
      gradients.center = gradients.center * 0
      move(&$0, $1, $2, $3, gradients)
    },
    mistake(
      "all rows of centers changed", "Of centers, only the row of the pair's center changes."
    ) { tables, pair, negatives, rate, gradients in
      let center = tables.centers
      move(&tables, pair, negatives, rate, gradients)
      tables.centers = center - rate * gradients.center
    },
    mistake(
      "places for words",
      "A negative's place in the list is not its number: row `place` of the gradients is for word "
        + "negatives[place]."
    ) { tables, pair, negatives, rate, gradients in
      move(&tables, pair, [], rate, gradients)
      for place in negatives.indices {
        tables.contexts[place % tables.contexts.shape[0], 0...] -=
          rate * gradients.negatives[place, 0...]
      }
    },
    mistake(
      "the first gradient for all negatives",
      "Each negative has its own row of gradients.negatives: that is the first one's for all."
    ) { tables, pair, negatives, rate, gradients in
      move(&tables, pair, [], rate, gradients)
      for word in negatives {
        tables.contexts[word, 0...] -= rate * gradients.negatives[0, 0...]
      }
    },
    Mistake(
      "one step for each negative",
      ofEachNegative
    ) { tables, pair, negatives, rate in
      for word in negatives {
        try Meaning.update(&tables, pair, negatives: [word], learningRate: rate)
      }
    },
    Mistake("the pair's loss for each negative", ofEachNegative) { tables, pair, negatives, rate in
      let old = tables
      for word in negatives { move(&tables, pair, [word], rate, try loss(old, pair, [word])) }
    },
    Mistake(
      "only the first negative", "All negatives belong to the step, not the first alone."
    ) { tables, pair, negatives, rate in
      try Meaning.update(&tables, pair, negatives: [negatives[0]], learningRate: rate)
    },
    Mistake(
      "the first K rows for the negatives",
      "The negatives' vectors are the rows that `negatives` names, contexts.gather(negatives), and not the first K."
    ) { tables, pair, negatives, rate in
      let first = negatives.indices.map { $0 % tables.contexts.shape[0] }
      move(&tables, pair, negatives, rate, try loss(tables, pair, first))
    },
    mistake(
      "the negatives' gradients added",
      "The negatives' gradients are subtracted as well: that they push away is in them already."
    ) {
      var gradients = $4
      gradients.negatives = -gradients.negatives
      move(&$0, $1, $2, $3, gradients)
    },
    mistake(
      "the gradients of center and context exchanged",
      "The gradients are exchanged: gradients.center is for the row of centers, gradients.context for that of contexts."
    ) {
      var gradients = $4
      (gradients.center, gradients.context) = (gradients.context, gradients.center)
      move(&$0, $1, $2, $3, gradients)
    },
    mistake(
      "the sum for each negative",
      "Each negative has its own row of gradients.negatives: that is their sum for each."
    ) { tables, pair, negatives, rate, gradients in
      move(&tables, pair, [], rate, gradients)
      for word in negatives {
        tables.contexts[word, 0...] -= rate * gradients.negatives.sum(along: 0)
      }
    },
    mistake(
      "its own neighbor left out", "A word may be its own neighbor: that is a pair like any other."
    ) { if $1.center != $1.context { move(&$0, $1, $2, $3, $4) } },
    mistake(
      "the learning rate twice",
      "The gradients are multiplied by the learning rate once, not twice."
    ) { move(&$0, $1, $2, $3 * $3, $4) },
    Mistake(
      "a negative that is the center left out",
      "A negative may be the pair's center: what is never drawn is only the context."
    ) { tables, pair, negatives, rate in
      let gradients = try loss(tables, pair, negatives)
      let old = tables.contexts[pair.center, 0...]
      move(&tables, pair, negatives, rate, gradients)
      if pair.center != pair.context { tables.contexts[pair.center, 0...] = old }
    },
    Mistake("a copy changed", "The tables that were passed in have to change, and not a copy.") {
      _, _, _, _ in
    },
  ]

  private static let ofEachNegative =
    "pairLoss of each negative alone has the pair's own gradient in it each time: call it once, for all of them."

  private static func mistake(
    _ name: String, _ why: String,
    _ change:
      @escaping @Sendable (
        _ tables: inout WordTables, _ pair: WordPair, _ negatives: [Int], _ rate: Double,
        _ gradients: PairLoss
      ) throws -> Void
  ) -> Mistake<Update> {
    Mistake(name, why) { tables, pair, negatives, rate in
      try change(&tables, pair, negatives, rate, loss(tables, pair, negatives))
    }
  }

  private static func loss(
    _ tables: WordTables, _ pair: WordPair, _ negatives: [Int]
  ) throws -> PairLoss {
    try Meaning.pairLoss(
      tables.centers[pair.center, 0...], tables.contexts[pair.context, 0...],
      tables.contexts.gather(negatives))
  }

  /// The right change, of which a mistake may leave out something, or move it.
  private static func move(
    _ tables: inout WordTables, _ pair: WordPair, _ negatives: [Int], _ rate: Double,
    _ gradients: PairLoss
  ) {
    tables.centers[pair.center, 0...] -= rate * gradients.center
    tables.contexts[pair.context, 0...] -= rate * gradients.context
    for (place, word) in negatives.enumerated() {
      tables.contexts[word, 0...] -= rate * gradients.negatives[place, 0...]
    }
  }
}
