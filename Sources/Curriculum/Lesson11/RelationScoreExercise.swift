import Curriculum
import Gradus

extension MeaningLesson {
  typealias Scoring = @Sendable (Matrix, Matrix, Matrix) throws -> RelationScore

  static let relationScore = Exercise<Answers>(
    "relationScore", "How well a relation fits",
    hints: [
      "M·r is a vector; the score is its product with l, element by element, summed.",
      "The score is linear in each of l, M and r, so each gradient is what stands beside it: M·r for l, Mᵀ·l for r.",
      "The gradient of the number in row i and column j of M is l[i] · r[j]: a column of l times a row of r.",
    ],
    learned:
      "A matrix between two words lets a relation have a direction: l to r may score high where r to l does not.",
    landmark: Landmark(
      "Sources/Curriculum/Lesson11/CompletionExperiment.swift", "struct BilinearScore"),
    solution: { $0.relationScore = Meaning.relationScore },
    check: { answers in
      func compare(
        _ left: Matrix, _ relation: Matrix, _ right: Matrix, _ what: String,
        _ mistakes: [Mistake<Scoring>] = []
      ) throws {
        try expect(
          answers.relationScore(left, relation, right),
          equals: Meaning.relationScore(left, relation, right), in: "relationScore of \(what)",
          parts: [
            .number("score", \.score), .tensor("gradient of the left", \.left),
            .tensor("gradient of the relation", \.relation),
            .tensor("gradient of the right", \.right),
          ], suspects: mistakes.suspects { try $0(left, relation, right) })
      }
      var general = Input.all(seed: 1190)[0]
      try compare(
        general.tensor([4]), general.tensor([4, 4]), general.tensor([4]), "random vectors, D = 4",
        relationMistakes)
      try compare([1, 2], [[0, 1], [0, 0]], [3, 4], "[1, 2], [[0, 1], [0, 0]] and [3, 4]")
      try compare([0, 0], [[1, 2], [3, 4]], [5, 6], "a left vector of zeros")
      try compare([5, 6], [[1, 2], [3, 4]], [0, 0], "a right vector of zeros")
      try compare([5, 6, 7], .zeros([3, 3]), [1, 2, 3], "a relation of zeros")
      for var input in Input.all(seed: 1191) {
        let d = input.columns
        try compare(
          input.tensor([d]), input.tensor([d, d]), input.tensor([d]),
          "vectors with D = \(d), \(input.numbers.rawValue)")
      }
    },
    wrongAnswers: relationMistakes.wrongAnswers(\.relationScore),
    rightAnswers: [
      RightAnswer("the framework's differentiation") {
        $0.relationScore = { left, relation, right in
          let d = left.shape[0]
          let (value, gradients) = valueWithGradients(at: [left, relation, right]) {
            matmul(matmul($0[0].reshaped(to: [1, d]), $0[1]), $0[2].reshaped(to: [d, 1])).sum()
          }
          return RelationScore(
            score: value.scalar(), left: gradients[0], relation: gradients[1],
            right: gradients[2])
        }
      },
      RightAnswer("loops over rows and columns") {
        $0.relationScore = { left, relation, right in
          var result = RelationScore(
            score: 0, left: .zeros(left.shape), relation: .zeros(relation.shape),
            right: .zeros(right.shape))
          for i in 0..<left.shape[0] {
            for j in 0..<right.shape[0] {
              result.score += left[i] * relation[i, j] * right[j]
              result.left[i] += relation[i, j] * right[j]
              result.right[j] += left[i] * relation[i, j]
              result.relation[i, j] = left[i] * right[j]
            }
          }
          return result
        }
      },
      RightAnswer("the outer product first") {
        $0.relationScore = { left, relation, right in
          let d = left.shape[0]
          let outer = left.reshaped(to: [d, 1]) * right.reshaped(to: [1, d])
          return RelationScore(
            score: (outer * relation).sum(),
            left: (relation * right.reshaped(to: [1, d])).sum(along: 1), relation: outer,
            right: (relation * left.reshaped(to: [d, 1])).sum(along: 0))
        }
      },
    ])

