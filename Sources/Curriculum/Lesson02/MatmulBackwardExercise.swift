import Curriculum
import Gradus

extension BackpropagationLesson {
  typealias MatmulBackward = @Sendable (Matrix, Matrix, Matrix) throws -> (a: Matrix, b: Matrix)

  static let matmulBackward = Exercise<Answers>(
    "matmulBackward", "Back through a matrix product",
    hints: [
      "The shapes leave little choice: [B, H] and [D, H] have to make [B, D].",
      "The gradient of a is upstream times b transposed; that of b is a transposed times upstream.",
      "(matmul(upstream, b.transposed()), matmul(a.transposed(), upstream))",
    ],
    learned:
      "Both gradients of a matrix product are matrix products again, U·bᵀ and aᵀ·U, so fast "
      + "products make fast training.",
    landmark: Landmark("Sources/Autograd/Matmul.swift", "func matmul"),
    solution: { $0.matmulBackward = Backpropagation.matmulBackward },
    check: { answers in
      func compare(
        _ a: Matrix, _ b: Matrix, _ upstream: Matrix, in call: String,
        _ mistakes: [Mistake<MatmulBackward>] = []
      ) throws {
        try expect(
          answers.matmulBackward(a, b, upstream),
          equals: Backpropagation.matmulBackward(a, b, upstream: upstream), in: call,
          parts: [.tensor("a", \.a), .tensor("b", \.b)],
          suspects: mistakes.suspects { try $0(a, b, upstream) })
      }
      try compare(
        [[1, 2], [3, 4]], [[5, 6], [7, 9]], [[1, 10], [100, 1000]],
        in: "matmulBackward([[1, 2], [3, 4]], [[5, 6], [7, 9]], upstream: [[1, 10], [100, 1000]])",
        productMistakes)
      for var input in Input.all(seed: 5) {
        let a = input.matrix()
        for columns in [1, 3, 10] {
          let b = input.tensor([input.columns, columns])
          let upstream = input.tensor([input.rows, columns])
          try compare(
            a, b, upstream, in: "matmulBackward of \(input), and [\(input.columns), \(columns)]")
        }
      }
    },
    wrongAnswers: productMistakes.wrongAnswers(\.matmulBackward),
    rightAnswers: [
      RightAnswer("flags in place of transposes") {
        $0.matmulBackward = { a, b, upstream in
          (matmul(upstream, b, transposeB: true), matmul(a, upstream, transposeA: true))
        }
      },
      RightAnswer("transposed as a whole") {
        $0.matmulBackward = { a, b, upstream in
          let u = upstream.transposed()
          return (matmul(b, u).transposed(), matmul(u, a).transposed())
        }
      },
      RightAnswer("three loops") {
        $0.matmulBackward = { a, b, upstream in
          var (ofA, ofB) = (Matrix.zeros(a.shape), Matrix.zeros(b.shape))
          for i in 0..<a.shape[0] {
            for j in 0..<b.shape[1] {
              for k in 0..<a.shape[1] {
                ofA[i, k] += upstream[i, j] * b[k, j]
                ofB[k, j] += a[i, k] * upstream[i, j]
              }
            }
          }
          return (ofA, ofB)
        }
      },
    ])

