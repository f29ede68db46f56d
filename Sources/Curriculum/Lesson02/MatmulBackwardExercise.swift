import Curriculum
import Gradus

extension BackpropagationLesson {
  static let matmulBackward = Exercise<Answers>(
    "matmulBackward", "Back through a matrix product",
    hints: [
      "The shapes leave little choice: [B, H] and [D, H] have to make [B, D].",
      "The gradient of a is upstream times b transposed; that of b is a transposed times upstream.",
      "(matmul(upstream, b.transposed()), matmul(a.transposed(), upstream))",
    ],
    learnt:
      "Both gradients of a matrix product are matrix products again, U·bᵀ and aᵀ·U, so fast "
      + "products make fast training.",
    landmark: Landmark("Sources/Autograd/Matmul.swift", "func matmul"),
    solution: { $0.matmulBackward = Backpropagation.matmulBackward },
    check: { answers in
      let (a, b, upstream): (Matrix, Matrix, Matrix) = (
        [[1, 2], [3, 4]], [[5, 6], [7, 8]], [[1, 10], [100, 1000]]
      )
      let call =
        "matmulBackward([[1, 2], [3, 4]], [[5, 6], [7, 8]], upstream: [[1, 10], [100, 1000]])"
      let found = try answers.matmulBackward(a, b, upstream)
      let (ofA, ofB) = (
        matmul(upstream, b, transposeB: true), matmul(a, upstream, transposeA: true)
      )
      try expect(
        found.a, equals: ofA, in: call + ", a",
        suspects: [
          Suspect(matmul(upstream, b), "b has to be transposed."),
          Suspect(
            matmul(b, upstream), "The operands have changed places, and b is not transposed."),
          Suspect(
            matmul(b, upstream, transposeA: true),
            "The operands have changed places: upstream stands on the left."),
          Suspect(ofB, "That is the gradient of b: have they changed places?"),
          Suspect(ofA.transposed(), "That is the transpose of it."),
          Suspect(b, "Upstream is missing."),
          Suspect(b.transposed(), "Upstream is missing."),
        ])
      try expect(
        found.b, equals: ofB, in: call + ", b",
        suspects: [
          Suspect(matmul(a, upstream), "a has to be transposed."),
          Suspect(
            matmul(upstream, a), "The operands have changed places, and a is not transposed."),
          Suspect(
            matmul(upstream, a, transposeB: true),
            "The operands have changed places: a stands on the left."),
          Suspect(ofB.transposed(), "That is the transpose of it."),
          Suspect(a, "Upstream is missing."),
          Suspect(a.transposed(), "Upstream is missing."),
        ])
      var generator = RandomGenerator(seed: 5)
      for (m, k, n) in [(2, 3, 4), (5, 1, 2), (1, 4, 1)] {
        let a = Matrix.normal([m, k], using: &generator)
        let b = Matrix.normal([k, n], using: &generator)
        let upstream = Matrix.normal([m, n], using: &generator)
        let found = try answers.matmulBackward(a, b, upstream)
        let call = "matmulBackward of random matrices [\(m), \(k)] and [\(k), \(n)]"
        try expect(found.a, equals: matmul(upstream, b, transposeB: true), in: call + ", a")
        try expect(found.b, equals: matmul(a, upstream, transposeA: true), in: call + ", b")
      }
    },
    wrongAnswers: [
      WrongAnswer("b not transposed") {
        $0.matmulBackward = { a, b, upstream in
          (matmul(upstream, b), matmul(a, upstream, transposeA: true))
        }
      },
      WrongAnswer("a not transposed") {
        $0.matmulBackward = { a, b, upstream in
          (matmul(upstream, b, transposeB: true), matmul(a, upstream))
        }
      },
      WrongAnswer("operands exchanged for a") {
        $0.matmulBackward = { a, b, upstream in
          (matmul(b, upstream, transposeA: true), matmul(a, upstream, transposeA: true))
        }
      },
      WrongAnswer("operands exchanged for b") {
        $0.matmulBackward = { a, b, upstream in
          (matmul(upstream, b, transposeB: true), matmul(upstream, a, transposeB: true))
        }
      },
      WrongAnswer("the two gradients exchanged") {
        $0.matmulBackward = { a, b, upstream in
          (matmul(a, upstream, transposeA: true), matmul(upstream, b, transposeB: true))
        }
      },
      WrongAnswer("upstream forgotten") {
        $0.matmulBackward = { a, b, _ in (b.transposed(), a.transposed()) }
      },
    ])
}
