import Curriculum
import Gradus

extension MeaningLesson {
  static let rankingMistakes: [Mistake<Ranking>] = [
    ranked("known ones count", "What is in known[row] is right as well: it does not count.") {
      $0.isKnown = { _, _ in false }
    },
    ranked(
      "known of the first row", "Each row has known words of its own: that takes those of row 0."
    ) { rows in
      let first = rows.known[0]
      rows.isKnown = { first.contains($1) }
    },
    knownScores("known scores as 0", 0),
    knownScores("known scores as −1", -1),
    ranked("an answer that is known is skipped", knownAnswer) { $0.skipsKnownAnswers = true },
    ranked("an answer that is known gets −∞", knownAnswer) { rows in
      for (row, words) in rows.known.enumerated() {
        for word in words { rows.scores[row, word] = -.infinity }
      }
      rows.isKnown = { _, _ in false }
    },
    ranked(
      "optimistic ties",
      "Equal scores share their places: each that is equal counts a half. So a score that is the same for all "
        + "words is not first."
    ) { $0.rank = { above, _, _ in 1 + above } },
    ranked("pessimistic ties", "Equal scores count a half each, not a whole place.") {
      $0.rank = { above, equal, _ in 1 + above + equal }
    },
    ranked("ties by place", "Equal scores count a half each, wherever they stand in the list.") {
      $0.rank = { above, _, before in 1 + above + before }
    },
    ranked("the answer as its own rival", "The answer is not a rival of itself: that adds a half.")
    {
      $0.rank = { above, equal, _ in 1 + above + (equal + 1) / 2 }
    },
    ranked("ranks from 2", "The best has rank 1: that counts one too many.") {
      $0.rank = { above, equal, _ in 2 + above + equal / 2 }
    },
    ranked(
      "ranks from 0", "The best has rank 1, and not 0: 1 is added to the number of rivals above."
    ) {
      $0.rank = { above, equal, _ in above + equal / 2 }
    },
    ranked("ranks cut to whole numbers", "A rank may end with a half: it is not rounded.") {
      $0.rank = { above, equal, _ in (1 + above + equal / 2).rounded(.down) }
    },
    ranked("the lowest is first", "The highest score is first, not the lowest.") {
      $0.scores = -$0.scores
    },
    ranked(
      "the mean of the ranks", "That is the mean of the ranks: take 1 / rank of each row first."
    ) { $0.mean = { ranks, _ in ranks.reduce(0, +) / Double(ranks.count) } },
    ranked(
      "one over the mean rank",
      "The mean is of 1 / rank, row by row, and not 1 over the mean of the ranks."
    ) { $0.mean = { ranks, _ in Double(ranks.count) / ranks.reduce(0, +) } },
    ranked("reciprocals not divided", "1 / rank is averaged: divide the sum by the rows.") {
      $0.mean = { ranks, _ in ranks.reduce(0) { $0 + 1 / $1 } }
    },
    ranked("reciprocals up to k", "k is for the hits alone: 1 / rank counts at any rank.") {
      $0.mean = { ranks, k in
        ranks.reduce(0) { $0 + ($1 <= k ? 1 / $1 : 0) } / Double(ranks.count)
      }
    },
    ranked("below k", "Rank k is among the first k: compare with <=.") {
      $0.share = { ranks, k in Double(ranks.count { $0 < k }) / Double(ranks.count) }
    },
    ranked("the first alone", "A hit is a rank of at most k, not rank 1 alone.") {
      $0.share = { ranks, _ in Double(ranks.count { $0 <= 1 }) / Double(ranks.count) }
    },
    ranked("one more than k", "A rank above k is no hit.") {
      $0.share = { ranks, k in Double(ranks.count { $0 <= k + 1 }) / Double(ranks.count) }
    },
    ranked(
      "whole numbers divided",
      "Whole numbers divided give a whole number, 0 for a share below 1: make them Double before."
    ) {
      $0.share = { ranks, k in Double(ranks.count { $0 <= k } / ranks.count) }
    },
    ranked("hits not divided", "Hits are a share: divide their number by the rows.") {
      $0.share = { ranks, k in Double(ranks.count { $0 <= k }) }
    },
    ranked("hits divided by k", "Hits are a share of the rows: they are not divided by k.") {
      $0.share = { ranks, k in Double(ranks.count { $0 <= k }) / k }
    },
    ranked("hits divided by k, too", "Hits are a share of the rows: they are not divided by k.") {
      $0.share = { ranks, k in Double(ranks.count { $0 <= k }) / (k * Double(ranks.count)) }
    },
    ranked("hits in percent", "The share of hits is a number from 0 to 1, not percent.") {
      $0.share = { ranks, k in 100 * Double(ranks.count { $0 <= k }) / Double(ranks.count) }
    },
    ranked(
      "divided by the hits", "The mean is that of all questions, not only of those that are hits."
    ) {
      $0.mean = { ranks, k in
        ranks.reduce(0) { $0 + 1 / $1 } / Double(max(1, ranks.count { $0 <= k }))
      }
      $0.share = { ranks, k in ranks.contains { $0 <= k } ? 1 : 0 }
    },
    ranked(
      "divided by the words",
      "Divide by the number of questions, the rows, and not by that of words."
    ) { rows in
      let words = Double(rows.scores.shape[1])
      rows.mean = { ranks, _ in ranks.reduce(0) { $0 + 1 / $1 } / words }
      rows.share = { ranks, k in Double(ranks.count { $0 <= k }) / words }
    },
    Mistake(
      "results exchanged", "The results are exchanged: the mean of 1 / rank comes first.",
      {
        let right = try Meaning.ranking($0, answers: $1, known: $2, k: $3)
        return (right.hits, right.meanReciprocalRank)
      }),
    ranked("hits by place in a sorted list", hitsByRank) {
      $0.rankOfHit = { above, _, before in 1 + above + before }
    },
    ranked("hits without ties", hitsByRank) { $0.rankOfHit = { above, _, _ in 1 + above } },
    Mistake(
      "each known word subtracted",
      "A word that stands twice in known[row] is one word: it is left out once.",
      { scores, answers, known, k in
        let ranks = answers.enumerated().map { row, answer in
          func weight(_ word: Int) -> Double {
            let (own, other) = (scores[row, answer], scores[row, word])
            return word == answer ? 0 : other > own ? 1 : other == own ? 0.5 : 0
          }
          return (0..<scores.shape[1]).reduce(1) { $0 + weight($1) }
            - known[row].reduce(0) { $0 + weight($1) }
        }
        let count = Double(ranks.count)
        return (
          ranks.reduce(0) { $0 + 1 / $1 } / count,
          Double(ranks.count { $0 <= Double(k) }) / count
        )
      }),
  ]

