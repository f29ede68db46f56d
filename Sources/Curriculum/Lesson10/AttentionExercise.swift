import Curriculum
import Gradus

extension AttendingLesson {
  typealias Attention = @Sendable (Matrix, Matrix, Matrix, Tensor<Bool>) throws -> Matrix

  static let attention = Exercise<Answers>(
    "attention", "Looking up by similarity",
    hints: [
      "Four steps: scores, what e to them is where the mask is true, divided by the sum of each row, times the values.",
      "Scores first: matmul(queries, keys, transposeB: true) / Double(d).squareRoot(), shape [..., Q, M].",
      "select(mask, scores, Tensor(-.infinity)).max(along: -1, keepingDimensions: true) is the largest score of "
        + "each row that may be looked at; e to the difference is a share, where the mask is true, and 0 elsewhere.",
      "Divide by the sum of each row; where that is 0, a query looks nowhere, and divides by 1 instead: "
        + "select(sums .== 0, Tensor(1), sums).",
    ],
    learned:
      "Attention is a mean of the values; a mask has to count before the softmax, or what is hidden still counts.",
    landmark: Landmark(
      "Sources/Layers/Attention/ScaledDotProductAttention.swift", "func scaledDotProductAttention"),
    solution: { $0.attention = Attending.attention },
    check: { answers in
      func compare(
        _ input: AttentionCase, _ call: String, _ mistakes: [Mistake<Attention>] = []
      ) throws {
        let found = try answers.attention(input.queries, input.keys, input.values, input.mask)
        let expected = try Attending.attention(
          input.queries, input.keys, input.values, mask: input.mask)
        try expectNoNaN([found], in: "attention of \(call)", from: input)
        try expectNoLostRow(found, insteadOf: expected, in: "attention of \(call)", from: input)
        try expect(
          found, equals: expected, in: "attention of \(call)",
          suspects: mistakes.suspects {
            try $0(input.queries, input.keys, input.values, input.mask)
          })
      }
      for sight in AttentionCase.Sight.allCases {
        let input = AttentionCase.general(seed: 1010, sight)
        try compare(input, "\(input)", attentionMistakes + numericalMistakes)
      }
      try compare(.zeros, "\(AttentionCase.zeros)", attentionMistakes)
      try compare(.large, "\(AttentionCase.large)", numericalMistakes)
      for input in AttentionCase.all(seed: 1011) { try compare(input, "\(input)") }
    },
    wrongAnswers: (attentionMistakes + numericalMistakes).wrongAnswers(\.attention),
    rightAnswers: [
      RightAnswer("the framework's") {
        $0.attention = { queries, keys, values, mask in
          scaledDotProductAttention(
            Variable(queries), Variable(keys), Variable(values), mask: .allowed(mask)
          ).value
        }
      },
      RightAnswer("scaled queries, and −∞ through a softmax of the sights that there are") {
        $0.attention = { queries, keys, values, mask in
          let scores = matmul(
            queries / Double(queries.shape[-1]).squareRoot(), keys.transposed())
          let logarithms = select(mask, scores, Matrix(-.infinity))
          let seesAny = logarithms.max(along: -1, keepingDimensions: true) .!= -.infinity
          let weights = select(seesAny, logarithms, Matrix(0)).softmax(along: -1)
          return select(seesAny, matmul(weights, values), Matrix(0))
        }
      },
      RightAnswer("query by query") {
        $0.attention = { queries, keys, values, mask in
          let (q, m) = (mask.shape[0], mask.shape[1])
          let (d, e) = (queries.shape[-1], values.shape[-1])
          let count = queries.elementCount / (q * d)
          let (a, b, c) = (queries.elements, keys.elements, values.elements)
          var result: [Double] = []
          for n in 0..<count {
            for query in 0..<q {
              let seen = (0..<m).filter { mask[query, $0] }
              let scores = seen.map { key in
                (0..<d).reduce(0) { $0 + a[(n * q + query) * d + $1] * b[(n * m + key) * d + $1] }
                  / Double(d).squareRoot()
              }
              let shares = scores.map { Double.exp($0 - scores.max()!) }
              let sum = shares.reduce(0, +)
              for j in 0..<e {
                let total = zip(seen, shares).reduce(0) { $0 + $1.1 * c[(n * m + $1.0) * e + j] }
                result.append(seen.isEmpty ? 0 : total / sum)
              }
            }
          }
          return Matrix(
            shape: Shape(queries.shape.dimensions.dropLast() + [e]), elements: result)
        }
      },
    ])
}