  private static let relationMistakes: [Mistake<Scoring>] = [
    Mistake(
      "sides exchanged", "The left word stands left of the matrix: lᵀ·M·r, and not rᵀ·M·l."
    ) { left, relation, right in
      let turned = try Meaning.relationScore(right, relation, left)
      return RelationScore(
        score: turned.score, left: turned.right, relation: turned.relation, right: turned.left)
    },
    scored(
      "a symmetric score",
      "That score is the same in both directions: the matrix is taken as it is, and not averaged with Mᵀ."
    ) { result, left, relation, right in
      let even = (relation + relation.transposed()) / 2
      result = try Meaning.relationScore(left, even, right)
      result.relation = (result.relation + result.relation.transposed()) / 2
    },
    scored(
      "the diagonal alone",
      "Each number of the matrix counts, not its diagonal alone: that has no direction either."
    ) { result, left, relation, right in
      let d = left.shape[0]
      let one = Matrix(
        shape: [d, d], elements: (0..<d * d).map { $0 / d == $0 % d ? 1 : 0 })
      result = try Meaning.relationScore(left, relation * one, right)
      result.relation *= one
    },
    scored("no relation", "That is l·r, without the relation: multiply by its matrix.") {
      result, left, relation, right in
      result = RelationScore(
        score: (left * right).sum(), left: right, relation: .zeros(relation.shape), right: left)
    },
    scored("a sigmoid", "The score is lᵀ·M·r itself, without a sigmoid.") { result, _, _, _ in
      let sigmoid = Matrix([result.score]).sigmoid()[0]
      let slope = sigmoid * (1 - sigmoid)
      result = RelationScore(
        score: sigmoid, left: result.left * slope, relation: result.relation * slope,
        right: result.right * slope)
    },
    scored("a mean for a sum", "The products are summed, not averaged.") { result, left, _, _ in
      let share = 1 / Double(left.shape[0])
      result = RelationScore(
        score: result.score * share, left: result.left * share, relation: result.relation * share,
        right: result.right * share)
    },
    scored(
      "gradients of a loss", "Those are the gradients of −score: the score itself is asked for."
    ) { result, _, _, _ in
      result = RelationScore(
        score: result.score, left: -result.left, relation: -result.relation, right: -result.right)
    },
    scored("the relation's gradient transposed", "The relation's gradient is l·rᵀ, and not r·lᵀ.") {
      result, _, _, _ in result.relation = result.relation.transposed()
    },
    scored(
      "the relation's gradient on the diagonal",
      "The relation's gradient has l[i]·r[j] at each place, not only where i is j."
    ) { result, left, _, right in
      let d = left.shape[0]
      result.relation = Matrix(
        shape: [d, d],
        elements: (0..<d * d).map { $0 / d == $0 % d ? left[$0 / d] * right[$0 / d] : 0 })
    },
    scored(
      "the relation's gradient times the relation",
      "The score is linear in M, so M does not occur in its own gradient."
    ) { result, _, relation, _ in result.relation *= relation },
    scored(
      "a mean of all products", "The products are summed, not averaged."
    ) { result, left, _, right in result.score /= Double(left.shape[0] * right.shape[0]) },
    scored(
      "the left gradient with l",
      "The left gradient is M·r: the right word's vector is in it, and not the left one's own."
    ) { result, left, relation, _ in
      result.left = matmul(relation, left.reshaped(to: [left.shape[0], 1])).flattened()
    },
    scored(
      "columns summed for rows",
      "Number i of the left gradient is the sum of row i of M times r: sum along axis 1, not 0."
    ) { result, left, relation, right in
      result.left = (relation * right.reshaped(to: [1, right.shape[0]])).sum(along: 0)
    },
    scored("Mᵀ for the left", "The left gradient is M·r: here the matrix is transposed.") {
      result, _, relation, right in
      result.left = matmul(relation.transposed(), right.reshaped(to: [right.shape[0], 1]))
        .flattened()
    },
    scored("M for the right", "The right gradient is Mᵀ·l: here the matrix is not transposed.") {
      result, left, relation, _ in
      result.right = matmul(relation, left.reshaped(to: [left.shape[0], 1])).flattened()
    },
    scored(
      "the gradients of the words exchanged",
      "The gradients of the left and the right are exchanged."
    ) { result, _, _, _ in (result.left, result.right) = (result.right, result.left) },
    scored("the left gradient twice", "That is the left gradient, M·r: the right one is Mᵀ·l.") {
      result, _, _, _ in result.right = result.left
    },
    scored("the right gradient twice", "That is the right gradient, Mᵀ·l: the left one is M·r.") {
      result, _, _, _ in result.left = result.right
    },
    scored(
      "l along the columns",
      "In relation * left * right, both vectors lie along the columns: make l a column, of shape [D, 1]."
    ) { result, left, relation, right in result.score = (relation * left * right).sum() },
    scored("the vectors themselves", itself) { result, left, _, right in
      (result.left, result.right) = (left, right)
    },
    scored("the left gradient times l", itself) { result, left, _, _ in result.left *= left },
    scored("the right gradient times r", itself) { result, _, _, right in result.right *= right },
    scored("both gradients times their vectors", itself) { result, left, _, right in
      result.left *= left
      result.right *= right
    },
    scored(
      "the right gradient with r",
      "The right gradient is Mᵀ·l: the left word's vector is in it, and not the right one's own."
    ) { result, _, relation, right in
      result.right = matmul(relation.transposed(), right.reshaped(to: [right.shape[0], 1]))
        .flattened()
    },
    scored(
      "the relation itself as its gradient",
      "The score is linear in M, so M does not occur in its own gradient."
    ) { result, _, relation, _ in result.relation = relation },
    scored(
      "gradients without the relation",
      "The gradient of a word is the other one's vector times the matrix, not that vector itself."
    ) { result, left, _, right in (result.left, result.right) = (right, left) },
  ]

  private static let itself =
    "The score is linear in each vector, so a vector does not occur in its own gradient."

  /// The right result with something done to it.
  private static func scored(
    _ name: String, _ why: String,
    _ change:
      @escaping @Sendable (inout RelationScore, Matrix, Matrix, Matrix) throws -> Void
  ) -> Mistake<Scoring> {
    Mistake(name, why) { left, relation, right in
      var result = try Meaning.relationScore(left, relation, right)
      try change(&result, left, relation, right)
      return result
    }
  }
}
