import Curriculum
import Gradus
import MatmulLadder

extension SpeedLesson {
  static let isProduct = Exercise<Answers>(
    "isProduct", "Is it right? A bound on the error",
    hints: [
      "Three loops as in the textbook, and two sums for each element, both in Double: of the products, "
        + "and of their magnitudes.",
      "Convert before multiplying: Double(a[i * k + p]) * Double(b[p * n + j]).",
      "guard abs(Double(c[i * n + j]) - exact) <= Double(k) * Double(Float.ulpOfOne) * size else "
        + "{ return false }. Written so, NaN does not pass.",
    ],
    learned:
      "Another order of additions rounds differently: compare with a bound that comes from ε and "
      + "the summands.",
    landmark: Landmark("Tests/TestSupport/MatmulOracle.swift", "struct MatmulOracle"),
    solution: { $0.isProduct = SpeedAnswers.solution.isProduct },
    check: { answers in
      try expectVectorUnit()
      let claims = ProductClaim.all
      let found = try decisions(answers.isProduct)
      let right = claims.map(\.isRight)
      func firstDifference() -> Int { right.indices.first { found[$0] != right[$0] }! }
      try compare(
        found, right, in: "isProduct", suspects: { productMistakes.suspects(decisions) },
        agree: { $0 == $1 },
        difference: {
          let place = firstDifference()
          return
            "isProduct, \(claims[place].name): expected \(right[place]), found \(found[place])."
        }, otherwise: claims[firstDifference()].why)
    },
    wrongAnswers: productMistakes.wrongAnswers(\.isProduct),
    rightAnswers: [
      RightAnswer("the largest error relative to its bound") {
        $0.isProduct = judging { elements in
          elements.allSatisfy { $0.error == 0 || abs($0.error) / $0.bound <= 1 }
        }
      },
      RightAnswer("counts what is wrong, column by column") {
        $0.isProduct = { c, a, b, m, k, n in
          var wrong = m * n
          for j in 0..<n {
            for i in 0..<m {
              let (error, sums) = element(i * n + j, c, a, b, k, n)
              if error.magnitude <= Double(k) * sums.size * ε { wrong -= 1 }
            }
          }
          return wrong == 0
        }
      },
      RightAnswer("by tensors") {
        $0.isProduct = { c, a, b, m, k, n in
          func tensor(_ pointer: UnsafePointer<Float>, _ rows: Int, _ columns: Int) -> Tensor<
            Double
          > {
            Tensor(
              shape: [rows, columns], elements: (0..<rows * columns).map { Double(pointer[$0]) })
          }
          let (left, right) = (tensor(a, m, k), tensor(b, k, n))
          let errors = (tensor(c, m, n) - matmul(left, right)).abs()
          let bounds = Double(k) * Double(Float.ulpOfOne) * matmul(left.abs(), right.abs())
          return zip(errors.elements, bounds.elements).allSatisfy { $0 <= $1 }
        }
      },
    ])

  /// What a function says of all claims, with fences around the matrices.
  private static func decisions(_ isProduct: SpeedAnswers.ProductCheck) throws -> [Bool] {
    try ProductClaim.all.enumerated().map { place, claim in
      let side: Fenced.Side = place % 2 == 0 ? .back : .front
      func fenced(_ numbers: [Float]) -> Fenced { Fenced(numbers, gap: .nan, nextTo: side) }
      let (c, a, b) = (fenced(claim.c), fenced(claim.a), fenced(claim.b))
      let decision = try isProduct(c.pointer, a.pointer, b.pointer, claim.m, claim.k, claim.n)
      for (name, matrix) in [("c", c), ("a", a), ("b", b)] {
        if let breach = matrix.breach {
          throw Disagreement(
            "isProduct, \(claim.name): the place \(Curriculum07.place(breach, of: name)), was read or "
              + "overwritten.",
            why:
              "c has m·n numbers, a has m·k and b has k·n: what is beyond belongs to somebody else."
          )
        }
      }
      return decision
    }
  }
}