  private static let productMistakes: [Mistake<MatmulBackward>] = [
    mistake("b not transposed", "b has to be transposed.", a: { _, b, u in matmul(u, b) }),
    mistake("a not transposed", "a has to be transposed.", b: { a, _, u in matmul(a, u) }),
    mistake(
      "neither transposed", "a and b have to be transposed, both.",
      a: { _, b, u in matmul(u, b) }, b: { a, _, u in matmul(a, u) }),
    mistake(
      "operands exchanged for a", "In the gradient of a, upstream stands on the left.",
      a: { _, b, u in matmul(b, u, transposeA: true) }),
    mistake(
      "operands exchanged for b", "In the gradient of b, a stands on the left.",
      b: { a, _, u in matmul(u, a, transposeB: true) }),
    mistake(
      "operands exchanged, not transposed for a",
      "In the gradient of a, upstream stands on the left, and b is transposed.",
      a: { _, b, u in matmul(b, u) }),
    mistake(
      "operands exchanged, not transposed for b",
      "In the gradient of b, a stands on the left and is transposed.",
      b: { a, _, u in matmul(u, a) }),
    mistake(
      "the two gradients exchanged", "They have changed places: the first belongs to a.",
      a: { a, _, u in matmul(a, u, transposeA: true) },
      b: { _, b, u in matmul(u, b, transposeB: true) }),
    mistake(
      "upstream forgotten", "Upstream is missing.", a: { _, b, _ in b.transposed() },
      b: { a, _, _ in a.transposed() }),
    mistake(
      "upstream forgotten for a", "Upstream is missing in the gradient of a.",
      a: { _, b, _ in b.transposed() }),
    mistake(
      "upstream forgotten for b", "Upstream is missing in the gradient of b.",
      b: { a, _, _ in a.transposed() }),
    mistake(
      "ones for upstream",
      "Upstream is taken as ones: it says how much each element of the product counts.",
      a: { _, b, u in matmul(Matrix.ones(u.shape), b, transposeB: true) },
      b: { a, _, u in matmul(a, Matrix.ones(u.shape), transposeA: true) }),
    mistake(
      "a for b", "The gradient of a needs the other operand, b.",
      a: { a, _, u in matmul(u, a, transposeB: true) }),
    mistake(
      "b for a", "The gradient of b needs the other operand, a.",
      b: { _, b, u in matmul(b, u, transposeA: true) }),
    mistake(
      "averaged over the rows",
      "Nothing is divided by the number of rows: upstream has that in it already.",
      a: { _, b, u in matmul(u, b, transposeB: true) / Double(u.shape[0]) },
      b: { a, _, u in matmul(a, u, transposeA: true) / Double(u.shape[0]) }),
    mistake(
      "b's averaged over the rows", "The gradient of b is a sum over the rows, not a mean.",
      b: { a, _, u in matmul(a, u, transposeA: true) / Double(u.shape[0]) }),
    mistake(
      "last products alone for a",
      "That is the last product alone: is it added (+=) or assigned (=), for a?",
      a: { _, b, u in
        let last = u.shape[1] - 1
        return matmul(u[0..., last..<last + 1], b[0..., last..<last + 1], transposeB: true)
      }),
    mistake(
      "last products alone for b",
      "That is the last product alone: is it added (+=) or assigned (=), for b?",
      b: { a, _, u in
        let last = u.shape[0] - 1
        return matmul(a[last..<last + 1], u[last..<last + 1], transposeA: true)
      }),
    mistake(
      "b's of the wrong sign",
      "The sign of b's gradient is wrong: nothing is subtracted in a product.",
      b: { a, _, u in -matmul(a, u, transposeA: true) }),
    mistake(
      "upstream and transposes forgotten",
      "Upstream is missing: what is another operand for a number is a product with it here.",
      a: { _, b, _ in b }, b: { a, _, _ in a }),
    mistake(
      "results transposed", "Those are the transposes: each has the shape of its operand.",
      a: { _, b, u in matmul(u, b, transposeB: true).transposed() },
      b: { a, _, u in matmul(a, u, transposeA: true).transposed() }),
    mistake(
      "upstream transposed", "Upstream is not transposed: a and b are.",
      a: { _, b, u in matmul(u.transposed(), b) }, b: { a, _, u in matmul(a, u.transposed()) }),
    mistake(
      "the gradient of a twice", "That is the gradient of a, twice: that of b is aᵀ·U.",
      b: { _, b, u in matmul(u, b, transposeB: true) }),
    mistake(
      "element by element, transposed", "Those are products of matrices, not of elements.",
      a: { _, b, u in u * b.transposed() }, b: { a, _, u in a.transposed() * u }),
    mistake(
      "operands returned", "Those are a and b themselves: their gradients are U·bᵀ and aᵀ·U.",
      a: { a, _, _ in a }, b: { _, b, _ in b }),
    mistake(
      "c in place of upstream",
      "That has c = a·b where upstream belongs: what arrives at c is handed over.",
      a: { a, b, _ in matmul(matmul(a, b), b, transposeB: true) },
      b: { a, b, _ in matmul(a, matmul(a, b), transposeA: true) }),
    mistake(
      "element by element", "Those are products of matrices, not of elements.",
      a: { _, b, u in u * b }, b: { a, _, u in a * u }),
  ]

  /// Wrong gradients of one operand or of both, and the right ones of the others.
  private static func mistake(
    _ name: String, _ why: String,
    a wrongA: (@Sendable (_ a: Matrix, _ b: Matrix, _ upstream: Matrix) -> Matrix)? = nil,
    b wrongB: (@Sendable (_ a: Matrix, _ b: Matrix, _ upstream: Matrix) -> Matrix)? = nil
  ) -> Mistake<MatmulBackward> {
    Mistake(name, why) { a, b, upstream in
      let right = try Backpropagation.matmulBackward(a, b, upstream: upstream)
      return (wrongA?(a, b, upstream) ?? right.a, wrongB?(a, b, upstream) ?? right.b)
    }
  }
}
