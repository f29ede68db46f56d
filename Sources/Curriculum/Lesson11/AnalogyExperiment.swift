import Curriculum
import Gradus

extension WordVectors {
  /// What vectors of small books make of the questions "a is to b as c is to?" of one relation.
  struct AnalogyResult: Sendable {
    let relation: String
    /// All pairs of the list, and those of which both words occur often enough.
    let (pairs, known): (Int, [(a: String, b: String)])
    let questions: Int
    /// Right answers, and those of who always says the nearest neighbor of c.
    let (right, ofNearest): (Int, Int)
  }

  /// Asks each pair with each other one of its relation.
  func analogies() throws -> [AnalogyResult] {
    let table = try Dataset.analogies.table()
    let (relations, a, b) = (
      try table.strings("relation"), try table.strings("a"), try table.strings("b")
    )
    var names: [String] = []
    for relation in relations where names.last != relation { names.append(relation) }
    return try names.map { name in
      let rows = relations.indices.filter { relations[$0] == name }
      let known = rows.map { (a: a[$0].lowercased(), b: b[$0].lowercased()) }
        .filter { number(of: $0.a) != nil && number(of: $0.b) != nil }
      var (questions, right, ofNearest) = (0, 0, 0)
      for first in known {
        for second in known where first != second {
          let (a, b) = (number(of: first.a)!, number(of: first.b)!)
          let (c, answer) = (number(of: second.a)!, number(of: second.b)!)
          questions += 1
          right += try analogy(a, b, c) == answer ? 1 : 0
          ofNearest += nearest(to: vectors[c], besides: [a, b, c]) == answer ? 1 : 0
        }
      }
      return AnalogyResult(
        relation: name, pairs: rows.count, known: known, questions: questions, right: right,
        ofNearest: ofNearest)
    }
  }

  /// The word whose direction is nearest to that of b − a + c.
  func analogy(_ a: Int, _ b: Int, _ c: Int) throws -> Int {
    nearest(to: goal(a, b, c), besides: [a, b, c])
  }

  /// b − a + c, each first made as long as the others.
  func goal(_ a: Int, _ b: Int, _ c: Int) -> Tensor<Double> {
    let rows = vectors.gather([a, b, c])
    let unit = rows / rows.norm(along: 1, keepingDimensions: true)
    return unit[1, 0...] - unit[0, 0...] + unit[2, 0...]
  }

  private func nearest(to vector: Tensor<Double>, besides others: [Int]) -> Int {
    // The unknown word is no answer.
    vectors.nearestRows(to: vector, count: 1, excluding: Set([0] + others))[0].row
  }
}

extension WordVectors {
  /// How much nearer words are to *he* than to *she*, of the words that occur so often.
  func genders(atLeast frequency: Int = 40) -> [(word: String, difference: Double)] {
    let (his, her) = (["he", "his", "him"], ["she", "her"])
    return words.indices.dropFirst().filter { counts[$0] >= frequency }.map { words[$0] }
      .filter { !(his + her + ["himself", "herself"]).contains($0) }
      .map { word in
        let toHis = mean(his.map { cosine(word, $0) })
        return (word, toHis - mean(her.map { cosine(word, $0) }))
      }
      .sorted { $0.difference > $1.difference }
  }
}
