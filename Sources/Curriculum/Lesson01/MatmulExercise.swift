import Curriculum
import Gradus

extension LinearRegressionLesson {
  typealias Matmul = @Sendable (Matrix, Matrix) throws -> Matrix

  static let matmul = Exercise<Answers>(
    "matmul", "The product of two matrices",
    hints: [
      "Each element of the result belongs to a row i of a and a column j of b: two loops.",
      "A third loop, over k, adds up the products of that row and that column.",
      "var c = Tensor<Double>.zeros([a.shape[0], b.shape[1]]), and innermost "
        + "c[i, j] += a[i, k] * b[k, j] with k in 0..<a.shape[1].",
    ],
    learned:
      "Each element of a product is a row times a column, summed: three loops, which the "
      + "framework runs in another order so that the innermost one walks along rows of memory.",
    landmark: Landmark("Sources/TensorCore/NaiveMatmul.swift", "func naiveMatmul"),
    solution: { $0.matmul = LinearRegression.matmul },
    check: { answers in
      let a: Matrix = [[1, 2, 3], [4, 5, 6], [7, 8, 10]]
      let b: Matrix = [[2, 1, 3], [1, 4, 5], [6, 2, 7]]
      try expect(
        answers.matmul(a, b), equals: [[22, 15, 34], [49, 36, 79], [82, 59, 131]],
        in: "matmul([[1, 2, 3], [4, 5, 6], [7, 8, 10]], [[2, 1, 3], [1, 4, 5], [6, 2, 7]])",
        suspects: matmulMistakes.suspects { try $0(a, b) })
      let (wide, wider): (Matrix, Matrix) = (
        [[1, 2, 3], [4, 5, 6]], [[1, 5, 2, 1], [7, 1, 3, 1], [1, 1, 4, 2]]
      )
      try expect(
        answers.matmul(wide, wider), equals: [[18, 10, 20, 9], [45, 31, 47, 21]],
        in: "matmul([[1, 2, 3], [4, 5, 6]], [[1, 5, 2, 1], [7, 1, 3, 1], [1, 1, 4, 2]])",
        suspects: sizeMistakes.suspects { try $0(wide, wider) })
      for var input in Input.all(seed: 1) {
        let a = input.matrix()
        for columns in [1, 4, 9] {
          let b = input.tensor([input.columns, columns])
          try expect(
            answers.matmul(a, b), equals: Gradus.matmul(a, b),
            in: "matmul of \(input), and a matrix [\(input.columns), \(columns)]",
            suspects: truncatedMistakes.suspects { try $0(a, b) })
        }
      }
    },
    wrongAnswers: (matmulMistakes + sizeMistakes + truncatedMistakes).wrongAnswers(\.matmul),
    rightAnswers: [
      RightAnswer("the loop over j innermost") {
        $0.matmul = { a, b in
          var c = Matrix.zeros([a.shape[0], b.shape[1]])
          for i in 0..<a.shape[0] {
            for k in 0..<a.shape[1] { for j in 0..<b.shape[1] { c[i, j] += a[i, k] * b[k, j] } }
          }
          return c
        }
      },
      RightAnswer("each sum in a variable of its own") {
        $0.matmul = { a, b in
          var elements: [Double] = []
          for i in 0..<a.shape[0] {
            for j in 0..<b.shape[1] {
              var sum = 0.0
              for k in 0..<b.shape[0] { sum += a[i, k] * b[k, j] }
              elements.append(sum)
            }
          }
          return Matrix(shape: [a.shape[0], b.shape[1]], elements: elements)
        }
      },
      RightAnswer("columns times rows, added up") {
        $0.matmul = { a, b in
          var c = Matrix.zeros([a.shape[0], b.shape[1]])
          for k in 0..<a.shape[1] { c += a[0..., k..<k + 1] * b[k..<k + 1] }
          return c
        }
      },
      RightAnswer("the framework's product") { $0.matmul = { Gradus.matmul($0, $1) } },
    ])

