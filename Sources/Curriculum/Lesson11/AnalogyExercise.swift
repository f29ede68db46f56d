import Curriculum
import Gradus

extension MeaningLesson {
  typealias Analogy = @Sendable (Matrix, Int, Int, Int) throws -> Int

  static let analogy = Exercise<Answers>(
    "analogy", "a is to b as c is to …",
    hints: [
      "Vectors of length one first, as in `neighbors`; then unit[b, 0...] - unit[a, 0...] + unit[c, 0...].",
      "The largest product with that vector, among all words but a, b and c. A search that replaces its best only by a "
        + "larger one keeps the first of equal ones.",
    ],
    learned:
      "Where a relation is the same step for many pairs of words, one step answers for the others.",
    landmark: Landmark("Sources/TensorCore/CosineNeighbors.swift", "func cosineSimilarities"),
    solution: { $0.analogy = Meaning.analogy },
    check: { answers in
      var suspicion = Suspicion(analogyMistakes)
      func compare(
        _ vectors: Matrix, _ questions: [(a: Int, b: Int, c: Int)], _ what: String? = nil
      ) throws {
        func all(_ analogy: Analogy) throws -> [Int] {
          try questions.map { try analogy(vectors, $0.a, $0.b, $0.c) }
        }
        let parts = questions.indices.map { place in
          let (a, b, c) = questions[place]
          return Part<[Int]>.value("a: \(a), b: \(b), c: \(c)") { $0[place] }
        }
        try suspicion.expect(
          all(answers.analogy), equals: all { try Meaning.analogy($0, a: $1, b: $2, c: $3) },
          in: "analogy(\(what ?? rows(of: vectors)))", parts: parts, all)
      }
      let vectors: Matrix = [
        [3, 1, 0], [1, 2, -1], [2, 1, 1], [-9, -2, 1], [20, 30, 40], [0.1, 0.1, -0.02], [1, -3, 2],
        [-1, 4, 5], [7, -2, -1], [-0.3, 0.2, 0.1], [2, -2, -9],
      ]
      try compare(
        vectors,
        [
          (0, 1, 2), (4, 6, 3), (1, 5, 8), (7, 2, 9), (9, 10, 0), (3, 4, 5), (6, 0, 7), (8, 9, 1),
        ])
      // Nearest would be a word of the question: c, b, and a.
      try compare(
        [[1, 0], [0.9, 0.4], [0.9, -0.4], [0, 2], [0.1, -3], [-1, 0.5], [-8, -1]],
        [(0, 1, 3), (3, 1, 3), (2, 4, 0), (1, 3, 0), (0, 1, 2), (5, 6, 5), (4, 4, 1)])
      // Products that are equal: of the same directions, and of right angles.
      try compare(
        [[1, 0], [0, 1], [3, 0], [0, 0.5], [0, 2], [-1, 0], [-4, 0]],
        [(0, 1, 2), (0, 2, 1), (1, 0, 5), (0, 0, 5), (3, 6, 4)])
      try compare([[2], [-1], [3], [-4], [5]], [(0, 1, 2), (1, 0, 3), (2, 2, 2), (1, 1, 3)])
      try compare([[1, 2], [0, -1]], [(0, 0, 0), (1, 1, 1)])
      var generator = RandomGenerator(seed: 1108)
      for var input in Input.all(seed: 1108) where input.numbers != .tied {
        // In at least two dimensions, where no two products are equal but for rounding.
        let shape: Shape = [input.rows + 3, input.columns + 1]
        let lengths = Matrix((0..<shape[0]).map { [1, 30, 0.2, 5][$0 % 4] })
        let vectors = input.tensor(shape) * lengths.reshaped(to: [shape[0], 1])
        let questions = (0..<6).map { _ in
          let words = generator.permutation(shape[0])
          return (a: words[0], b: words[1], c: words[2])
        }
        try compare(
          vectors, questions, "\(shape[0]) vectors of \(shape[1]), \(input.numbers.rawValue)")
      }
    },
    wrongAnswers: analogyMistakes.wrongAnswers(\.analogy),
    rightAnswers: [
      RightAnswer("the framework's") {
        $0.analogy = { vectors, a, b, c in
          let unit = rowsOfLengthOne(vectors)
          let goal = unit[b, 0...] - unit[a, 0...] + unit[c, 0...]
          return vectors.nearestRows(to: goal, count: 1, excluding: [a, b, c])[0].row
        }
      },
      RightAnswer("three products for each word") {
        $0.analogy = { vectors, a, b, c in
          let unit = rowsOfLengthOne(vectors)
          let products = matmul(unit, unit, transposeB: true)
          var best: Int?
          for word in 0..<vectors.shape[0] where ![a, b, c].contains(word) {
            func score(_ word: Int) -> Double {
              products[word, b] - products[word, a] + products[word, c]
            }
            if best == nil || score(word) > score(best!) { best = word }
          }
          return best!
        }
      },
      RightAnswer("−infinity for the three words") {
        $0.analogy = { vectors, a, b, c in
          let unit = rowsOfLengthOne(vectors)
          var scores = ((unit[c, 0...] - unit[a, 0...] + unit[b, 0...]) * unit).sum(along: 1)
          for word in [a, b, c] { scores[word] = -.infinity }
          return scores.argmax()
        }
      },
      RightAnswer("the smallest distance of vectors of length one") {
        $0.analogy = { vectors, a, b, c in
          let unit = rowsOfLengthOne(vectors)
          let goal = unit[b, 0...] - unit[a, 0...] + unit[c, 0...]
          let distances = (unit - goal).squared().sum(along: 1).elements
          let others = distances.indices.filter { $0 != a && $0 != b && $0 != c }
          return others.min { distances[$0] < distances[$1] }!
        }
      },
    ])
}
