import Curriculum
import Gradus

extension MeaningLesson {
  static let neighborsMistakes: [Mistake<Neighbors>] = [
    scored("products", "Products grow with the vectors' lengths: divide by these, for the cosines.")
    { vectors, word in (vectors * vectors[word, 0...]).sum(along: 1) },
    scored(
      "distances", "Distances depend on the vectors' lengths: compare the directions, by cosines."
    ) {
      vectors, word in -(vectors - vectors[word, 0...]).squared().sum(along: 1)
    },
    scored(
      "divided by the squared length", "A vector's length is the root of the sum of its squares."
    ) { vectors, word in
      (vectors * vectors[word, 0...]).sum(along: 1) / vectors.squared().sum(along: 1)
    },
    scored(
      "the sum as the length",
      "A vector's length is the root of the sum of its squares, and not the sum of its numbers."
    ) { vectors, word in
      (vectors * vectors[word, 0...]).sum(along: 1) / vectors.abs().sum(along: 1)
    },
    scored("the columns' lengths", "Divide each row by its length: those are the columns' lengths.")
    { vectors, word in
      let divided = vectors / vectors.squared().sum(along: 0).sqrt()
      return (divided * divided[word, 0...]).sum(along: 1)
    },
    scored("the farthest first", "The nearest come first: those with the largest cosines.") {
      vectors, word in -cosines(vectors, word)
    },
    scored("no signs", "A cosine of −1 is the opposite direction: the signs count.") {
      vectors, word in cosines(vectors, word).abs()
    },
    scored(
      "correlations",
      "The means of the vectors are not subtracted: the cosine compares the vectors as they are."
    ) { vectors, word in
      cosines(vectors - vectors.mean(along: 1, keepingDimensions: true), word)
    },
    listed("the word itself", "The word itself is not one of its neighbors.") { order, _, count in
      Array(order.prefix(count))
    },
    listed(
      "one too few", "Leave out the word itself first, and count then: that is one too few."
    ) { order, word, count in order.prefix(count).filter { $0 != word } },
    listed(
      "the first left out",
      "Leave out the word itself, not the first of the list: another word may have a cosine of 1, too."
    ) { order, _, count in Array(order.dropFirst().prefix(count)) },
    ownCosine("its own cosine as 0", 0),
    ownCosine("its own cosine as −1", -1),
    Mistake(
      "every cosine of 1 left out",
      "Another word may have a cosine of 1, too: leave out the word by its number, not by its cosine."
    ) { vectors, word, count in
      let cosines = cosines(vectors, word)
      return Array(order(of: cosines).filter { cosines[$0] < 1 - 1e-9 }.prefix(count))
    },
    listed("all of them", "Only `count` words are asked for.") { order, word, _ in
      order.filter { $0 != word }
    },
    listed("by number", "The nearest comes first: those are in the order of their numbers.") {
      order, word, count in order.filter { $0 != word }.prefix(count).sorted()
    },
    listed(
      "numbers among the others",
      "Those are places in a list without the word: after it, each number is one too small."
    ) { order, word, count in
      order.filter { $0 != word }.prefix(count).map { $0 > word ? $0 - 1 : $0 }
    },
    listed(
      "ranks for words", "Those are the words' ranks; asked for is which word has the first rank."
    ) { order, word, count in
      let others = order.filter { $0 != word }
      let words = others.sorted()
      return words.prefix(count).map { others.firstIndex(of: $0)! }
    },
    Mistake("equal ones by falling number", "Of equal cosines, the smaller number comes first.") {
      vectors, word, count in
      let cosines = cosines(vectors, word).elements
      let others = cosines.indices.filter { $0 != word }
      return Array(
        others.sorted { (cosines[$0], $0) > (cosines[$1], $1) }.prefix(count))
    },
  ]

  /// The words sorted by a score, the largest first; a mistake is in the score.
  private static func scored(
    _ name: String, _ why: String, _ scores: @escaping @Sendable (Matrix, Int) -> Matrix
  ) -> Mistake<Neighbors> {
    Mistake(name, why) { vectors, word, count in
      Array(order(of: scores(vectors, word)).filter { $0 != word }.prefix(count))
    }
  }

  /// The word stays in the list, with another cosine.
  private static func ownCosine(_ name: String, _ cosine: Double) -> Mistake<Neighbors> {
    Mistake(
      name,
      "The word itself is still in the list: with a cosine of 0 or −1, others may stand after it."
    ) { vectors, word, count in
      var cosines = cosines(vectors, word)
      cosines[word] = cosine
      return Array(order(of: cosines).prefix(count))
    }
  }

  /// A list made in another way from the right order of all words, the word itself among them.
  private static func listed(
    _ name: String, _ why: String,
    _ list: @escaping @Sendable (_ order: [Int], _ word: Int, _ count: Int) -> [Int]
  ) -> Mistake<Neighbors> {
    Mistake(name, why) { vectors, word, count in
      list(order(of: cosines(vectors, word)), word, count)
    }
  }

  private static func order(of scores: Matrix) -> [Int] {
    scores.argsort(isDescending: true).elements
  }

  /// The cosines of all rows with one of them, shape [V].
  private static func cosines(_ vectors: Matrix, _ word: Int) -> Matrix {
    let unit = rowsOfLengthOne(vectors)
    return (unit * unit[word, 0...]).sum(along: 1)
  }

  /// Each row divided by its length.
  static func rowsOfLengthOne(_ vectors: Matrix) -> Matrix {
    vectors / vectors.squared().sum(along: 1, keepingDimensions: true).sqrt()
  }
}
