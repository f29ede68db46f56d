import Curriculum
import Gradus

extension MeaningLesson {
  typealias Ranking =
    @Sendable (Matrix, [Int], [[Int]], Int) throws -> (meanReciprocalRank: Double, hits: Double)

  static let ranking = Exercise<Answers>(
    "ranking", "Where the right answer stands",
    hints: [
      "Row by row: the rivals are all words but the answer itself and those in known[row].",
      "Count the rivals that score more than the answer, and those that score the same; the rank is 1 + more + same / 2, a Double.",
      "Add up 1 / rank, and 1 where rank <= k; divide both by the number of rows at the end.",
    ],
    learned:
      "A score that is the same for all words must not be first: ties share their places, or a broken model wins.",
    landmark: Landmark(
      "Sources/Curriculum/Lesson11/CompletionExperiment.swift", "func completion"),
    solution: { $0.ranking = Meaning.ranking },
    check: { answers in
      var suspicion = Suspicion(rankingMistakes)
      func compare(
        _ scores: Matrix, _ right: [Int], _ known: [[Int]], _ k: Int, _ what: String? = nil
      ) throws {
        try suspicion.expect(
          answers.ranking(scores, right, known, k),
          equals: Meaning.ranking(scores, answers: right, known: known, k: k),
          in: "ranking\(what ?? "(\(scores), answers: \(right), known: \(known), k: \(k))")",
          parts: [
            .number("mean reciprocal rank", \.meanReciprocalRank), .number("hits", \.hits),
          ]
        ) { try $0(scores, right, known, k) }
      }
      try compare(
        rankedScores, [3, 0, 5, 2, 1, 4], rankedKnown, 2, " of six rows")
      try compare([[0.9, 0.5, 0.7]], [1], [[0]], 1)
      try compare([[0.9, 0.5, 0.7]], [1], [[0, 2]], 1)
      try compare([[2, 2, 2, 2]], [3], [[]], 2)
      try compare([[-1, -3, -2]], [1], [[0, 1, 0]], 1)
      // Equal scores before the answer, and after it: a place in a sorted list is not its rank.
      try compare([[1, 1], [2, 2]], [0, 0], [[], []], 1)
      try compare([[1, 1, 1]], [2], [[]], 2)
      // More than ten words before the answer.
      try compare([[7, 5, 9, 4, 8, 1, 6, 2, 3, 10, 14, 12, 11, 13]], [5], [[]], 3)
      try compare([[4]], [0], [[]], 1)
      try compare([[1, 2], [2, 1]], [0, 0], [[1], []], 9)
      for (place, var input) in Input.all(seed: 1200).enumerated() {
        let scores = input.matrix()
        let right = input.labels([input.rows], below: input.columns).elements
        let known = (0..<input.rows).map { _ in
          input.labels([place % 4], below: input.columns).elements
        }
        try compare(scores, right, known, [1, 2, 3, 10][place / 3 % 4], " of \(input)")
      }
    },
    wrongAnswers: rankingMistakes.wrongAnswers(\.ranking),
    rightAnswers: [
      RightAnswer("sorted, with the middle of equal ones") {
        $0.ranking = { scores, answers, known, k in
          let ranks = answers.indices.map { row -> Double in
            let answer = answers[row]
            let candidates = (0..<scores.shape[1]).filter {
              $0 == answer || !known[row].contains($0)
            }
            let sorted = candidates.map { scores[row, $0] }.sorted(by: >)
            let first = sorted.firstIndex(of: scores[row, answer])!
            let last = sorted.lastIndex(of: scores[row, answer])!
            return Double(first + last) / 2 + 1
          }
          let count = Double(ranks.count)
          return (
            ranks.map { 1 / $0 }.reduce(0, +) / count,
            Double(ranks.count { $0 <= Double(k) }) / count
          )
        }
      },
      RightAnswer("−∞ for known ones") {
        $0.ranking = { scores, answers, known, k in
          var (reciprocals, hits) = (0.0, 0)
          for (row, answer) in answers.enumerated() {
            var left = scores[row, 0...].elements
            let own = left[answer]
            for word in known[row] { left[word] = -.infinity }
            left[answer] = -.infinity
            let twice = left.reduce(2) { $0 + ($1 > own ? 2 : $1 == own ? 1 : 0) }
            reciprocals += 2 / Double(twice)
            if twice <= 2 * k { hits += 1 }
          }
          return (reciprocals / Double(answers.count), Double(hits) / Double(answers.count))
        }
      },
      RightAnswer("the mean of the best and the worst rank") {
        $0.ranking = { scores, answers, known, k in
          let rows = answers.enumerated().map { row, answer -> Double in
            let ranked = Set(0..<scores.shape[1]).subtracting(known[row]).union([answer])
            let best = 1 + ranked.count { scores[row, $0] > scores[row, answer] }
            let worst = ranked.count { scores[row, $0] >= scores[row, answer] }
            return Double(best + worst) / 2
          }
          return (
            rows.reduce(0) { $0 + 1 / $1 } / Double(rows.count),
            rows.reduce(0) { $0 + ($1 <= Double(k) ? 1 : 0) } / Double(rows.count)
          )
        }
      },
    ])

  /// Ties before and after an answer, an answer that is first, words that are known, and scores of both signs.
  private static let rankedScores = Matrix([
    [0.5, 0.9, 0.7, 0.4, 0.4, 0.8, 0.1, -0.3], [1.5, 1.7, -2, 0.3, 1.1, 0.2, 0.6, 1],
    [-0.2, -0.9, -0.1, -0.6, -0.6, -0.6, -0.5, -0.6], [3, 2.5, 2, 2, 2, 1, 2.2, 0],
    [0.6, 0.6, 0.2, 0.7, 0.3, 0.7, 0, 0.5], [0.2, 0.8, 0.3, 0.1, 0.9, 0.4, 0.5, 0.6],
  ])
  private static let rankedKnown = [[1, 5], [4], [2, 0, 1], [0, 2, 3, 1, 6], [5], [1]]
}
