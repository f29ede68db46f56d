import Curriculum
import Gradus

extension MeaningLesson {
  /// What the answer is made of, so that a mistake is one change to it.
  private struct ChangedAnalogy: Sendable {
    /// The vectors that the goal is made of.
    var vectors: @Sendable (Matrix) -> Matrix = rowsOfLengthOne
    /// From the vectors of a, b and c to the goal.
    var goal: @Sendable (Matrix, Matrix, Matrix) -> Matrix = { a, b, c in b - a + c }
    /// How well each word fits, from all vectors as given and the goal.
    var scores: @Sendable (Matrix, Matrix) -> Matrix = { vectors, goal in
      (rowsOfLengthOne(vectors) * goal).sum(along: 1)
    }
    /// The words that are no answer.
    var excluded: @Sendable (Int, Int, Int) -> [Int] = { [$0, $1, $2] }
    /// From the words that are left, and the scores of all.
    var choice: @Sendable ([Int], [Double]) -> Int = { words, scores in
      words.max { scores[$0] < scores[$1] }!
    }

    func callAsFunction(_ all: Matrix, _ a: Int, _ b: Int, _ c: Int) -> Int {
      let rows = vectors(all)
      let scores = scores(all, goal(rows[a, 0...], rows[b, 0...], rows[c, 0...])).elements
      let excluded = excluded(a, b, c)
      return choice(scores.indices.filter { !excluded.contains($0) }, scores)
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedAnalogy) -> Void
  ) -> Mistake<Analogy> {
    var changed = ChangedAnalogy()
    change(&changed)
    return Mistake(name, why) { [changed] in changed($0, $1, $2, $3) }
  }

  private static let tooLateABeginning =
    "All products may be below 0, and below −1: begin the search with −∞ or the first word that is allowed, and where "
    + "a word is left out by its product, with −∞."

  /// The search keeps word 0 if no product is above a number.
  private static func begun(_ name: String, at least: Double) -> Mistake<Analogy> {
    mistake(name, tooLateABeginning) {
      $0.choice = { words, scores in
        words.reduce((word: 0, score: least)) {
          scores[$1] > $0.score ? ($1, scores[$1]) : $0
        }.word
      }
    }
  }

  /// The words of the question stay in the search, with another product.
  private static func leftOut(_ name: String, _ product: Double) -> Mistake<Analogy> {
    mistake(name, tooLateABeginning) {
      $0.choice = { words, scores in
        scores.indices.map { words.contains($0) ? scores[$0] : product }.enumerated()
          .reduce((offset: 0, element: -.infinity)) { $1.element > $0.element ? $1 : $0 }.offset
      }
    }
  }

  static let analogyMistakes: [Mistake<Analogy>] = [
    mistake("a − b + c", "The step goes from a to b: that is b − a, and not a − b.") {
      $0.goal = { a, b, c in a - b + c }
    },
    mistake("a + b − c", "The step from a to b is taken from c: b − a + c, and not a + b − c.") {
      $0.goal = { a, b, c in a + b - c }
    },
    mistake("b − a − c", "The step is added to the vector of c: b − a + c, and not b − a − c.") {
      $0.goal = { a, b, c in b - a - c }
    },
    mistake("all three added", "a is where the step begins: its vector is subtracted.") {
      $0.goal = { a, b, c in a + b + c }
    },
    mistake("the step alone", "The step b − a is taken from c: add the vector of c.") {
      $0.goal = { a, b, _ in b - a }
    },
    mistake("b + c", "The vector of a is missing: the step is b − a.") {
      $0.goal = { _, b, c in b + c }
    },
    mistake("the neighbor of c", "That is the word nearest to c: the step b − a is missing.") {
      $0.goal = { _, _, c in c }
    },
    mistake("the neighbor of b", "That is the word nearest to b: a and c count, too.") {
      $0.goal = { _, b, _ in b }
    },
    mistake(
      "the goal of vectors as they are",
      "b − a + c is of vectors of length one: otherwise, the longest of the three decides."
    ) { $0.vectors = { $0 } },
    mistake(
      "products with vectors as they are",
      "The longest word fits best: divide the vectors that are compared by their lengths, too."
    ) { $0.scores = { ($0 * $1).sum(along: 1) } },
    mistake(
      "nothing divided by its length", "Divide each vector by its length before anything else."
    ) {
      $0.vectors = { $0 }
      $0.scores = { ($0 * $1).sum(along: 1) }
    },
    mistake(
      "distances of vectors as they are",
      "That is the nearest in space, where lengths count: compare directions, by products of vectors of length one."
    ) {
      $0.vectors = { $0 }
      $0.scores = { -($0 - $1).squared().sum(along: 1) }
    },
    mistake(
      "distances of a goal of length one from vectors as they are",
      "That is the nearest in space, where lengths count: compare directions, by products of vectors of length one."
    ) { $0.scores = { -($0 - $1).squared().sum(along: 1) } },
    mistake(
      "divided by the squared length", "A vector's length is the root of the sum of its squares."
    ) {
      let divided: @Sendable (Matrix) -> Matrix = {
        $0 / $0.squared().sum(along: 1, keepingDimensions: true)
      }
      $0.vectors = divided
      $0.scores = { (divided($0) * $1).sum(along: 1) }
    },
    mistake(
      "the columns' lengths", "Each row is divided by its length: those are the columns' lengths."
    ) {
      $0.vectors = { $0 / $0.squared().sum(along: 0).sqrt() }
      $0.scores = { vectors, goal in
        (vectors / vectors.squared().sum(along: 0).sqrt() * goal).sum(along: 1)
      }
    },
    mistake("no word excluded", "The words of the question, a, b and c, are no answer.") {
      $0.excluded = { _, _, _ in [] }
    },
    mistake("a not excluded", "The word a is no answer either: leave out all three.") {
      $0.excluded = { _, b, c in [b, c] }
    },
    mistake("b not excluded", "The word b is no answer either: leave out all three.") {
      $0.excluded = { a, _, c in [a, c] }
    },
    mistake("c not excluded", "The word c is no answer either: leave out all three.") {
      $0.excluded = { a, b, _ in [a, b] }
    },
    mistake("the farthest", "The largest product is asked for, and not the smallest.") {
      $0.choice = { words, scores in words.min { scores[$0] < scores[$1] }! }
    },
    mistake("no signs", "A product of −1 is the opposite direction: the signs count.") {
      $0.choice = { words, scores in words.max { scores[$0].magnitude < scores[$1].magnitude }! }
    },
    begun("the best begins with 0", at: 0),
    begun("the best begins with −1", at: -1),
    mistake("the best begins with word 0", tooLateABeginning) {
      $0.choice = { words, scores in
        words.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
      }
    },
    leftOut("0 for words that are left out", 0),
    leftOut("−1 for words that are left out", -1),
    mistake("the last of equal ones", "Of equal products, the word with the smaller number is it.")
    {
      $0.choice = { words, scores in words.reversed().max { scores[$0] < scores[$1] }! }
    },
    mistake(
      "the place among the words left",
      "That is a place in the list without a, b and c: return the number of the word there."
    ) {
      $0.choice = { words, scores in words.indices.max { scores[words[$0]] < scores[words[$1]] }! }
    },
  ]
}
