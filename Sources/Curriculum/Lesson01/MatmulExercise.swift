import Curriculum
import Gradus

extension LinearRegressionLesson {
  static let matmul = Exercise<Answers>(
    "matmul", "The product of two matrices",
    hints: [
      "Each element of the result belongs to a row i of a and a column j of b: two loops.",
      "A third loop, over k, adds up the products of that row and that column.",
      "var c = Tensor<Double>.zeros([a.shape[0], b.shape[1]]), and innermost "
        + "c[i, j] += a[i, k] * b[k, j] with k in 0..<a.shape[1].",
    ],
    learnt:
      "Each element of a product is a row times a column, summed: three loops, which the "
      + "framework runs in another order so that the innermost one walks along rows of memory.",
    landmark: Landmark("Sources/TensorCore/NaiveMatmul.swift", "func naiveMatmul"),
    solution: { $0.matmul = LinearRegression.matmul },
    check: { answers in
      let a: Matrix = [[1, 2, 3], [4, 5, 6]]
      let b: Matrix = [[1, 0, 2, 1], [0, 1, 3, 1], [1, 1, 4, 2]]
      let lastTerms: Matrix = [[3, 3, 12, 6], [6, 6, 24, 12]]
      try expect(
        answers.matmul(a, b), equals: [[4, 5, 20, 9], [10, 11, 47, 21]],
        in: "matmul([[1, 2, 3], [4, 5, 6]], [[1, 0, 2, 1], [0, 1, 3, 1], [1, 1, 4, 2]])",
        suspects: [
          Suspect(lastTerms, "That is the last product alone: is it added (+=) or assigned (=)?"),
          Suspect(
            [[1, 2, 8, 3], [4, 5, 23, 9]],
            "The third product of each sum is missing: k runs over the columns of a, "
              + "0..<a.shape[1]."),
          Suspect(
            [[4, 5], [10, 11]],
            "The result has a row for each row of a and a column for each column of b."),
          Suspect(.zeros([2, 4]), "Is the result of the loops stored anywhere?"),
          Suspect(
            [[4, 10], [5, 11], [20, 47], [9, 21]],
            "That is the transpose: rows come from a, columns from b."),
        ])
      try expect(answers.matmul([[3]], [[4]]), equals: [[12]], in: "matmul([[3]], [[4]])")
      try expect(
        answers.matmul([[1, 2], [3, 4]], [[0, 1], [1, 0]]), equals: [[2, 1], [4, 3]],
        in: "matmul([[1, 2], [3, 4]], [[0, 1], [1, 0]])",
        suspects: [
          Suspect([[0, 2], [3, 0]], "That multiplies element by element."),
          Suspect([[3, 4], [1, 2]], "That is b·a; the order matters."),
        ])
      var generator = RandomGenerator(seed: 1)
      for (m, k, n) in [(1, 5, 1), (5, 1, 4), (7, 3, 2), (3, 8, 5)] {
        let a = Matrix.normal([m, k], using: &generator)
        let b = Matrix.normal([k, n], using: &generator)
        try expect(
          answers.matmul(a, b), equals: Gradus.matmul(a, b),
          in: "matmul of random matrices [\(m), \(k)] and [\(k), \(n)]")
      }
    },
    wrongAnswers: [
      WrongAnswer("= instead of +=") {
        $0.matmul = { a, b in
          var c = Matrix.zeros([a.shape[0], b.shape[1]])
          for i in 0..<a.shape[0] {
            for j in 0..<b.shape[1] { for k in 0..<a.shape[1] { c[i, j] = a[i, k] * b[k, j] } }
          }
          return c
        }
      },
      WrongAnswer("element by element") { $0.matmul = { a, b in a * b } },
      WrongAnswer("operands exchanged") { $0.matmul = { a, b in Gradus.matmul(b, a) } },
      WrongAnswer("reads b along its rows") {
        $0.matmul = { a, b in
          var c = Matrix.zeros([a.shape[0], b.shape[1]])
          for i in 0..<a.shape[0] {
            for j in 0..<b.shape[1] { for k in 0..<a.shape[1] { c[i, j] += a[i, k] * b[j, k] } }
          }
          return c
        }
      },
      WrongAnswer("sums over the rows of a instead of its columns") {
        $0.matmul = { a, b in
          var c = Matrix.zeros([a.shape[0], b.shape[1]])
          for i in 0..<a.shape[0] {
            for j in 0..<b.shape[1] { for k in 0..<a.shape[0] { c[i, j] += a[i, k] * b[k, j] } }
          }
          return c
        }
      },
      WrongAnswer("result has the shape of a") {
        $0.matmul = { a, b in
          var c = Matrix.zeros(a.shape)
          for i in 0..<a.shape[0] {
            for j in 0..<b.shape[1] { for k in 0..<a.shape[1] { c[i, j] += a[i, k] * b[k, j] } }
          }
          return c
        }
      },
      WrongAnswer("as many columns as a has rows") {
        $0.matmul = { a, b in Gradus.matmul(a, b[0..., 0..<a.shape[0]]) }
      },
      WrongAnswer("last product left out") {
        $0.matmul = { a, b in
          var c = Matrix.zeros([a.shape[0], b.shape[1]])
          for i in 0..<a.shape[0] {
            for j in 0..<b.shape[1] {
              for k in 0..<a.shape[1] - 1 { c[i, j] += a[i, k] * b[k, j] }
            }
          }
          return c
        }
      },
    ])
}