  private static let knownAnswer =
    "An answer counts even where it is in known[row]: only the other words of known are left out."
  private static let hitsByRank =
    "A hit is a rank of at most k, and in the rank an equal score counts a half, wherever it stands in a sorted list."

  /// The steps of a ranking, of which each may be changed.
  private struct RankedRows {
    var scores: Matrix
    let answers: [Int]
    let known: [[Int]]
    let k: Double
    var isKnown: (_ row: Int, _ word: Int) -> Bool
    var skipsKnownAnswers = false
    /// From the rivals above, the equal ones, and the equal ones that stand before the answer.
    var rank: (_ above: Double, _ equal: Double, _ before: Double) -> Double = { above, equal, _ in
      1 + above + equal / 2
    }
    /// The same for the hits alone, if they are counted in another way.
    var rankOfHit: ((_ above: Double, _ equal: Double, _ before: Double) -> Double)?
    var mean: (_ ranks: [Double], _ k: Double) -> Double = { ranks, _ in
      ranks.reduce(0) { $0 + 1 / $1 } / Double(ranks.count)
    }
    var share: (_ ranks: [Double], _ k: Double) -> Double = { ranks, k in
      Double(ranks.count { $0 <= k }) / Double(ranks.count)
    }

    init(_ scores: Matrix, _ answers: [Int], _ known: [[Int]], _ k: Int) {
      (self.scores, self.answers, self.known, self.k) = (scores, answers, known, Double(k))
      isKnown = { known[$0].contains($1) }
    }

    var result: (meanReciprocalRank: Double, hits: Double) {
      let ranks = answers.enumerated().map { row, answer in
        if skipsKnownAnswers && known[row].contains(answer) {
          return (rank: Double.infinity, ofHit: Double.infinity)
        }
        let own = scores[row, answer]
        let rivals = (0..<scores.shape[1]).filter { $0 != answer && !isKnown(row, $0) }
        let equal = rivals.filter { scores[row, $0] == own }
        let above = Double(rivals.count { scores[row, $0] > own })
        let (ties, before) = (Double(equal.count), Double(equal.count { $0 < answer }))
        let rank = rank(above, ties, before)
        return (rank, rankOfHit?(above, ties, before) ?? rank)
      }
      return (mean(ranks.map(\.rank), k), share(ranks.map(\.ofHit), k))
    }
  }

  /// Known words get a score instead of being left out.
  private static func knownScores(_ name: String, _ score: Double) -> Mistake<Ranking> {
    ranked(
      name, "Known words are left out: a score of 0 or −1 may still be higher than the answer's."
    ) { rows in
      for (row, words) in rows.known.enumerated() {
        for word in words where word != rows.answers[row] { rows.scores[row, word] = score }
      }
      rows.isKnown = { _, _ in false }
    }
  }

  private static func ranked(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout RankedRows) -> Void
  ) -> Mistake<Ranking> {
    Mistake(name, why) { scores, answers, known, k in
      var rows = RankedRows(scores, answers, known, k)
      change(&rows)
      return rows.result
    }
  }
}
