import Curriculum
import Gradus

extension MeaningLesson {
  typealias Neighbors = @Sendable (Matrix, Int, Int) throws -> [Int]

  static let neighbors = Exercise<Answers>(
    "neighbors", "Words that are alike",
    hints: [
      "Divide each row by its length, vectors.squared().sum(along: 1, keepingDimensions: true).sqrt(): then a product "
        + "of two rows is their cosine.",
      "Take all words but `word` itself, sort them by cosine, the largest first, and take the first `count`.",
      "In the comparison: cosines[$0] == cosines[$1] ? $0 < $1 : cosines[$0] > cosines[$1].",
    ],
    learned:
      "The cosine compares directions: a frequent word with a long vector is not nearer to everything for that.",
    landmark: Landmark("Sources/TensorCore/CosineNeighbors.swift", "func nearestRows"),
    solution: { $0.neighbors = Meaning.neighbors },
    check: { answers in
      var suspicion = Suspicion(neighborsMistakes)
      func compare(
        _ vectors: Matrix, _ word: Int, _ count: Int, _ what: String? = nil
      ) throws {
        try suspicion.expect(
          answers.neighbors(vectors, word, count),
          equals: Meaning.neighbors(vectors, of: word, count: count),
          in: "neighbors(\(what ?? rows(of: vectors)), of: \(word), count: \(count))",
          parts: [.value("the words", \.self)]
        ) { try $0(vectors, word, count) }
      }
      let vectors: Matrix = [
        [3, 1, 0], [1, 2, -1], [2, 1, 1], [-9, -2, 1], [20, 30, 40], [0.1, 0.1, -0.02], [1, -3, 2],
        [-1, 4, 5], [7, -2, -1],
      ]
      try compare(vectors, 2, 5)
      try compare(vectors, 6, 4)
      // Equal directions and right angles, exactly so, in vectors of several lengths.
      let ties: Matrix = [[0, 3], [5, 0], [0, -1], [2, 0], [0, 7], [-4, 0], [1, 0], [0, 1]]
      for word in [3, 6, 1, 5] { try compare(ties, word, 7) }
      try compare(ties, 4, 3)
      try compare(ties, 7, 0)
      try compare([[2], [-1], [3], [-4]], 2, 2)
      try compare([[1, 0, 0.5], [2, 1, -3], [0, 3, 1]], 0, 2)
      // More than there are.
      try compare(ties, 0, 100)
      try compare([[1, 2]], 0, 1)
      for (place, var input) in Input.all(seed: 1107).enumerated() where input.numbers != .tied {
        // In at least two dimensions, where no two cosines are equal but for rounding.
        let shape: Shape = [input.rows + 2, input.columns + 1]
        let lengths = Matrix((0..<shape[0]).map { [1, 30, 0.2, 5][$0 % 4] })
        let vectors = input.tensor(shape) * lengths.reshaped(to: [shape[0], 1])
        for word in [0, shape[0] - 1, place % shape[0]] {
          try compare(
            vectors, word, 1 + place % (shape[0] + 1),
            "\(shape[0]) vectors of \(shape[1]), \(input.numbers.rawValue)")
        }
      }
    },
    wrongAnswers: neighborsMistakes.wrongAnswers(\.neighbors),
    rightAnswers: [
      RightAnswer("the framework's") {
        $0.neighbors = { vectors, word, count in
          vectors.nearestRows(to: vectors[word, 0...], count: count, excluding: [word]).map(\.row)
        }
      },
      RightAnswer("the nearest of the rest, again and again") {
        $0.neighbors = { vectors, word, count in
          let cosines = cosineSimilarities(vectors[word..<word + 1, 0...], vectors).elements
          var (rest, found) = (cosines.indices.filter { $0 != word }, [Int]())
          while found.count < count, !rest.isEmpty {
            let best = rest.max { cosines[$0] < cosines[$1] }!
            found.append(best)
            rest.removeAll { $0 == best }
          }
          return found
        }
      },
      RightAnswer("distances of vectors of length one") {
        $0.neighbors = { vectors, word, count in
          let unit = vectors / vectors.squared().sum(along: 1, keepingDimensions: true).sqrt()
          let distances = (unit - unit[word, 0...]).squared().sum(along: 1).elements
          let all = distances.indices.map { (distance: distances[$0], word: $0) }
          return all.filter { $0.word != word }.sorted { $0 < $1 }.prefix(count).map(\.word)
        }
      },
    ])
}