  /// Shown by square matrices.
  private static let matmulMistakes: [Mistake<Matmul>] = [
    Mistake(
      "= instead of +=", "That is the last product alone: is it added (+=) or assigned (=)?",
      { a, b in
        sums(a, b, from: a.shape[1] - 1) { i, j, k in a[i, k] * b[k, j] }
      }),
    Mistake(
      "last product left out",
      "The last product of each sum is missing: k runs over the columns of a, 0..<a.shape[1].",
      { a, b in
        sums(a, b, to: a.shape[1] - 1) { i, j, k in a[i, k] * b[k, j] }
      }),
    Mistake(
      "first product left out", "The first product of each sum is missing: k begins at 0.",
      { a, b in
        sums(a, b, from: 1) { i, j, k in a[i, k] * b[k, j] }
      }),
    Mistake(
      "the first column alone",
      "Only the first column is computed: j runs over the columns of b, 0..<b.shape[1].",
      { a, b in
        let c = Gradus.matmul(a, b)
        return sums(a, b, from: 0, to: 1) { i, j, _ in j == 0 ? c[i, j] : 0 }
      }),
    Mistake(
      "not stored", "Is the result of the loops stored anywhere?",
      { a, b in .zeros([a.shape[0], b.shape[1]]) }),
    Mistake(
      "element by element",
      "That multiplies element by element, as * does: a product of matrices needs three loops.",
      { a, b in a * b }),
    Mistake("operands exchanged", "That is b·a; the order matters.", { Gradus.matmul($1, $0) }),
    Mistake(
      "reads b along its rows", "b is read along its rows, as b[j, k]: it has to be b[k, j].",
      { a, b in
        sums(a, b) { i, j, k in a[i, k] * b[j, k] }
      }),
    Mistake(
      "reads a down its columns", "a is read down its columns, as a[k, i]: it has to be a[i, k].",
      { a, b in
        sums(a, b) { i, j, k in a[k, i] * b[k, j] }
      }),
    Mistake(
      "transposed", "That is the transpose: rows come from a, columns from b.",
      { Gradus.matmul($0, $1).transposed() }),
    Mistake(
      "the product of the sums", "Each product has its own k in both: a[i, k] * b[k, j].",
      { a, b in
        a.sum(along: 1, keepingDimensions: true) * b.sum(along: 0, keepingDimensions: true)
      }),
    Mistake(
      "both read the wrong way", "Rows and columns have changed places in both: a[i, k] * b[k, j].",
      { a, b in
        sums(a, b) { i, j, k in a[k, i] * b[j, k] }
      }),
    Mistake(
      "j in place of k in a", "a is read at a[i, j]: k, over which the sum goes, is in both.",
      { a, b in
        sums(a, b) { i, j, k in a[i, j] * b[k, j] }
      }),
    Mistake(
      "i in place of k in b", "b is read at b[i, j]: k, over which the sum goes, is in both.",
      { a, b in
        sums(a, b) { i, j, k in a[i, k] * b[i, j] }
      }),
    Mistake(
      "first row left out", "The first row is still 0: i begins at 0.",
      { a, b in
        sums(a, b) { i, j, k in i == 0 ? 0 : a[i, k] * b[k, j] }
      }),
    Mistake(
      "sum begun once for each column",
      "Each number has those above it in it: a sum has to begin at 0 for each i and each j.",
      { a, b in
        var c = Gradus.matmul(a, b)
        for i in 1..<c.shape[0] { for j in 0..<c.shape[1] { c[i, j] += c[i - 1, j] } }
        return c
      }),
    Mistake(
      "mean instead of sum", "The products are added up, and not divided by how many there are.",
      { a, b in Gradus.matmul(a, b) / Double(a.shape[1]) }),
    Mistake(
      "added, not multiplied", "The elements of a row and of a column are multiplied, then summed.",
      { a, b in
        sums(a, b) { i, j, k in a[i, k] + b[k, j] }
      }),
  ]

  /// Shown by numbers that are not whole.
  private static let truncatedMistakes: [Mistake<Matmul>] = [
    Mistake(
      "whole numbers",
      "What comes after the point is lost: a and b hold numbers like 0.5, not only whole ones.",
      { a, b in Gradus.matmul(a.map { $0.rounded(.towardZero) }, b.map { $0.rounded(.towardZero) })
      }),
    Mistake(
      "whole products",
      "What comes after the point is lost: a and b hold numbers like 0.5, not only whole ones.",
      { a, b in
        sums(a, b) { i, j, k in (a[i, k] * b[k, j]).rounded(.towardZero) }
      }),
  ]

  /// Shown by matrices that are not square.
  private static let sizeMistakes: [Mistake<Matmul>] = [
    Mistake(
      "sums over the rows of a instead of its columns",
      "The third product of each sum is missing: k runs over the columns of a, 0..<a.shape[1].",
      { a, b in
        sums(a, b, to: min(a.shape[0], a.shape[1])) { i, j, k in a[i, k] * b[k, j] }
      }),
    Mistake(
      "as many columns as a",
      "The result has a row for each row of a and a column for each column of b.",
      { a, b in Gradus.matmul(a, b)[0..., 0..<min(a.shape[1], b.shape[1])] }),
    Mistake(
      "as many columns as a has rows",
      "The result has a row for each row of a and a column for each column of b.",
      { a, b in Gradus.matmul(a, b)[0..., 0..<min(a.shape[0], b.shape[1])] }),
    Mistake(
      "last columns not computed",
      "The last columns are still 0: j runs over the columns of b, 0..<b.shape[1].",
      { a, b in
        let c = Gradus.matmul(a, b)
        return sums(a, b, from: 0, to: 1) { i, j, _ in j < a.shape[1] ? c[i, j] : 0 }
      }),
  ]

  /// For each i and j, the sum of a term over k, which goes through the columns of a or a part of them.
  private static func sums(
    _ a: Matrix, _ b: Matrix, from first: Int = 0, to end: Int? = nil,
    _ term: (_ i: Int, _ j: Int, _ k: Int) -> Double
  ) -> Matrix {
    var c = Matrix.zeros([a.shape[0], b.shape[1]])
    for i in 0..<a.shape[0] {
      for j in 0..<b.shape[1] {
        for k in first..<(end ?? a.shape[1]) { c[i, j] += term(i, j, k) }
      }
    }
    return c
  }
}
